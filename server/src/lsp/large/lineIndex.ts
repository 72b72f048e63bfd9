import type { IndexPart } from '../../worker/jobs.js';

/** Where each so-manieth line of a file begins, as far as it is known. Four megabytes for a file of 100 million lines. */
export class LineIndex {
  private offsets = new Float64Array(1024);
  private length = 0;
  /** Whole lines that are known; once complete, the lines of the file. */
  lines = 0;
  /** Bytes in which they lie. */
  bytes = 0;

  constructor(readonly every: number) {}

  add({ offsets, lines, bytes }: IndexPart): void {
    if (this.length + offsets.length > this.offsets.length) {
      const larger = new Float64Array(2 * (this.length + offsets.length));
      larger.set(this.offsets.subarray(0, this.length));
      this.offsets = larger;
    }
    this.offsets.set(offsets, this.length);
    this.length += offsets.length;
    this.lines = lines;
    this.bytes = bytes;
  }

  /** The nearest line at or before `line` whose begin is known. */
  before(line: number): { readonly line: number; readonly offset: number } {
    const at = Math.max(0, Math.min(Math.floor(line / this.every), this.length - 1));
    return { line: at * this.every, offset: this.offsets[at] };
  }

  /** A place at or behind the end of `line`, as near as is known. */
  after(line: number): number {
    const at = Math.floor(line / this.every) + 1;
    return at < this.length ? this.offsets[at] : this.bytes;
  }

  /** The nearest line whose begin is known and at or before the byte. */
  beforeByte(byte: number): { readonly line: number; readonly offset: number } {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.offsets[middle] <= byte) low = middle + 1;
      else high = middle;
    }
    const at = Math.max(0, low - 1);
    return { line: at * this.every, offset: this.offsets[at] };
  }
}
