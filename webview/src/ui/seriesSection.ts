import type { Advice } from '../advice.js';
import { CanvasChart } from '../charts/canvasChart.js';
import { seriesConfig } from '../charts/seriesConfig.js';
import { hasTime } from '../charts/seriesPoints.js';
import type { Point } from '../charts/seriesPoints.js';
import { shownSeries } from '../model.js';
import type { Action, ViewState } from '../model.js';
import { changeBeside } from '../series.js';
import { seriesLabel, zoneName } from '../text.js';
import { changesTable, firstRow, rowsShown } from './changesTable.js';
import { currentTheme } from './currentTheme.js';
import { Details } from './details.js';
import { el, setText } from './dom.js';
import { Legend } from './legend.js';
import { Note } from './note.js';
import { createButton, Picker } from './toolkit.js';

const reading: Advice = { text: 'Reading the trace…', lines: [] };
const noChanges: Advice = { text: 'Nothing is known of this order in this zone, or its counts never change in this trace. Choose another order.', lines: [] };

/** One order over the whole trace. */
export class SeriesSection {
  readonly element: HTMLElement;
  private readonly heading = el('h2', { id: 'series-heading' });
  private readonly chart = new CanvasChart<'line', Point[]>('series');
  private readonly note = new Note();
  private readonly legend = new Legend('free', 'reported', 'in-flight');
  private readonly details: Details;
  private readonly steps: HTMLElement;
  private readonly previous: ReturnType<typeof createButton>;
  private readonly along: Picker;
  private readonly next: ReturnType<typeof createButton>;
  private targets: { readonly previous: number | undefined; readonly next: number | undefined } = { previous: undefined, next: undefined };

  constructor(private readonly dispatch: (action: Action) => void) {
    this.details = new Details('Changes', open => dispatch({ type: 'toggle', section: 'changes', open }));
    this.previous = createButton('Previous change', () => this.step(this.targets.previous), { title: 'Go to the line of the last change before the cursor' });
    this.next = createButton('Next change', () => this.step(this.targets.next), { title: 'Go to the line of the first change after the cursor' });
    this.along = new Picker('along', 'Plot by', value => dispatch({ type: 'plotAlong', along: value === 'line' ? 'line' : 'time' }));
    this.steps = el('div', { class: 'steps' }, this.along.element, this.previous, this.next);
    this.element = el('section', { 'aria-labelledby': 'series-heading' },
      el('div', { class: 'figure' },
        el('div', { class: 'heading' }, this.heading, this.legend.element), this.chart.element, this.note.element, this.steps),
      this.details.element);
  }

  render(state: ViewState): void {
    const { content, selection, open, firstChange } = state;
    this.element.hidden = content.kind !== 'trace' || selection === null;
    if (content.kind !== 'trace' || selection === null) return;
    const { counts } = content;
    const series = shownSeries(state);
    const isEmpty = series === undefined || series.lines.length === 0;
    setText(this.heading, `Order ${selection.order} in ${zoneName(selection)}, whole trace`);
    this.note.show(series === undefined ? reading : isEmpty ? noChanges : undefined);
    this.legend.show(!isEmpty, series?.bounds !== undefined);
    this.steps.hidden = isEmpty;
    this.details.element.hidden = isEmpty;
    if (series === undefined || isEmpty) return this.chart.hide();
    const goTo = (line: number): void => this.dispatch({ type: 'goTo', line, focus: true });
    this.chart.show(seriesConfig(series, counts, state.along, currentTheme(), goTo), seriesLabel(selection, series, counts.line));
    this.targets = { previous: changeBeside(series.lines, counts.line, 'previous'), next: changeBeside(series.lines, counts.line, 'next') };
    this.along.element.hidden = !hasTime(series);
    this.along.show([{ value: 'time', text: 'Time' }, { value: 'line', text: 'Line' }], state.along);
    this.previous.disabled = this.targets.previous === undefined;
    this.next.disabled = this.targets.next === undefined;
    this.details.render(open.changes, () => {
      const first = firstRow(series, counts.line, firstChange);
      return [changesTable(series, selection, counts.line, first, goTo), this.pager(first, series.lines.length)];
    });
  }

  private pager(first: number, total: number): HTMLElement {
    const earlier = createButton('Earlier', () => this.dispatch({ type: 'page', firstChange: Math.max(0, first - rowsShown) }));
    const later = createButton('Later', () => this.dispatch({ type: 'page', firstChange: first + rowsShown }));
    earlier.disabled = first === 0;
    later.disabled = first + rowsShown >= total;
    return el('div', { class: 'steps' }, earlier, later);
  }

  /** The keyboard stays on the button, to step on. */
  private step(line: number | undefined): void {
    if (line !== undefined) this.dispatch({ type: 'goTo', line, focus: false });
  }
}
