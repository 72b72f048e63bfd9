import type { ChartType, Plugin } from 'chart.js';

export interface CursorLineOptions { readonly x: number | null; readonly colour: string }

declare module 'chart.js' {
  interface PluginOptionsByType<TType extends ChartType> { cursorLine?: CursorLineOptions & Partial<Record<TType, never>> }
}

/** Marks where the editor's cursor is. */
export const cursorLine: Plugin<'line', CursorLineOptions> = {
  id: 'cursorLine',
  afterDatasetsDraw({ ctx, chartArea, scales }, _args, { x, colour }) {
    const scale = scales['x'];
    if (x === null || scale === undefined) return;
    // A cursor before the first or after the last event is marked at the edge.
    const at = Math.min(Math.max(scale.getPixelForValue(x), chartArea.left), chartArea.right);
    ctx.save();
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.lineWidth = 1;
    ctx.setLineDash([3, 3]);
    ctx.beginPath();
    ctx.moveTo(at, chartArea.top);
    ctx.lineTo(at, chartArea.bottom);
    ctx.stroke();
    ctx.beginPath();
    ctx.moveTo(at - 5, chartArea.top - 6);
    ctx.lineTo(at + 5, chartArea.top - 6);
    ctx.lineTo(at, chartArea.top + 1);
    ctx.fill();
    ctx.restore();
  },
};
