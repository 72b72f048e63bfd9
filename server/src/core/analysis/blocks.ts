/** Bytes that come in pieces of any size, as blocks of whole, parsed lines. */
import { LF } from '../parse/bytes.js';
import type { LineParser } from '../parse/parseLines.js';
import { Columns } from '../trace/columns.js';
import { Block, BLOCK_LINES } from './block.js';
import { PendingLine } from './pendingLine.js';

export class Blocks {
  readonly block: Block;
  /** Bytes of all blocks up to the end of the present one. */
  consumed = 0;
  /** Bytes of a line whose end has not come yet. */
  private readonly pending = new PendingLine();

  /** `take` is called for each block; where it returns true, the rest of the piece is left alone. `before`: what these blocks follow. */
  constructor(private readonly parser: LineParser, private readonly take: (block: Block) => boolean | void, before?: Blocks) {
    this.block = new Block(new Columns(BLOCK_LINES), before?.block);
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
    this.block.keep();
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

  private parse(bytes: Uint8Array, start: number, end: number): boolean {
    const { block, parser } = this;
    let p = start;
    while (p < end) {
      const next = parser.parse(bytes, p, end, block.columns);
      block.lieIn(bytes, p);
      this.consumed += next - p;
      p = next;
      const stops = this.take(block) === true;
      block.pass();
      if (stops) return true;
    }
    return false;
  }
}
