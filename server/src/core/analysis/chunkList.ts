/** The chunks of an open document, and what an edit does to them. Knows nothing of parsing or replay. */
import type { TextEdit } from '../api.js';
import { Chunk, LOCALS } from './chunk.js';
import { MAX_CHUNK_LINES, cut, lineOffsets, normalise } from './chunkText.js';

/** What an edit has replaced: `removed` chunks at `index` by `added` ones (an edited chunk counts as neither). */
export interface Change { readonly index: number; readonly removed: readonly Chunk[]; readonly added: number }

export class ChunkList {
  chunks: Chunk[];
  private readonly byUid = new Map<number, Chunk>();
  private nextUid = 1;

  constructor(text: string) {
    this.chunks = this.make(normalise(text));
    this.renumber();
  }

  private make(text: string): Chunk[] {
    const pieces = cut(text).filter((piece, _, all) => piece !== '' || all.length === 1);
    return pieces.map(piece => {
      const chunk = new Chunk(this.nextUid++, piece);
      this.byUid.set(chunk.uid, chunk);
      return chunk;
    });
  }

  private renumber(): void {
    let line = 0;
    for (const chunk of this.chunks) {
      chunk.start = line;
      line += chunk.lineCount;
    }
  }

  /** Lines with text; the empty line behind a last newline is not one of them. */
  get lineCount(): number {
    const last = this.chunks[this.chunks.length - 1];
    return last.start + last.lineCount;
  }

  /** Index of the chunk that holds the line, the last one for a line beyond the end. */
  indexAt(line: number): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.chunks[middle].start <= line) low = middle; else high = middle - 1;
    }
    return low;
  }

  lineText(line: number): string {
    const chunk = this.chunks[this.indexAt(line)];
    const i = line - chunk.start;
    return i >= 0 && i < chunk.lineCount ? chunk.lineText(i) : '';
  }

  /** 0-based line of a line id, -1 where the line is gone. */
  lineOf(id: number): number {
    const chunk = this.byUid.get(Math.floor(id / LOCALS));
    const i = chunk === undefined ? -1 : chunk.indexOf(id);
    return chunk === undefined || i < 0 ? -1 : chunk.start + i;
  }

  private locate(line: number, column: number): { index: number; local: number; offset: number; lineEnd: boolean } {
    const index = this.indexAt(Math.max(0, line));
    const chunk = this.chunks[index];
    const local = line - chunk.start;
    if (local >= chunk.lineCount) return { index, local: chunk.lineCount, offset: chunk.text.length, lineEnd: true };
    const from = chunk.offsets[local];
    const length = chunk.lineText(local).length;
    const within = Math.max(0, Math.min(column, length));
    return { index, local, offset: from + within, lineEnd: within === length };
  }

  edit(edit: TextEdit): Change {
    const inserted = normalise(edit.text);
    const from = this.locate(edit.startLine, edit.startColumn);
    const to = this.locate(edit.endLine, edit.endColumn);
    const first = this.chunks[from.index];
    const last = this.chunks[to.index];
    const text = first.text.slice(0, from.offset) + inserted + last.text.slice(to.offset);
    let head = from.local;
    let tail = Math.max(0, last.lineCount - to.local - 1);
    const atStart = from.local >= first.lineCount || first.offsets[from.local] === from.offset;
    if (atStart && to.local < last.lineCount && last.offsets[to.local] === to.offset && (inserted === '' || inserted.endsWith('\n'))) tail++;
    else if (from.offset === to.offset && from.index === to.index && from.lineEnd && !atStart && inserted.startsWith('\n')) head++;
    const change = this.put(from.index, to.index, text, head, tail);
    this.renumber();
    return change;
  }

  private put(first: number, last: number, text: string, head: number, tail: number): Change {
    const lines = lineOffsets(text).length - 1;
    if (first === last && lines <= MAX_CHUNK_LINES && (lines > 0 || this.chunks.length === 1)) {
      if (this.chunks[first].replace(text, Math.min(head, lines), Math.min(tail, Math.max(0, lines - head)))) return { index: first, removed: [], added: 0 };
    }
    const made = text === '' ? [] : this.make(text);
    const removed = this.chunks.splice(first, last - first + 1, ...made);
    for (const chunk of removed) this.byUid.delete(chunk.uid);
    if (this.chunks.length === 0) {
      this.chunks = this.make('');
      return { index: 0, removed, added: 1 };
    }
    return { index: first, removed, added: made.length };
  }
}
