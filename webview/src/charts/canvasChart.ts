import { BarController, BarElement, CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import type { ChartConfiguration, ChartType, DefaultDataPoint } from 'chart.js';

Chart.register(BarController, BarElement, CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip);

/** Owns one canvas and the chart on it. The canvas is an image to a screen reader, with a text that says what it shows. */
export class CanvasChart<TType extends ChartType, TData = DefaultDataPoint<TType>, TLabel = unknown> {
  readonly element: HTMLElement;
  private readonly canvas = document.createElement('canvas');
  private chart: Chart<TType, TData, TLabel> | undefined;

  constructor(name: string) {
    this.canvas.setAttribute('role', 'img');
    this.canvas.dataset['chart'] = name;
    this.element = document.createElement('div');
    this.element.className = 'chart';
    this.element.append(this.canvas);
  }

  show(config: ChartConfiguration<TType, TData, TLabel>, label: string): void {
    this.element.hidden = false;
    this.canvas.setAttribute('aria-label', label);
    if (this.chart === undefined) {
      this.chart = new Chart(this.canvas, config);
      return;
    }
    this.chart.data = config.data;
    if (config.options !== undefined) this.chart.options = config.options;
    this.chart.update('none');
  }

  hide(): void {
    this.element.hidden = true;
    this.chart?.destroy();
    this.chart = undefined;
  }
}
