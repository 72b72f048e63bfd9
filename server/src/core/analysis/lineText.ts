/** Lines as bytes, compared without their ends: a newline, CRLF, or the end of the file. */
import { CR, LF } from '../parse/bytes.js';

function endOf(bytes: Uint8Array, from: number, to: number): number {
  const end = to > from && bytes[to - 1] === LF ? to - 1 : to;
  return end > from && bytes[end - 1] === CR ? end - 1 : end;
}

/** Whether bytes[a, aTo) and bytes[b, bTo) are the same line. */
export function equalLines(bytes: Uint8Array, a: number, aTo: number, b: number, bTo: number): boolean {
  const length = endOf(bytes, a, aTo) - a;
  if (endOf(bytes, b, bTo) - b !== length) return false;
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}

/** A line that is kept while its bytes are used for others. */
export class LineText {
  private bytes = new Uint8Array(256);
  private length = -1;

  clear(): void { this.length = -1; }

  copy(other: LineText): void {
    if (other.length < 0) this.clear(); else this.set(other.bytes, 0, other.length);
  }

  set(source: Uint8Array, from: number, to: number): void {
    this.length = endOf(source, from, to) - from;
    if (this.bytes.length < this.length) this.bytes = new Uint8Array(2 * this.length);
    this.bytes.set(source.subarray(from, from + this.length));
  }

  equals(other: Uint8Array, from: number, to: number): boolean {
    if (endOf(other, from, to) - from !== this.length) return false;
    for (let i = 0; i < this.length; i++) if (this.bytes[i] !== other[from + i]) return false;
    return true;
  }
}
