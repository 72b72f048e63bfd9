/** The parsed lines that are being looked at, and their bytes. */
import { decodeUtf8 } from '../parse/utf8.js';
import type { Columns } from '../trace/columns.js';
import { LineText, equalLines } from './lineText.js';
import { isOnce } from './repeats.js';

/** Columns of so many lines stay in the processor's nearest memory. */
export const BLOCK_LINES = 1024;
/** Text of a line that is given out, in bytes. */
const KEPT_TEXT = 4096;

export class Block {
  private bytes: Uint8Array = new Uint8Array(0);
  private start = 0;
  private kept = new Uint8Array(0);
  /** The last line of the block before, where it can be repeated. */
  private readonly last = new LineText();

  /** `before`: what this block follows. */
  constructor(public columns: Columns, before?: Block) {
    if (before !== undefined) this.last.copy(before.last);
  }

  /** `columns.offset` counts from `start` in `bytes`, which are to stay as they are until `keep` or the next block. */
  lieIn(bytes: Uint8Array, start: number, columns = this.columns): void {
    this.bytes = bytes;
    this.start = start;
    this.columns = columns;
  }

  /** To be called before the columns are filled again. */
  pass(): void {
    const { bytes, start, columns, last } = this;
    const i = columns.length - 1;
    if (i >= 0 && isOnce(columns, i)) last.set(bytes, start + columns.offset[i], start + columns.offset[i + 1]); else last.clear();
  }

  /** Findings may be made of these lines when the bytes' memory is used for others. */
  keep(): void {
    const { columns, start } = this;
    const length = columns.offset[columns.length];
    if (this.kept.length < length) this.kept = new Uint8Array(2 * length);
    this.kept.set(this.bytes.subarray(start, start + length));
    this.lieIn(this.kept, 0);
  }

  /** The bytes of all lines. */
  get text(): Uint8Array {
    const { columns, start } = this;
    return this.bytes.subarray(start, start + columns.offset[columns.length]);
  }

  /** Whether line `i` has the text of the line before; to be asked where `mayRepeat` says so. */
  repeats(i: number): boolean {
    const { bytes, start, columns: { offset } } = this;
    const [from, to] = [start + offset[i], start + offset[i + 1]];
    return i === 0 ? this.last.equals(bytes, from, to) : equalLines(bytes, start + offset[i - 1], from, from, to);
  }

  /** Text of line `i`, without its end; undefined where there is no such line. */
  textOf(i: number): string | undefined {
    const { bytes, start, columns: { length, offset } } = this;
    if (i < 0 || i >= length) return undefined;
    const from = start + offset[i];
    return decodeUtf8(bytes, from, Math.min(start + offset[i + 1], from + KEPT_TEXT)).replace(/\r?\n$/, '');
  }
}
