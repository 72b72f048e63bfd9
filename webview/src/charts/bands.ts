import type { Chart, ChartType, Plugin } from 'chart.js';
import { isBounded } from '../ranges.js';
import type { Range } from '../ranges.js';

export interface Band { readonly ranges: readonly Range[]; readonly colour: string; readonly width: number; readonly dash: readonly number[] }
/** `xs`: where each row begins; the last one ends at `end`. */
export interface BandsOptions { readonly bands: readonly Band[]; readonly xs: readonly number[]; readonly end: number }

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> { bands?: BandsOptions & Partial<Record<TType, never>> }
}

/** Fills between the bounds of counts that are not determined, and carries a determined count on to where its bounds begin. */
export const bands: Plugin<'line', BandsOptions> = {
  id: 'bands',
  beforeDatasetsDraw(chart, _args, { bands: list, xs, end }) {
    const { ctx, chartArea: { left, top, width, height } } = chart;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    for (const band of list) drawBand(chart, band, xs, end);
    ctx.restore();
  },
};

function drawBand(chart: Chart<'line'>, { ranges, colour, width, dash }: Band, xs: readonly number[], end: number): void {
  const { ctx, chartArea, scales: { x: across, y: up } } = chart;
  if (across === undefined || up === undefined) return;
  const beginOf = (row: number): number => across.getPixelForValue(xs[row] ?? end);
  ctx.strokeStyle = ctx.fillStyle = colour;
  for (let row = 0; row < ranges.length;) {
    const range = ranges[row];
    let next = row + 1;
    if (range !== undefined && isBounded(range)) {
      while (next < ranges.length && isBounded(ranges[next] ?? range)) next++;
      const run = ranges.slice(row, next);
      const steps = (levelOf: (range: Range) => number): [number, number][] => run.flatMap((each, i) => [[beginOf(row + i), levelOf(each)], [beginOf(row + i + 1), levelOf(each)]]);
      const low = steps(each => up.getPixelForValue(each.low ?? 0));
      const high = steps(each => each.high === null ? chartArea.top - 2 : up.getPixelForValue(each.high));
      ctx.globalAlpha = 0.18;
      trace(ctx, [...low, ...high.toReversed()]);
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.lineWidth = 1;
      ctx.setLineDash([2, 3]);
      for (const edge of [low, high]) { trace(ctx, edge); ctx.stroke(); }
    } else if (range !== undefined && range.value !== null && next < ranges.length && ranges[next]?.value === null) {
      const level = up.getPixelForValue(range.value);
      ctx.lineWidth = width;
      ctx.setLineDash([...dash]);
      trace(ctx, [[beginOf(row), level], [beginOf(next), level]]);
      ctx.stroke();
    }
    row = next;
  }
}

function trace(ctx: CanvasRenderingContext2D, points: readonly [number, number][]): void {
  ctx.beginPath();
  points.forEach(([x, y], i) => i === 0 ? ctx.moveTo(x, y) : ctx.lineTo(x, y));
}
