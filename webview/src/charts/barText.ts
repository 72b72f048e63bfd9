import { BarElement } from 'chart.js';
import type { Chart, ChartType, Plugin } from 'chart.js';

export interface BarTextOptions { readonly colour: string; readonly mutedColour: string; readonly family: string; readonly size: number }

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> { barText?: BarTextOptions & Partial<Record<TType, never>> }
}

/** Writes the count over each bar that is wide enough for it, and a question mark where a count is unknown. */
export const barText: Plugin<'bar', BarTextOptions> = {
  id: 'barText',
  afterDatasetsDraw(chart, _args, { colour, mutedColour, family, size }) {
    const { ctx } = chart;
    ctx.save();
    ctx.font = `${size}px ${family}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'bottom';
    for (const { text, x, y, width, isUnknown } of labelsOf(chart)) {
      if (!isUnknown && ctx.measureText(text).width > width + 12) continue;
      ctx.fillStyle = isUnknown ? mutedColour : colour;
      ctx.fillText(text, x, y - 2);
    }
    ctx.restore();
  },
};

interface Label { readonly text: string; readonly x: number; readonly y: number; readonly width: number; readonly isUnknown: boolean }

function labelsOf(chart: Chart<'bar'>): Label[] {
  const bottom = chart.chartArea.bottom;
  return chart.data.datasets.flatMap((dataset, index) => chart.getDatasetMeta(index).data.flatMap((element, order): Label[] => {
    if (!(element instanceof BarElement)) return [];
    const value = dataset.data[order];
    const { x, y, width } = element.getProps(['x', 'y', 'width'], true);
    if (x === null || y === null) return [];
    return [typeof value === 'number'
      ? { text: String(value), x, y, width, isUnknown: false }
      : { text: '?', x, y: bottom, width, isUnknown: true }];
  }));
}
