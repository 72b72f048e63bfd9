import type { IndexPart } from './jobs.js';

const newline = 10;
const partEveryMs = 100;

/** Begins of lines as they are found; handed over now and then, so that the first lines can be shown at once. */
export class LineOffsets {
  private found: number[] = [0];
  private lastPart = -Infinity;
  /** Lines with an end. */
  private ended = 0;
  private hasRest = false;
  /** Bytes before the present chunk. */
  before = 0;

  /** `withRest`: a last line without an end counts as a line at any time, not only at the end of the file. */
  constructor(private readonly every: number, private readonly part: (part: IndexPart) => void, private readonly withRest: boolean) {}

  /** With the last one, whether or not it has an end. */
  get lines(): number {
    return this.ended + (this.hasRest ? 1 : 0);
  }

  add(chunk: Uint8Array): void {
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
      this.ended++;
      if (this.ended % this.every === 0) this.found.push(this.before + at + 1);
    }
    this.before += chunk.length;
    if (chunk.length > 0) this.hasRest = chunk[chunk.length - 1] !== newline;
    if (performance.now() - this.lastPart > partEveryMs) this.give();
  }

  give(): void {
    this.lastPart = performance.now();
    this.part({ offsets: Float64Array.from(this.found), lines: this.withRest ? this.lines : this.ended, bytes: this.before });
    this.found = [];
  }
}
