import type { IndexPart } from './jobs.js';

const newline = 10;
const partEveryMs = 100;

/** Begins of lines as they are found; handed over now and then, so that the first lines can be shown at once. */
export class LineOffsets {
  private found: number[] = [0];
  private lastPart = -Infinity;
  /** Lines with an end. */
  lines = 0;
  /** Bytes before the present chunk. */
  before = 0;

  constructor(private readonly every: number, private readonly part: (part: IndexPart) => void) {}

  add(chunk: Uint8Array): void {
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
      this.lines++;
      if (this.lines % this.every === 0) this.found.push(this.before + at + 1);
    }
    this.before += chunk.length;
    if (performance.now() - this.lastPart > partEveryMs) this.give();
  }

  give(lines = this.lines): void {
    this.lastPart = performance.now();
    this.part({ offsets: Float64Array.from(this.found), lines, bytes: this.before });
    this.found = [];
  }
}
