/** Rows of the series of a trace that is read once: they go on when every CPU has shown a later line, and so has not lost events before. */
import type { SeriesRow } from '../api.js';
import { seriesKey } from '../report/seriesRows.js';
import { beginOf, isKnown, unknownRow, type Passage } from './missing.js';

/** More are not held: a CPU may have nothing to say for the rest of the trace. */
const MOST = 100_000;

function note(last: Map<string, SeriesRow>, row: SeriesRow): void {
  if (isKnown(row)) last.set(seriesKey(row), row); else last.delete(seriesKey(row));
}

export class HeldRows {
  private held: SeriesRow[] = [];
  /** The last row of each zone and order (and migratetype), where it is known: of those that have gone on, and of all. */
  private readonly gone = new Map<string, SeriesRow>();
  private last = new Map<string, SeriesRow>();
  /** Rows before this line have gone on. */
  private line = 0;

  constructor(private readonly emit: (row: SeriesRow) => void) {}

  add(row: SeriesRow): void {
    if (!isKnown(row) && !this.last.has(seriesKey(row))) return;
    note(this.last, row);
    this.held.push(row);
  }

  /** What was shown in the passage is not sure. */
  lose(passage: Passage): void {
    const from = Math.max(this.line, beginOf(passage));
    const { held } = this;
    let length = held.length;
    while (length > 0 && held[length - 1].line >= from) length--;
    held.length = length;
    this.last = new Map(this.gone);
    for (const row of held) note(this.last, row);
    for (const row of [...this.last.values()]) this.add(unknownRow(row, from, passage));
  }

  /** Rows before this line (0-based) are sure. */
  release(line: number): void {
    const { held } = this;
    let n = 0;
    while (n < held.length && (held[n].line < line || held.length - n > MOST)) {
      const row = held[n++];
      note(this.gone, row);
      this.line = Math.max(this.line, row.line + 1);
      this.emit(row);
    }
    if (n > 0) held.splice(0, n);
  }
}
