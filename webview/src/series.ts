import type { SeriesResult } from '../../server/src/protocol/messages.js';

/** Index of the row whose values hold at `line`, or -1 before the first. */
export function rowAt(lines: readonly number[], line: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle] ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The line of the nearest change before or after `line`. */
export function changeBeside(lines: readonly number[], line: number, direction: 'previous' | 'next'): number | undefined {
  if (direction === 'next') return lines[rowAt(lines, line) + 1];
  const at = rowAt(lines, line - 1);
  return at < 0 ? undefined : lines[at];
}

/** Absolute time of a row in nanoseconds; null where the trace's clock is not one of time. */
export function timeOf({ firstTimeNs, offsetsNs }: SeriesResult, row: number): string | null {
  const offset = offsetsNs[row];
  if (firstTimeNs === null || offset === null || offset === undefined) return null;
  return (BigInt(firstTimeNs) + BigInt(Math.round(offset))).toString();
}
