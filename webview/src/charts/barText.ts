import { BarElement } from 'chart.js';
import type { Chart, ChartType, Plugin } from 'chart.js';
import type { Range } from '../ranges.js';
import { rangeSigns } from '../text.js';
import { boxOf } from './barRanges.js';

/** `ranges`: by dataset, then by order. */
export interface BarTextOptions { readonly ranges: readonly (readonly Range[])[]; readonly colour: string; readonly mutedColour: string; readonly family: string; readonly size: number }

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> { barText?: BarTextOptions & Partial<Record<TType, never>> }
}

/** Writes the count over each bar that is wide enough for it, its bounds where it is not determined, and a question mark where nothing is known. */
export const barText: Plugin<'bar', BarTextOptions> = {
  id: 'barText',
  afterDatasetsDraw(chart, _args, { ranges, colour, mutedColour, family, size }) {
    const { ctx } = chart;
    ctx.save();
    ctx.font = `${size}px ${family}`;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'bottom';
    for (const { texts, x, y, width, isExact, isUnknown } of labelsOf(chart, ranges)) {
      // A number may stand out a little, signs would run into the next bar's.
      const room = width + (isExact ? 12 : 2);
      const text = texts.find(each => isUnknown || ctx.measureText(each).width <= room);
      if (text === undefined) continue;
      ctx.fillStyle = isUnknown ? mutedColour : colour;
      ctx.fillText(text, x, y - 2);
    }
    ctx.restore();
  },
};

/** The first of the texts that fits is written. */
interface Label { readonly texts: readonly string[]; readonly x: number; readonly y: number; readonly width: number; readonly isExact: boolean; readonly isUnknown: boolean }

function labelsOf(chart: Chart<'bar'>, ranges: readonly (readonly Range[])[]): Label[] {
  const bottom = chart.chartArea.bottom;
  return chart.data.datasets.flatMap((_, index) => chart.getDatasetMeta(index).data.flatMap((element, order): Label[] => {
    const range = ranges[index]?.[order];
    if (!(element instanceof BarElement) || range === undefined) return [];
    const { x, width } = element.getProps(['x', 'width'], true);
    if (x === null) return [];
    const top = boxOf(chart, range)?.top ?? (range.value === null ? bottom : chart.scales['y']?.getPixelForValue(range.value) ?? bottom);
    return [{ texts: rangeSigns(range), x, y: top, width, isExact: range.value !== null, isUnknown: range.low === null && range.high === null }];
  }));
}
