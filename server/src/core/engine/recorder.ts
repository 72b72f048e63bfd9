/**
 * What a run of lines changes in the store, as (address, old xor new) pairs: the same list leads from the state before
 * the run to the state after it, and back, in any order. And which words it has looked at.
 */
import type { Store } from './store.js';
import { Touches } from './touches.js';

export class Recorder {
  /** Bits by address: the word was read or set, not only added to; its old value stands in the log. */
  private marks = new Int32Array(0);
  private logged = new Int32Array(0);
  private addresses = new Int32Array(1024);
  private olds = new Int32Array(1024);
  private length = 0;
  private horizon = Infinity;

  /** `reads`: words that are only read are recorded too, for `touches`. */
  constructor(private readonly store: Store, private readonly reads = false) {}

  reset(): void {
    for (let i = 0; i < this.length; i++) {
      this.marks[this.addresses[i] >>> 5] = 0;
      this.logged[this.addresses[i] >>> 5] = 0;
    }
    this.length = 0;
    this.horizon = Infinity;
  }

  begin(): void {
    this.reset();
    this.store.recorder = this;
    if (this.reads) this.store.reader = this;
  }

  /** The word is read or written; `value` is the one that it has still. */
  note(address: number, value: number): void {
    const at = address >>> 5;
    if (at >= this.marks.length) this.growMarks(at);
    const marks = this.marks[at];
    const bit = 1 << (address & 31);
    if ((marks & bit) !== 0) return;
    this.marks[at] = marks | bit;
    this.log(at, bit, address, value);
  }

  /** The word is added to, whatever it is. */
  noteAdd(address: number, value: number): void {
    const at = address >>> 5;
    if (at >= this.marks.length) this.growMarks(at);
    this.log(at, 1 << (address & 31), address, value);
  }

  private log(at: number, bit: number, address: number, value: number): void {
    if ((this.logged[at] & bit) !== 0) return;
    this.logged[at] |= bit;
    if (this.length === this.addresses.length) this.growLog();
    this.addresses[this.length] = address;
    this.olds[this.length++] = value;
  }

  /** The run has asked what there is, when `used` words were in use. */
  listed(used: number): void {
    this.horizon = Math.min(this.horizon, used);
  }

  private growMarks(at: number): void {
    const length = Math.max(this.store.memory.length >>> 5, at + 1);
    this.marks = longer(this.marks, length);
    this.logged = longer(this.logged, length);
  }

  private growLog(): void {
    this.addresses = longer(this.addresses, this.length * 2);
    this.olds = longer(this.olds, this.length * 2);
  }

  private isMarked(address: number): boolean {
    return (this.marks[address >>> 5] & (1 << (address & 31))) !== 0;
  }

  /** Ends the recording; words that came back to their old value are left out. With `reads`, those that were only added to are in `sums`. */
  end(): Int32Array {
    this.store.recorder = undefined;
    this.store.reader = undefined;
    const words = this.store.memory;
    const { addresses, olds } = this;
    let changed = 0;
    for (let i = 0; i < this.length; i++) if (olds[i] !== words[addresses[i]] && this.isMarked(addresses[i])) changed++;
    const delta = new Int32Array(changed * 2);
    let n = 0;
    for (let i = 0; i < this.length; i++) {
      const change = olds[i] ^ words[addresses[i]];
      if (change === 0 || !this.isMarked(addresses[i])) continue;
      delta[n++] = addresses[i];
      delta[n++] = change;
    }
    return delta;
  }

  /** Of the recording that has ended last: words that were only added to, as (address, sum) pairs. */
  sums(): Int32Array {
    const words = this.store.memory;
    const sums: number[] = [];
    for (let i = 0; i < this.length; i++) {
      const address = this.addresses[i];
      if (!this.isMarked(address) && words[address] !== this.olds[i]) sums.push(address, words[address] - this.olds[i]);
    }
    return new Int32Array(sums);
  }

  /** Of the recording that has ended last. */
  touches(): Touches {
    return new Touches(this.addresses.slice(0, this.length).filter(address => this.isMarked(address)), this.horizon);
  }
}

function longer(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(array);
  return copy;
}

/** What a run changes: words by xor, and words that it only adds to. */
export interface StateChange {
  readonly delta: Int32Array;
  readonly sums: Int32Array;
}

/** Goes over a run, `direction` 1 forwards or -1 backwards. Nothing must be recording. */
export function applyChange(store: Store, { delta, sums }: StateChange, direction: 1 | -1): void {
  applyDelta(store, delta);
  const words = store.memory;
  for (let i = 0; i < sums.length; i += 2) words[sums[i]] += direction * sums[i + 1];
}

/** Goes from one side of the run to the other. Nothing must be recording. */
export function applyDelta(store: Store, delta: Int32Array): void {
  const words = store.memory;
  for (let i = 0; i < delta.length; i += 2) words[delta[i]] ^= delta[i + 1];
}

/** From the state before the first run to the state after the second, which follows it. */
export function mergeDeltas(first: Int32Array, second: Int32Array): Int32Array {
  const [few, many] = first.length < second.length ? [first, second] : [second, first];
  let size = 16;
  while (size < few.length) size *= 2;
  // Open addressing: place in `few` plus 1, by address.
  const places = new Int32Array(size);
  const start = (address: number): number => Math.imul(address, 0x9e3779b1) >>> 0 & (size - 1);
  for (let i = 0; i < few.length; i += 2) {
    let at = start(few[i]);
    while (places[at] !== 0) at = (at + 1) & (size - 1);
    places[at] = i + 1;
  }
  const merged = new Int32Array(first.length + second.length);
  const rest = few.slice();
  let n = 0;
  for (let i = 0; i < many.length; i += 2) {
    let at = start(many[i]);
    while (places[at] !== 0 && few[places[at] - 1] !== many[i]) at = (at + 1) & (size - 1);
    const place = places[at];
    const change = place === 0 ? many[i + 1] : many[i + 1] ^ few[place];
    if (place !== 0) rest[place] = 0;
    if (change === 0) continue;
    merged[n++] = many[i];
    merged[n++] = change;
  }
  for (let i = 0; i < rest.length; i += 2) {
    if (rest[i + 1] === 0) continue;
    merged[n++] = rest[i];
    merged[n++] = rest[i + 1];
  }
  return merged.slice(0, n);
}

/** The difference between an old and a new run at the same place: empty means that they have met. */
export class Difference {
  private words = new Int32Array(0);
  /** Addresses of the words that differ, and of some that no longer do. */
  private touched: number[] = [];
  /** Words that differ. */
  count = 0;

  private flip(address: number, change: number): void {
    if (address >= this.words.length) this.grow(address);
    const before = this.words[address];
    const after = before ^ change;
    this.words[address] = after;
    if (before === 0 && after !== 0) { this.count++; this.touched.push(address); } else if (before !== 0 && after === 0) this.count--;
  }

  /** One of the two runs goes on by words that it sets. */
  add(delta: Int32Array): void {
    for (let i = 0; i < delta.length; i += 2) this.flip(delta[i], delta[i + 1]);
  }

  /** The old run goes on; `memory` is the new run's. */
  addOldSums(sums: Int32Array, memory: Int32Array): void {
    for (let i = 0; i < sums.length; i += 2) {
      const old = memory[sums[i]] ^ this.at(sums[i]);
      this.flip(sums[i], old ^ (old + sums[i + 1]));
    }
  }

  /** The new run has gone on; `memory` is what it has come to. */
  addNewSums(sums: Int32Array, memory: Int32Array): void {
    for (let i = 0; i < sums.length; i += 2) {
      const now = memory[sums[i]];
      this.flip(sums[i], (now - sums[i + 1]) ^ now);
    }
  }

  private at(address: number): number {
    return address < this.words.length ? this.words[address] : 0;
  }

  /** Has the run touched a word that differs? */
  meets(run: Touches): boolean {
    if (this.touched.length > 2 * this.count + 16) this.touched = [...new Set(this.touched)].filter(address => this.words[address] !== 0);
    for (const address of this.touched) if (this.words[address] !== 0 && run.has(address)) return true;
    return false;
  }

  private grow(address: number): void {
    const words = new Int32Array(Math.max(this.words.length * 2, address + 1, 1 << 16));
    words.set(this.words);
    this.words = words;
  }

  clear(): void {
    for (const address of this.touched) this.words[address] = 0;
    this.touched.length = 0;
    this.count = 0;
  }
}
