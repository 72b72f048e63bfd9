/**
 * Where the machine has been along a trace that is read once: checkpoints, from which any state can be had again. Between
 * neighbours lies a delta (see recorder.ts), and some have a copy of the words, so that far is not slow.
 */
import { applyDelta, mergeDeltas, Recorder } from './recorder.js';
import type { Store } from './store.js';

/** Lines from one checkpoint to the next at least; twice as many whenever there is no room for more. */
const FIRST_SPACING = 8192;
/** Words of all deltas, and of all copies. */
const MAX_DELTA_WORDS = 24 << 20;
const MAX_COPY_WORDS = 16 << 20;
const MAX_COPIES = 16;
/** Going through a delta costs that much more, word by word, than copying a state. */
const DELTA_COST = 4;

/** The words at a checkpoint, without those of owners; `used` words were in use. */
interface Copy { readonly used: number; readonly words: Int32Array }

/** The machine stands behind `line` lines, which are `byte` bytes. */
export interface Checkpoint { readonly line: number; readonly byte: number }

export interface TimelineLimits { readonly spacing: number; readonly deltaWords: number; readonly copyWords: number }

export class Timeline {
  private readonly recorder: Recorder;
  private points: Checkpoint[] = [{ line: 0, byte: 0 }];
  /** From each checkpoint to the next. */
  private deltas: Int32Array[] = [];
  /** Words up to each checkpoint of all deltas together. */
  private sums: number[] = [0];
  private copies = new Map<number, Copy>();
  private copyEvery = 1;
  private spacing: number;
  /** The checkpoint that the machine stands at; undefined: it goes on with the trace. */
  private at: number | undefined;

  constructor(private readonly store: Store, private readonly limits: TimelineLimits = { spacing: FIRST_SPACING, deltaWords: MAX_DELTA_WORDS, copyWords: MAX_COPY_WORDS }) {
    this.spacing = limits.spacing;
    store.ownersAre = 'apart';
    this.copies.set(0, this.copyNow());
    this.recorder = new Recorder(store);
    this.recorder.begin();
  }

  /** Lines up to the last checkpoint. */
  private get last(): Checkpoint {
    return this.points[this.points.length - 1];
  }

  /** The machine has gone on to here; whether this becomes a checkpoint is decided here. */
  advance(line: number, byte: number): void {
    if (line - this.last.line >= this.spacing) this.close(line, byte);
  }

  /** Ends the recording at this place, where the machine stands. */
  private close(line: number, byte: number): void {
    const delta = this.recorder.end();
    if (line === this.last.line) {
      // Nothing was stepped.
      this.recorder.begin();
      return;
    }
    const n = this.points.length;
    const before = n > 1 ? this.points[n - 2].line : 0;
    if (n > 1 && line - before <= this.spacing) {
      this.points[n - 1] = { line, byte };
      this.deltas[n - 2] = mergeDeltas(this.deltas[n - 2], delta);
      this.copies.delete(n - 1);
    } else {
      this.points.push({ line, byte });
      this.deltas.push(delta);
    }
    this.sum(this.deltas.length - 1);
    while (this.sums[this.sums.length - 1] > this.limits.deltaWords && this.points.length > 2) this.thin();
    this.copy(this.points.length - 1);
    this.recorder.begin();
  }

  private sum(from: number): void {
    this.sums.length = from + 1;
    for (let i = from; i < this.deltas.length; i++) this.sums.push(this.sums[i] + this.deltas[i].length);
  }

  /** Half as many checkpoints. */
  private thin(): void {
    const { points, deltas, copies } = this;
    this.spacing *= 2;
    this.points = points.filter((_, k) => k % 2 === 0 || k === points.length - 1);
    this.deltas = [];
    for (let k = 0; k < deltas.length; k += 2) this.deltas.push(k + 1 < deltas.length ? mergeDeltas(deltas[k], deltas[k + 1]) : deltas[k]);
    this.copies = new Map();
    for (const [k, copy] of copies) if (k % 2 === 0) this.copies.set(k / 2, copy);
    this.copyEvery = Math.max(1, this.copyEvery / 2);
    this.sum(0);
  }

  private copy(k: number): void {
    if (k % this.copyEvery !== 0) return;
    const most = Math.min(MAX_COPIES, Math.floor(this.limits.copyWords / this.stateWords));
    if (most === 0) {
      for (const known of this.copies.keys()) if (known !== 0) this.copies.delete(known);
      return;
    }
    // The first one is nearly empty.
    if (this.copies.size > most) {
      this.copyEvery *= 2;
      for (const known of this.copies.keys()) if (known % this.copyEvery !== 0) this.copies.delete(known);
    }
    if (this.copies.size <= most && k % this.copyEvery === 0) this.copies.set(k, this.copyNow());
  }

  /** Words of a copy. */
  private get stateWords(): number {
    const { bases, size } = this.store.ownerBlocks;
    return this.store.wordsUsed - bases.length * size;
  }

  /** Calls `take` for each range of words between those of owners, which are no part of a state here. */
  private ranges(from: number, to: number, take: (from: number, to: number) => void): void {
    const { bases, size } = this.store.ownerBlocks;
    let at = from;
    for (const base of bases) {
      if (base >= to) break;
      if (base > at) take(at, base);
      at = Math.max(at, base + size);
    }
    if (to > at) take(at, to);
  }

  private copyNow(): Copy {
    const { memory, wordsUsed } = this.store;
    const words = new Int32Array(this.stateWords);
    let n = 0;
    this.ranges(0, wordsUsed, (from, to) => {
      words.set(memory.subarray(from, to), n);
      n += to - from;
    });
    return { used: wordsUsed, words };
  }

  private putBack({ used, words }: Copy): void {
    const { memory, wordsUsed } = this.store;
    let n = 0;
    this.ranges(0, used, (from, to) => {
      memory.set(words.subarray(n, n + to - from), from);
      n += to - from;
    });
    this.ranges(used, wordsUsed, (from, to) => { memory.fill(0, from, to); });
  }

  /**
   * Moves the machine to the last checkpoint at or before `line` lines. `here` is where the machine stands now while it goes on
   * with the trace. Whatever is stepped from there must be between `begin` and `undo` of `excursion`.
   */
  private moveTo(line: number, here: Checkpoint): number {
    if (this.at === undefined) {
      this.close(here.line, here.byte);
      this.recorder.end();
      this.at = this.points.length - 1;
    }
    const wanted = this.indexAt(line);
    this.travel(wanted);
    return wanted;
  }

  private travel(wanted: number): void {
    const { at = 0, sums, store } = this;
    let from = at;
    let least = DELTA_COST * Math.abs(sums[wanted] - sums[at]);
    let copied: Copy | undefined;
    for (const [k, copy] of this.copies) {
      const cost = this.stateWords + DELTA_COST * Math.abs(sums[wanted] - sums[k]);
      if (cost < least) { least = cost; from = k; copied = copy; }
    }
    if (copied !== undefined) this.putBack(copied);
    while (from > wanted) applyDelta(store, this.deltas[--from]);
    while (from < wanted) applyDelta(store, this.deltas[from++]);
    this.at = wanted;
  }

  /** Index of the last checkpoint at or before `line` lines. */
  private indexAt(line: number): number {
    let low = 0;
    let high = this.points.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.points[middle].line <= line) low = middle; else high = middle - 1;
    }
    return low;
  }

  /** Where a stretch of the trace that contains `line` begins and, as far as is known, ends. */
  stretch(line: number): { readonly from: Checkpoint; readonly to: Checkpoint | undefined } {
    const k = this.indexAt(line);
    return { from: this.points[k], to: this.points[k + 1] };
  }

  /** Has the machine stand at the checkpoint before `line` lines while `use` steps it on from there; of owners of pages nothing is known. */
  excursion<T>(line: number, here: Checkpoint, use: (from: Checkpoint) => T): T {
    const k = this.moveTo(line, here);
    return this.undone('frozen', () => use(this.points[k]));
  }

  /** Has the machine stand behind all lines so far while `use` steps it on. */
  ahead<T>(here: Checkpoint, use: () => T): T {
    this.moveTo(here.line, here);
    return this.undone('state', use);
  }

  private undone<T>(owners: Store['ownersAre'], use: () => T): T {
    const { store, recorder } = this;
    store.ownersAre = owners;
    recorder.begin();
    try {
      return use();
    } finally {
      applyDelta(store, recorder.end());
      store.ownersAre = 'apart';
    }
  }

  /** The machine goes on with the trace again. */
  home(): void {
    if (this.at === undefined) return;
    this.travel(this.points.length - 1);
    this.at = undefined;
    this.recorder.begin();
  }
}
