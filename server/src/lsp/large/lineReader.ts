import type { FileHandle } from 'node:fs/promises';
import type { LineIndex } from './lineIndex.js';

const newline = 10;
const pieceSize = 1 << 18;
/** Of a line that is longer, only the start is read as text. */
const mostOfLine = 4096;
const cutMark = ' …';
/** A request that meets huge lines ends early; the page asks for the rest, and gets it one line at a time. */
const mostBytes = 64 << 20;

/** Collects lines from pieces of bytes. */
class Lines {
  readonly texts: string[] = [];
  private kept: Buffer[] = [];
  private keptBytes = 0;
  private cut = false;

  constructor(private skip: number, private readonly count: number) {}

  get full(): boolean {
    return this.texts.length >= this.count;
  }

  add(bytes: Buffer): void {
    let from = 0;
    for (let at = bytes.indexOf(newline); at >= 0 && !this.full; at = bytes.indexOf(newline, from)) {
      this.keep(bytes.subarray(from, at));
      this.end();
      from = at + 1;
    }
    if (!this.full) this.keep(bytes.subarray(from));
  }

  end(): void {
    if (this.skip > 0) this.skip--;
    else this.texts.push(Buffer.concat(this.kept).toString().replace(/\r$/, '') + (this.cut ? cutMark : ''));
    this.kept = [];
    this.keptBytes = 0;
    this.cut = false;
  }

  private keep(bytes: Buffer): void {
    if (this.skip > 0 || bytes.length === 0) return;
    const room = mostOfLine - this.keptBytes;
    if (bytes.length > room) this.cut = true;
    if (room <= 0) return;
    // Copied, because the buffer is read into again.
    const part = Buffer.from(bytes.subarray(0, room));
    this.kept.push(part);
    this.keptBytes += part.length;
  }
}

/** Lines `from` and following, as many as there are and at most `count`; `end` is where the known bytes end. */
export async function readLines(handle: FileHandle, index: LineIndex, from: number, count: number): Promise<readonly string[]> {
  const wanted = Math.min(count, index.lines - from);
  if (wanted <= 0) return [];
  const { line, offset } = index.before(from);
  const end = index.after(from + wanted - 1);
  const lines = new Lines(from - line, wanted);
  const buffer = Buffer.allocUnsafe(Math.min(pieceSize, Math.max(1, end - offset)));
  for (let at = offset; at < end && !lines.full;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - at), at);
    if (bytesRead === 0) break;
    lines.add(buffer.subarray(0, bytesRead));
    at += bytesRead;
    if (at - offset > mostBytes && lines.texts.length > 0) return lines.texts;
  }
  // The last line of a file may be without an end.
  if (!lines.full) lines.end();
  const [first] = lines.texts;
  if (from === 0 && first?.startsWith('\ufeff')) lines.texts[0] = first.slice(1);
  return lines.texts;
}

/** The line and column of a byte. */
export async function placeOf(handle: FileHandle, index: LineIndex, byte: number): Promise<{ readonly line: number; readonly column: number }> {
  const known = index.beforeByte(byte);
  let { line } = known;
  let begin = known.offset;
  const buffer = Buffer.allocUnsafe(Math.min(pieceSize, Math.max(1, byte - begin)));
  for (let at = known.offset; at < byte;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, byte - at), at);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, bytesRead);
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, end + 1)) {
      line++;
      begin = at + end + 1;
    }
    at += bytesRead;
  }
  // Behind what is shown of a line, the exact column is of no use.
  const head = Buffer.allocUnsafe(Math.min(byte - begin, mostOfLine));
  const { bytesRead } = head.length === 0 ? { bytesRead: 0 } : await handle.read(head, 0, head.length, begin);
  const text = head.subarray(0, bytesRead).toString();
  return { line, column: line === 0 && text.startsWith('\ufeff') ? text.length - 1 : text.length };
}

/** Where a line begins. */
export async function byteOf(handle: FileHandle, index: LineIndex, wanted: number): Promise<number> {
  const { line, offset } = index.before(wanted);
  const end = index.after(wanted);
  let left = wanted - line;
  const buffer = Buffer.allocUnsafe(Math.min(pieceSize, Math.max(1, end - offset)));
  for (let at = offset; at < end && left > 0;) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, end - at), at);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, bytesRead);
    for (let found = bytes.indexOf(newline); found >= 0; found = bytes.indexOf(newline, found + 1)) {
      if (--left === 0) return at + found + 1;
    }
    at += bytesRead;
  }
  return left === 0 ? offset : end;
}
