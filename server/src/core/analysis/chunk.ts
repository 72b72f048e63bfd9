/** A piece of an open document: its text and everything that was found out about it. */
import type { MissingEvents } from '../engine/lost.js';
import { untouched, type Touches } from '../engine/touches.js';
import { initialState } from '../parse/parseState.js';
import { PackedColumns } from '../trace/packedColumns.js';
import { lineOffsets } from './chunkText.js';
import { noFacts, type Facts } from './facts.js';
import type { KeptFolding } from './chunkFolding.js';
import type { RawFinding } from './rawFinding.js';

export interface MissingAt extends MissingEvents { readonly id: number }

/** Line ids are `uid * 4096 + local`, local counted up from 1 for each line that is new. */
export const LOCALS = 4096;

export class Chunk {
  packed = PackedColumns.empty;
  /** Parsed since the text changed. */
  parsed = false;
  /** Absolute line of the first line. */
  start = 0;
  /** Line id of each line. */
  ids: Int32Array;
  nextLocal: number;
  facts: Facts = noFacts();
  /** Its first line is to be compared with the last one of the chunk before. */
  mayRepeatFirst = false;
  /** A line of it proves that the kernel is PREEMPT_RT. */
  provesRt = false;
  /** The parser in front of its lines, and behind them. */
  before = initialState();
  after = this.before;
  /** From the state before the chunk to the state after it. */
  delta: Int32Array = new Int32Array(0);
  /** Words that it only adds to: (address, sum) pairs. */
  sums: Int32Array = new Int32Array(0);
  touches: Touches = untouched;
  findings: RawFinding[] = [];
  /** Lines (their ids) that say that events of a CPU are missing. */
  missing: readonly MissingAt[] = [];
  /** The findings folded by themselves, lines counted from the chunk's first; null where they cannot be. Undefined: not tried yet. */
  folded: KeptFolding | undefined;
  /** `SERIES_ROW` words a row: index of the line, zone << 4 | order, then the counts of `CountsAt` in its order. */
  series: Int32Array = new Int32Array(0);
  /** The words that `series` was read from; one of them is another now. */
  seriesTouches: Touches = untouched;
  seriesStale = false;
  private lines: number[] | undefined;

  constructor(readonly uid: number, public text: string) {
    const n = this.lineCount;
    this.ids = new Int32Array(n);
    for (let i = 0; i < n; i++) this.ids[i] = uid * LOCALS + i + 1;
    this.nextLocal = n + 1;
  }

  get offsets(): readonly number[] {
    return this.lines ??= lineOffsets(this.text);
  }

  get lineCount(): number {
    return this.offsets.length - 1;
  }

  lineText(i: number): string {
    const { offsets, text } = this;
    const end = offsets[i + 1];
    return text.slice(offsets[i], text.charCodeAt(end - 1) === 10 ? end - 1 : end);
  }

  /**
   * New text, of which the first `head` and the last `tail` lines are the old ones: these keep their ids.
   * False where the ids are used up: the chunk must be made anew.
   */
  replace(text: string, head: number, tail: number): boolean {
    const old = this.ids;
    const offsets = lineOffsets(text);
    const n = offsets.length - 1;
    const fresh = n - head - tail;
    if (this.nextLocal + fresh >= LOCALS) return false;
    const ids = new Int32Array(n);
    ids.set(old.subarray(0, head));
    for (let i = 0; i < fresh; i++) ids[head + i] = this.uid * LOCALS + this.nextLocal++;
    ids.set(old.subarray(old.length - tail), n - tail);
    this.text = text;
    this.parsed = false;
    this.lines = offsets;
    this.ids = ids;
    return true;
  }

  /** Index of the line with this id, -1 where it is gone. */
  indexOf(id: number): number {
    const guess = (id % LOCALS) - 1;
    return this.ids[guess] === id ? guess : this.ids.indexOf(id);
  }
}
