/** Parses chunks, and unpacks their columns: those of one chunk at a time. */
import type { LineParser } from '../parse/parseLines.js';
import type { ParseState } from '../parse/parseState.js';
import { Columns } from '../trace/columns.js';
import { PackedColumns } from '../trace/packedColumns.js';
import type { Chunk } from './chunk.js';
import { CHUNK_LINES, encodeUtf8 } from './chunkText.js';
import { addLines, noFacts } from './facts.js';
import { mayRepeat } from './repeats.js';

export class ChunkColumns {
  private bytes = new Uint8Array(1 << 18);
  private columns = new Columns(CHUNK_LINES);
  /** The chunk that `columns` are of. */
  private unpacked: Chunk | undefined;

  constructor(private readonly parser: LineParser) {}

  parse(chunk: Chunk, state: ParseState): void {
    while (this.bytes.length < chunk.text.length * 3 + 64) this.bytes = new Uint8Array(this.bytes.length * 2);
    const n = encodeUtf8(chunk.text, this.bytes);
    this.reserve(chunk.lineCount);
    this.parser.resume(state);
    this.parser.parse(this.bytes, 0, n, this.columns);
    this.unpacked = chunk;
    chunk.packed = PackedColumns.from(this.columns);
    chunk.mayRepeatFirst = chunk.lineCount > 0 && mayRepeat(this.columns, 0);
    chunk.parsed = true;
    chunk.before = state;
    chunk.after = this.parser.state;
    chunk.facts = noFacts();
    addLines(chunk.facts, this.columns);
  }

  /** Valid until another chunk's are asked for. */
  of(chunk: Chunk): Columns {
    if (this.unpacked !== chunk) {
      this.reserve(chunk.packed.length);
      chunk.packed.unpack(this.columns);
      this.unpacked = chunk;
    }
    return this.columns;
  }

  private reserve(lines: number): void {
    if (this.columns.capacity < lines) this.columns = new Columns(lines * 2);
  }
}
