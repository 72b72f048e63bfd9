/** One part of a trace that is merged: its lines as they are parsed, and when each has its turn. */
import { PendingLine } from '../analysis/pendingLine.js';
import { LF } from '../parse/bytes.js';
import { LineParser } from '../parse/parseLines.js';
import type { ParseState } from '../parse/parseState.js';
import { Columns, LineKind } from '../trace/columns.js';
import type { Names } from '../trace/names.js';
import type { Setting } from '../trace/settings.js';
import { Rows } from './rows.js';

const BLOCK_LINES = 512;
/** Lines without a time that wait for the one behind them. */
const MAX_WAITING = 256;
const noBytes = new Uint8Array(0);

export class Part {
  readonly columns = new Columns(BLOCK_LINES);
  bytes: Uint8Array = noBytes;
  start = 0;
  /** The next line. */
  row = 0;
  /** Lines in front of `row` that have no time of their own and belong to what follows them. */
  readonly waiting = new Rows(MAX_WAITING);
  byteCount = 0;
  events = 0;
  hasEnded = false;
  /** Latest time so far, -1 before the first: a part's lines stay in their order even where its time goes back. */
  sec = -1;
  nsec = -1;

  private readonly parser: LineParser;
  private readonly pending = new PendingLine();
  /** Bytes that were given: those before `end` are whole lines. */
  private chunk: Uint8Array = noBytes;
  private next = 0;
  private end = 0;
  private isPendingWhole = false;

  /** `start`: what is known in front of the first line. */
  constructor(names: Names, private before: ParseState) {
    this.parser = new LineParser(names);
    this.parser.resume(before);
  }

  /** The memory must stay as it is until more is wanted. */
  give(chunk: Uint8Array): void {
    this.byteCount += chunk.length;
    this.chunk = chunk;
    this.end = chunk.lastIndexOf(LF) + 1;
    this.next = 0;
    if (this.pending.isEmpty) return;
    const first = chunk.indexOf(LF) + 1;
    this.pending.add(first === 0 ? chunk : chunk.subarray(0, first));
    this.isPendingWhole = first > 0;
    this.next = first === 0 ? chunk.length : first;
  }

  finish(): void {
    this.hasEnded = true;
    this.isPendingWhole = !this.pending.isEmpty;
  }

  /** Whether `row` is a line; else more bytes are needed, or there are none. */
  hasRow(): boolean {
    if (this.row < this.columns.length) return true;
    if (this.isPendingWhole) {
      this.isPendingWhole = false;
      const line = this.pending.take();
      this.parse(line, 0, line.length);
      return true;
    }
    if (this.next < this.end) {
      this.next = this.parse(this.chunk, this.next, this.end);
      return true;
    }
    if (this.next < this.chunk.length) this.pending.add(this.chunk.subarray(this.next));
    this.chunk = noBytes;
    this.next = this.end = 0;
    return false;
  }

  private parse(bytes: Uint8Array, start: number, end: number): number {
    this.before = this.parser.state;
    this.bytes = bytes;
    this.start = start;
    this.row = 0;
    return this.parser.parse(bytes, start, end, this.columns);
  }

  /** What settings of another part's header mean for the lines of this one; those that are parsed already are parsed again. */
  learn(settings: readonly Setting[]): void {
    const { columns, parser } = this;
    const isParsed = this.row < columns.length;
    if (isParsed) parser.resume(this.before);
    for (const setting of settings) parser.learn(setting);
    if (!isParsed) return;
    const end = this.start + columns.offset[columns.length];
    this.parse(this.bytes, this.start + columns.offset[this.row], end);
  }

  /** The line has no time of its own and stands in front of what it belongs to: lost events, settings, comments. */
  standsBefore(row: number): boolean {
    const { columns } = this;
    if (columns.sec[row] >= 0) return false;
    switch (columns.kind[row]) {
      case LineKind.Blank:
      case LineKind.Comment:
      case LineKind.Header:
      case LineKind.Setting:
      case LineKind.Lost: return true;
      // The rest continues the line before it: a stack, the second half of a broken line.
      default: return this.waiting.length > 0;
    }
  }

  /** No more lines will come. */
  get isOver(): boolean {
    return this.hasEnded && this.waiting.length === 0 && !this.hasRow();
  }

  /** Lets the lines at `row` wait that stand before another. False where the next line is not known yet. */
  settle(): boolean {
    while (this.hasRow()) {
      if (this.waiting.free === 0 || !this.standsBefore(this.row)) return true;
      this.waiting.add(this.columns, this.bytes, this.start, this.row, this.row + 1);
      this.row++;
    }
    return this.hasEnded;
  }

  /** The time of the line is before that of an earlier one. */
  isBack(row: number): boolean {
    const { sec, nsec } = this.columns;
    return sec[row] < this.sec || (sec[row] === this.sec && nsec[row] < this.nsec);
  }

  /** Remembers the time of a line that has had its turn. */
  passed(row: number): void {
    if (this.isBack(row)) return;
    this.sec = this.columns.sec[row];
    this.nsec = this.columns.nsec[row];
  }
}
