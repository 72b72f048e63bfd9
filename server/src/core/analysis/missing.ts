/** Passages of a trace in which events of a CPU are missing: what the other lines there show of all CPUs is not sure. */
import type { MissingPassage, SeriesRow } from '../api.js';
import type { MissingEvents } from '../engine/lost.js';
import { noCounts, seriesRow } from './series.js';
import { timeText } from './timeText.js';

/** Neither the CPU's last line before, at this time, nor the line that says that events are missing belongs to it. `sec` -1: not known. */
export interface Passage extends MissingPassage { readonly sec: number; readonly nsec: number }

/** `lineOf`: 0-based line of a line id; `id`: of the line that says so. */
export const passageOf = ({ cpu, sinceId, sec, nsec }: MissingEvents, id: number, lineOf: (id: number) => number): Passage =>
  ({ cpu, after: sinceId === 0 ? null : lineOf(sinceId), before: lineOf(id), sec, nsec });

/** Its first line. */
export const beginOf = ({ after }: MissingPassage): number => (after === null ? 0 : after + 1);

export class MissingLines {
  /** Bounds of passages that do not overlap: first line, line behind the last; 0-based, in order. */
  private readonly bounds: number[] = [];
  /** That begin with each first line. */
  private readonly first: Passage[] = [];

  constructor(private readonly passages: readonly Passage[]) {
    const sorted = passages.filter(passage => beginOf(passage) < passage.before).sort((a, b) => beginOf(a) - beginOf(b));
    for (const passage of sorted) {
      const [from, to] = [beginOf(passage), passage.before];
      const last = this.bounds.length - 1;
      if (last > 0 && from <= this.bounds[last]) this.bounds[last] = Math.max(this.bounds[last], to);
      else {
        this.bounds.push(from, to);
        this.first.push(passage);
      }
    }
  }

  /** How many bounds are at the line or before: odd inside a passage. */
  private upTo(line: number): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.bounds[middle] <= line) low = middle + 1; else high = middle;
    }
    return low;
  }

  has(line: number): boolean {
    return this.upTo(line) % 2 === 1;
  }

  /** Of the lines from `first` to `last`: 'none' are in a passage, 'some', or 'all' in one. */
  share(first: number, last: number): 'none' | 'some' | 'all' {
    const upTo = this.upTo(first);
    if (upTo !== this.upTo(last)) return 'some';
    return upTo % 2 === 1 ? 'all' : 'none';
  }

  /** Those that the line lies in. */
  at(line: number): readonly Passage[] {
    return this.has(line) ? this.passages.filter(passage => beginOf(passage) <= line && line < passage.before) : [];
  }

  /** The rows of one zone and order without what is not sure. */
  sure(rows: readonly SeriesRow[]): readonly SeriesRow[] {
    if (this.bounds.length === 0) return rows;
    const sure: SeriesRow[] = [];
    let next = 0;
    for (let k = 0; k <= this.first.length; k++) {
      const [from, to] = k < this.first.length ? [this.bounds[2 * k], this.bounds[2 * k + 1]] : [Infinity, Infinity];
      while (next < rows.length && rows[next].line < from) sure.push(rows[next++]);
      const last = sure.at(-1);
      if (last !== undefined && isKnown(last) && from < Infinity) sure.push(unknownRow(last, from, this.first[k]));
      while (next < rows.length && rows[next].line < to) next++;
    }
    return sure.filter((row, i) => i === 0 || isKnown(row) || isKnown(sure[i - 1]));
  }
}

export const isKnown = ({ nrFree, reported, inFlight, bounds }: SeriesRow): boolean =>
  nrFree !== null || reported !== null || inFlight !== null || bounds !== undefined;

/** From this line on nothing is known of what the row counts. */
export const unknownRow = ({ zone, node, order, migratetype }: SeriesRow, line: number, { sec, nsec }: Passage): SeriesRow =>
  ({ ...seriesRow(noCounts(), line, timeText(sec, nsec), zone, node, order), ...(migratetype === undefined ? {} : { migratetype }) });
