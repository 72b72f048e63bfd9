import { tokensOf } from './tokens.js';

export interface Range { readonly start: number; readonly end: number; readonly kind: string }
/** A run of text with the classes that it has. */
export interface Segment { readonly text: string; readonly classes: readonly string[] }

/** The line cut where a token, a mark or a place of the search begins or ends. */
export function segmentsOf(line: string, marks: readonly Range[]): readonly Segment[] {
  const ranges: readonly Range[] = [...tokensOf(line), ...marks];
  const cuts = new Set([0, line.length]);
  for (const { start, end } of ranges) {
    cuts.add(Math.min(start, line.length));
    cuts.add(Math.min(end, line.length));
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => ({
    text: line.slice(start, sorted[i + 1]),
    classes: [...new Set(ranges.filter(range => range.start <= start && range.end > start).map(({ kind }) => kind))],
  }));
}
