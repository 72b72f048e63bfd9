/** The pieces of a line whose end has not come yet. Of a line that is too long to be looked into, only so much is kept that this shows. */
import { MAX_LINE_BYTES } from '../parse/parseLines.js';

/** A carriage return and a newline do not count. */
const KEPT = MAX_LINE_BYTES + 3;

export class PendingLine {
  private bytes = new Uint8Array(1024);
  private length = 0;
  /** Bytes that were not kept of the line, or of the one that was taken last. */
  left = 0;

  get isEmpty(): boolean { return this.length === 0; }

  /** Copies the piece: its memory may be used for other bytes afterwards. */
  add(piece: Uint8Array): void {
    if (this.length === 0) this.left = 0;
    this.left += Math.max(0, this.length + piece.length - KEPT);
    const wanted = Math.min(KEPT, this.length + piece.length);
    if (wanted > this.bytes.length) {
      const grown = new Uint8Array(Math.min(KEPT, Math.max(wanted, 2 * this.bytes.length)));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(piece.subarray(0, wanted - this.length), this.length);
    // The line's end must be seen.
    if (this.length + piece.length > KEPT) this.bytes[KEPT - 1] = piece[piece.length - 1];
    this.length = wanted;
  }

  /** The bytes, which are valid until more are added. */
  take(): Uint8Array {
    const whole = this.seen();
    this.length = 0;
    return whole;
  }

  /** The bytes so far, which stay. */
  seen(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
