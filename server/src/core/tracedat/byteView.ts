import { decodeUtf8 } from '../parse/utf8.js';

/** Numbers and texts in bytes of either order. What lies outside the bytes reads as zero. */
export class ByteView {
  private readonly view: DataView;

  constructor(readonly bytes: Uint8Array, readonly little: boolean) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  has(at: number, size: number): boolean {
    return at >= 0 && at + size <= this.bytes.length;
  }

  u8(at: number): number {
    return this.has(at, 1) ? this.view.getUint8(at) : 0;
  }

  u16(at: number): number {
    return this.has(at, 2) ? this.view.getUint16(at, this.little) : 0;
  }

  u32(at: number): number {
    return this.has(at, 4) ? this.view.getUint32(at, this.little) : 0;
  }

  u64(at: number): bigint {
    return this.has(at, 8) ? this.view.getBigUint64(at, this.little) : 0n;
  }

  /** 64 bits as a number, for sizes and places in a file: beyond 2^53 it is not exact, and too large for any file. */
  size64(at: number): number {
    return Number(this.u64(at));
  }

  /** A number of 1, 2, 4 or 8 bytes; 0 for other sizes. */
  unsigned(at: number, size: number): bigint {
    switch (size) {
      case 1: return BigInt(this.u8(at));
      case 2: return BigInt(this.u16(at));
      case 4: return BigInt(this.u32(at));
      case 8: return this.u64(at);
      default: return 0n;
    }
  }

  signed(at: number, size: number): bigint {
    return BigInt.asIntN(8 * size, this.unsigned(at, size));
  }

  /** Up to a NUL, or to `end`. */
  text(at: number, end = this.bytes.length): string {
    const last = Math.min(end, this.bytes.length);
    const nul = this.bytes.indexOf(0, at);
    return at < last ? decodeUtf8(this.bytes, at, nul < 0 || nul > last ? last : nul) : '';
  }
}

/** Reads one thing after the other; `short` says that the bytes ended too early. */
export class Cursor {
  short = false;

  constructor(readonly view: ByteView, public at = 0, readonly end = view.length) {}

  u16(): number { return this.view.u16(this.take(2)); }
  u32(): number { return this.view.u32(this.take(4)); }
  u64(): bigint { return this.view.u64(this.take(8)); }
  size64(): number { return Number(this.u64()); }

  /** `length` bytes, or as many as there are. */
  bytes(length: number): Uint8Array {
    const from = this.at;
    this.take(length);
    return this.view.bytes.subarray(from, this.at);
  }

  text(length: number): string {
    const bytes = this.bytes(length);
    return decodeUtf8(bytes, 0, bytes.length);
  }

  /** A text that a NUL ends. */
  string(): string {
    const nul = this.view.bytes.indexOf(0, this.at);
    if (nul < 0 || nul >= this.end) {
      this.short = true;
      return this.view.text(this.take(this.end - this.at));
    }
    const from = this.at;
    this.at = nul + 1;
    return decodeUtf8(this.view.bytes, from, nul);
  }

  /** Where the next `size` bytes lie; a place outside, where everything reads as zero, if there are not so many. */
  private take(size: number): number {
    const from = this.at;
    if (size <= this.end - from) {
      this.at += size;
      return from;
    }
    this.short = true;
    this.at = this.end;
    return this.view.length;
  }
}
