/** Bytes that come in pieces of any size, as blocks of whole, parsed lines. */
import { LF } from '../parse/bytes.js';
import type { LineParser } from '../parse/parseLines.js';
import { decodeUtf8 } from '../parse/utf8.js';
import { Columns } from '../trace/columns.js';
import { LineText, equalLines } from './lineText.js';
import { PendingLine } from './pendingLine.js';
import { isOnce } from './repeats.js';

const BLOCK_LINES = 1024;
/** Text of a line that is given out, in bytes. */
const KEPT_TEXT = 4096;

export class Blocks {
  /** The lines of the present block. */
  readonly columns = new Columns(BLOCK_LINES);
  /** Bytes of all blocks up to the end of the present one. */
  consumed = 0;
  /** Bytes of a line whose end has not come yet. */
  private readonly pending = new PendingLine();
  private block: Uint8Array = new Uint8Array(0);
  private blockStart = 0;
  private kept = new Uint8Array(0);

  /** The last line of the block before, where it can be repeated. */
  private readonly last = new LineText();

  /** `take` is called for each block; where it returns true, the rest of the piece is left alone. `before`: what these blocks follow. */
  constructor(private readonly parser: LineParser, private readonly take: () => boolean, before?: Blocks) {
    if (before !== undefined) this.last.copy(before.last);
  }

  /** The bytes are not needed afterwards. */
  push(chunk: Uint8Array): void {
    const last = chunk.lastIndexOf(LF);
    let from = 0;
    if (!this.pending.isEmpty) {
      const end = chunk.indexOf(LF) + 1;
      this.pending.add(end === 0 ? chunk : chunk.subarray(0, end));
      if (end === 0) return;
      from = end;
      if (this.takePending()) return;
    }
    if (last + 1 > from && this.parse(chunk, from, last + 1)) return;
    this.keepBlock();
    if (last + 1 < chunk.length) this.pending.add(chunk.subarray(last + 1));
  }

  /** Other bytes follow, from a line's begin on. */
  reset(): void {
    this.consumed = 0;
    this.pending.take();
  }

  /** Nothing follows: a line without an end is a line. */
  end(): void {
    if (!this.pending.isEmpty) this.takePending();
  }

  /** The bytes of the line whose end has not come yet. */
  get rest(): Uint8Array {
    return this.pending.seen();
  }

  private takePending(): boolean {
    const line = this.pending.take();
    // Of an endless line only the head is there.
    const missing = this.pending.left;
    const stopped = this.parse(line, 0, line.length);
    this.consumed += missing;
    return stopped;
  }

  /** Findings may be made of the last block's lines when the piece's memory is used for other bytes. */
  private keepBlock(): void {
    const { columns, blockStart } = this;
    const length = columns.offset[columns.length];
    if (this.kept.length < length) this.kept = new Uint8Array(2 * length);
    this.kept.set(this.block.subarray(blockStart, blockStart + length));
    this.block = this.kept;
    this.blockStart = 0;
  }

  private parse(bytes: Uint8Array, start: number, end: number): boolean {
    let p = start;
    while (p < end) {
      this.block = bytes;
      this.blockStart = p;
      const next = this.parser.parse(bytes, p, end, this.columns);
      this.consumed += next - p;
      p = next;
      const stops = this.take();
      this.keepLast();
      if (stops) return true;
    }
    return false;
  }

  private keepLast(): void {
    const { block, blockStart, columns, last } = this;
    const i = columns.length - 1;
    if (i >= 0 && isOnce(columns, i)) last.set(block, blockStart + columns.offset[i], blockStart + columns.offset[i + 1]); else last.clear();
  }

  /** Whether line `i` of the present block has the text of the line before; to be asked where `mayRepeat` says so. */
  repeats(i: number): boolean {
    const { block, blockStart, columns: { offset } } = this;
    const [from, to] = [blockStart + offset[i], blockStart + offset[i + 1]];
    return i === 0 ? this.last.equals(block, from, to) : equalLines(block, blockStart + offset[i - 1], from, from, to);
  }

  /** Text of line `i` of the present block, without its end. */
  textOf(i: number): string {
    const from = this.blockStart + this.columns.offset[i];
    const to = this.blockStart + this.columns.offset[i + 1];
    return decodeUtf8(this.block, from, Math.min(to, from + KEPT_TEXT)).replace(/\r?\n$/, '');
  }
}
