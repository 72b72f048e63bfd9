/** Reads a passage of the file once more: from a checkpoint on, line by line. */
import type { ReadBytes } from '../../api.js';
import type { Checkpoint } from '../../engine/timeline.js';
import type { LineParser } from '../../parse/parseLines.js';
import type { Columns } from '../../trace/columns.js';
import { Blocks } from '../blocks.js';
import type { ParseStates } from './parseStates.js';

const PIECE = 1 << 18;

/** `first`: 0-based line of row 0. True: no more lines are wanted. */
export type TakeBlock = (columns: Columns, first: number, textOf: (i: number) => string) => boolean;

export class Walk {
  private readonly blocks: Blocks;
  private take: TakeBlock = () => true;
  private line = 0;
  private stopped = false;

  /** `size`: bytes of the file that have been read; what lies behind them is not looked at. */
  constructor(parser: LineParser, private readonly states: ParseStates, private readonly read: ReadBytes, private readonly size: () => number) {
    this.blocks = new Blocks(parser, block => {
      const { columns } = block;
      const { line } = this;
      this.line += columns.length;
      this.stopped = this.take(columns, line, i => block.textOf(i) ?? '');
      return this.stopped;
    });
  }

  /** Gives the lines from the checkpoint on to `take`, which must not walk itself. False where it wanted more than there is. */
  from({ line, byte }: Checkpoint, take: TakeBlock): boolean {
    this.take = take;
    this.line = line;
    this.stopped = false;
    this.blocks.reset();
    this.states.from(line, () => { this.pieces(byte); });
    return this.stopped;
  }

  private pieces(from: number): void {
    const end = this.size();
    for (let at = from; at < end && !this.stopped;) {
      const bytes = this.read(at, Math.min(PIECE, end - at));
      if (bytes.length === 0) return;
      this.blocks.push(bytes);
      at += bytes.length;
    }
    if (!this.stopped) this.blocks.end();
  }
}
