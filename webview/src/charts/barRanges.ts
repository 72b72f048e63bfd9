import { BarElement } from 'chart.js';
import type { Chart, ChartType, Plugin } from 'chart.js';
import { isBounded } from '../ranges.js';
import type { Range } from '../ranges.js';

/** By dataset: its ranges by order, and its colour. */
export interface BarRangesOptions { readonly ranges: readonly (readonly Range[])[]; readonly colours: readonly string[] }

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> { barRanges?: BarRangesOptions & Partial<Record<TType, never>> }
}

/** Height of a box without an upper bound. */
const openHeight = 26;

/** Draws a dashed box over each bar whose count is only bounded, from what it is at least to what it is at most. */
export const barRanges: Plugin<'bar', BarRangesOptions> = {
  id: 'barRanges',
  afterDatasetsDraw(chart, _args, { ranges, colours }) {
    const { ctx } = chart;
    ctx.save();
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 2]);
    ranges.forEach((list, index) => {
      chart.getDatasetMeta(index).data.forEach((element, order) => {
        const range = list[order];
        const box = range === undefined ? undefined : boxOf(chart, range);
        if (!(element instanceof BarElement) || range === undefined || box === undefined) return;
        const { x, width } = element.getProps(['x', 'width'], true);
        if (x === null) return;
        const left = x - width / 2 + 0.5;
        ctx.fillStyle = ctx.strokeStyle = colours[index] ?? '';
        ctx.globalAlpha = 0.15;
        ctx.fillRect(left, box.top, width - 1, box.bottom - box.top);
        ctx.globalAlpha = 1;
        ctx.beginPath();
        ctx.moveTo(left, box.bottom);
        ctx.lineTo(left, box.top);
        if (range.high === null) ctx.moveTo(left + width - 1, box.top);
        else ctx.lineTo(left + width - 1, box.top);
        ctx.lineTo(left + width - 1, box.bottom);
        ctx.stroke();
      });
    });
    ctx.restore();
  },
};

/** Where the box of a bounded count is; open at the top where nothing bounds it there. */
export function boxOf(chart: Chart<'bar'>, range: Range): { readonly top: number; readonly bottom: number } | undefined {
  const scale = chart.scales['y'];
  if (scale === undefined || !isBounded(range)) return undefined;
  const bottom = scale.getPixelForValue(range.low ?? 0);
  return { bottom, top: range.high === null ? bottom - openHeight : scale.getPixelForValue(range.high) };
}
