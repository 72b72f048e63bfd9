import type { SeriesRow } from '../api.js';

/** A row and its place among all that came. */
interface Placed { readonly row: SeriesRow; readonly at: number }

/** A count that is only bounded moves by its bounds. */
const values: readonly ((row: SeriesRow) => number | null)[] = [
  (row) => row.bounds === undefined ? row.nrFree : row.bounds.nrFreeAtLeast,
  (row) => row.bounds === undefined ? row.nrFree : row.bounds.nrFreeAtMost,
  (row) => row.bounds === undefined ? row.reported : row.bounds.reportedAtLeast,
  (row) => row.bounds === undefined ? row.reported : row.bounds.reportedAtMost,
];
/** `extremes` of more rows than this costs less memory than the rows. */
const openRows = 64;

/** Highest and lowest row of each value, and the first where a value is not determined: a gap must stay visible. */
function extremes(rows: readonly Placed[]): Placed[] {
  const kept = new Set<Placed>();
  for (const value of values) {
    let low: Placed | undefined;
    let high: Placed | undefined;
    let lowest = Infinity;
    let highest = -Infinity;
    for (const placed of rows) {
      const now = value(placed.row);
      if (now === null) continue;
      if (now < lowest) { low = placed; lowest = now; }
      if (now > highest) { high = placed; highest = now; }
    }
    if (high !== undefined) kept.add(high);
    if (low !== undefined) kept.add(low);
  }
  const gap = rows.find(({ row }) => values.some((value) => value(row) === null));
  if (gap !== undefined) kept.add(gap);
  return [...kept];
}

/**
 * Thins the rows of one zone and order to at most `points` while they arrive, in memory of that size: neighbouring
 * buckets are merged whenever too many rows are kept, and a merge loses no minimum and no maximum.
 */
export class SeriesThinner {
  private buckets: Placed[][] = [];
  private open: Placed[] = [];
  private openCount = 0;
  /** Rows that a bucket stands for. */
  private width = 1;
  private kept = 0;
  private first: Placed | undefined;
  private last: Placed | undefined;
  private count = 0;

  constructor(private readonly points: number) {}

  add(row: SeriesRow): void {
    const placed: Placed = { row, at: this.count++ };
    this.first ??= placed;
    this.last = placed;
    this.open.push(placed);
    if (++this.openCount >= this.width) {
      this.close();
      // Twice the wish, so that merging is rare.
      while (this.kept > 2 * this.points && this.buckets.length > 1) this.merge();
    } else if (this.open.length > openRows) {
      this.open = extremes(this.open);
    }
  }

  /** The same rows, to be thinned to other `points` and to be added to. */
  copy(points: number): SeriesThinner {
    const to = new SeriesThinner(points);
    to.buckets = [...this.buckets];
    to.open = [...this.open];
    to.openCount = this.openCount;
    to.width = this.width;
    to.kept = this.kept;
    to.first = this.first;
    to.last = this.last;
    to.count = this.count;
    return to;
  }

  rows(): SeriesRow[] {
    if (this.openCount > 0) this.close();
    if (this.first === undefined || this.last === undefined) return [];
    if (this.width > 1 || this.kept > this.points) {
      while (this.kept > this.points - 2 && this.buckets.length > 1) this.merge();
    }
    // In order of need: the last row is the value that holds to the end of the trace.
    const wanted = new Set([this.last, ...this.buckets.flat(), this.first]);
    return [...wanted].slice(0, this.points).sort((a, b) => a.at - b.at).map(({ row }) => row);
  }

  private close(): void {
    const rows = extremes(this.open);
    this.buckets.push(rows);
    this.kept += rows.length;
    this.open = [];
    this.openCount = 0;
  }

  private merge(): void {
    const merged: Placed[][] = [];
    this.kept = 0;
    for (let i = 0; i < this.buckets.length; i += 2) {
      const rows = extremes([...this.buckets[i], ...(this.buckets[i + 1] ?? [])].sort((a, b) => a.at - b.at));
      merged.push(rows);
      this.kept += rows.length;
    }
    this.buckets = merged;
    this.width *= 2;
  }
}
