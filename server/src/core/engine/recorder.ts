/**
 * What a run of lines changes in the store, as (address, old xor new) pairs: the same list leads from the state before
 * the run to the state after it, and back, in any order.
 */
import type { Store } from './store.js';

export class Recorder {
  /** By address: the number of the recording that has its old value. */
  private marks = new Int32Array(0);
  private number = 0;
  private addresses = new Int32Array(1024);
  private olds = new Int32Array(1024);
  private length = 0;

  constructor(private readonly store: Store) {}

  begin(): void {
    this.number++;
    this.length = 0;
    this.store.onWrite = (address, old) => { this.note(address, old); };
  }

  private note(address: number, old: number): void {
    if (address >= this.marks.length) this.growMarks(address);
    if (this.marks[address] === this.number) return;
    this.marks[address] = this.number;
    if (this.length === this.addresses.length) this.growLog();
    this.addresses[this.length] = address;
    this.olds[this.length++] = old;
  }

  private growMarks(address: number): void {
    const marks = new Int32Array(Math.max(this.store.words.length, address + 1));
    marks.set(this.marks);
    this.marks = marks;
  }

  private growLog(): void {
    const addresses = new Int32Array(this.length * 2);
    addresses.set(this.addresses);
    this.addresses = addresses;
    const olds = new Int32Array(this.length * 2);
    olds.set(this.olds);
    this.olds = olds;
  }

  /** Ends the recording; words that came back to their old value are left out. */
  end(): Int32Array {
    this.store.onWrite = undefined;
    const { words } = this.store;
    const delta = new Int32Array(this.length * 2);
    let n = 0;
    for (let i = 0; i < this.length; i++) {
      const change = this.olds[i] ^ words[this.addresses[i]];
      if (change === 0) continue;
      delta[n++] = this.addresses[i];
      delta[n++] = change;
    }
    return delta.slice(0, n);
  }
}

/** Goes from one side of the run to the other. Nothing must be recording. */
export function applyDelta(store: Store, delta: Int32Array): void {
  const { words } = store;
  for (let i = 0; i < delta.length; i += 2) words[delta[i]] ^= delta[i + 1];
}

/** The difference between an old and a new run at the same place: empty means that they have met. */
export class Difference {
  private words = new Int32Array(0);
  private readonly touched: number[] = [];
  /** Words that differ. */
  count = 0;

  add(delta: Int32Array): void {
    for (let i = 0; i < delta.length; i += 2) {
      const address = delta[i];
      if (address >= this.words.length) this.grow(address);
      const before = this.words[address];
      const after = before ^ delta[i + 1];
      this.words[address] = after;
      if (before === 0) { this.count++; this.touched.push(address); } else if (after === 0) this.count--;
    }
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
