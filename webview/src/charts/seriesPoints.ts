import type { SeriesResult } from '../../../server/src/protocol/messages.js';
import type { Along } from '../model.js';

export interface XAxis {
  readonly title: string;
  /** x of each row, never falling. */
  readonly xs: readonly number[];
  /** Where the trace ends. */
  readonly end: number;
  /** x of a line that need not have a row. */
  readonly xOf: (line: number, timeNs: string | null) => number | undefined;
}

const units = [{ name: 's', ns: 1e9 }, { name: 'ms', ns: 1e6 }, { name: 'µs', ns: 1e3 }, { name: 'ns', ns: 1 }] as const;

/** False where the trace's clock is not one of time. */
export function hasTime({ firstTimeNs, offsetsNs }: SeriesResult): boolean {
  return firstTimeNs !== null && offsetsNs.some(offset => offset !== null);
}

/** Along time where that is wanted and the trace's clock is one, along the lines where not. */
export function xAxisOf(series: SeriesResult, lineCount: number, along: Along): XAxis {
  const { offsetsNs, lines, firstTimeNs, lastOffsetNs } = series;
  if (firstTimeNs === null || along === 'line' || !hasTime(series)) {
    return { title: 'line', xs: lines.map(line => line + 1), end: lineCount, xOf: line => line + 1 };
  }
  // Lines of different CPUs can stand out of order by their time; a chart's x may not go back. Rows of lines without a time, such as
  // settings at the top, stand with the row before them.
  let latest = 0;
  const rising = offsetsNs.map(offset => latest = Math.max(latest, offset ?? 0));
  const end = Math.max(latest, lastOffsetNs ?? 0);
  const unit = units.find(({ ns }) => end >= 2 * ns) ?? units[3];
  return {
    title: `time since the first event (${unit.name})`,
    xs: rising.map(offset => offset / unit.ns),
    end: end / unit.ns,
    xOf: (_line, timeNs) => timeNs === null || !/^\d+$/.test(timeNs) ? undefined : Number(BigInt(timeNs) - BigInt(firstTimeNs)) / unit.ns,
  };
}

export interface Point { x: number; y: number }

/** A count holds until the next change, so the last one reaches to the end. Unknown counts leave a gap. */
export function pointsOf(values: readonly (number | null)[], { xs, end }: XAxis): Point[] {
  const points = values.map((value, row): Point => ({ x: xs[row] ?? 0, y: value ?? Number.NaN }));
  const last = points.at(-1);
  if (last !== undefined && last.x < end) points.push({ x: end, y: last.y });
  return points;
}
