/** Numbers in bytes. All functions read exactly bytes[from, end) and never beyond. */
import { DASH, DIGIT, DIGIT_0, OPEN, equals, hexValues, is } from './bytes.js';

/** Not a number of the wanted form, or one that a double cannot hold exactly. */
export const MALFORMED = NaN;

const hasHexPrefix = (bytes: Uint8Array, from: number, end: number): boolean =>
  end - from > 2 && bytes[from] === DIGIT_0 && (bytes[from + 1] | 0x20) === 0x78;

/** Decimal or 0x hex, not negative, at most 2^53 - 1; else NaN. */
export function readUint(bytes: Uint8Array, from: number, end: number): number {
  if (from >= end) return MALFORMED;
  let value = 0;
  if (hasHexPrefix(bytes, from, end)) {
    for (let p = from + 2; p < end; p++) {
      const digit = hexValues[bytes[p]];
      if (digit > 15) return MALFORMED;
      value = value * 16 + digit;
    }
  } else {
    for (let p = from; p < end; p++) {
      if (!is(bytes[p], DIGIT)) return MALFORMED;
      value = value * 10 + bytes[p] - DIGIT_0;
    }
  }
  return value <= Number.MAX_SAFE_INTEGER ? value : MALFORMED;
}

/** As `readUint`, or negative: with a sign, or a 64-bit number whose top bit is set, as probes (in hex) and counters that have wrapped print it. */
export function readInt(bytes: Uint8Array, from: number, end: number): number {
  if (end - from > 1 && bytes[from] === DASH) return 0 - readUint(bytes, from + 1, end);
  const value = readUint(bytes, from, end);
  if (!Number.isNaN(value)) return value;
  if (!hasHexPrefix(bytes, from, end) && end - from === WRAPPED_DIGITS) return wrapped(bytes, from, end);
  if (!readPointer(bytes, from, end) || pointer.high < 0x80000000) return value;
  const signed = (pointer.high | 0) * 0x100000000 + pointer.low;
  return Number.isSafeInteger(signed) ? signed : MALFORMED;
}

/** Digits of 2^64 - 1, and how far below 2^64 a count that has wrapped may be. */
const WRAPPED_DIGITS = 20;
const TWO_64 = { high: 18446744073, low: 709551616 };

/** A decimal just below 2^64, as `%lu` prints a count that went below 0. */
function wrapped(bytes: Uint8Array, from: number, end: number): number {
  const high = readUint(bytes, from, end - 9);
  const low = readUint(bytes, end - 9, end);
  return high === TWO_64.high && low < TWO_64.low ? low - TWO_64.low : MALFORMED;
}

/** Result of `readPointer`: 32-bit halves, not negative. */
export const pointer = { high: 0, low: 0 };

/** 64-bit hex with or without 0x; the printed null forms are 0. False if it is neither. */
export function readPointer(bytes: Uint8Array, from: number, end: number): boolean {
  pointer.high = 0;
  pointer.low = 0;
  if (from < end && bytes[from] === OPEN) return isNullPointer(bytes, from, end) && !equals(bytes, from, end, '(____ptrval____)');
  let p = hasHexPrefix(bytes, from, end) ? from + 2 : from;
  if (p >= end || end - p > 16) return false;
  let high = 0;
  let low = 0;
  for (; p < end; p++) {
    const digit = hexValues[bytes[p]];
    if (digit > 15) return false;
    high = high * 16 + (low >>> 28);
    low = ((low << 4) | digit) >>> 0;
  }
  pointer.high = high;
  pointer.low = low;
  return true;
}

/** Decimal or 0x hex of at most 64 bits, into `pointer`. False if it is neither. */
export function readWide(bytes: Uint8Array, from: number, end: number): boolean {
  if (hasHexPrefix(bytes, from, end)) return readPointer(bytes, from, end);
  pointer.high = 0;
  pointer.low = 0;
  for (let p = from; p < end; p++) {
    if (!is(bytes[p], DIGIT)) return false;
    const low = pointer.low * 10 + bytes[p] - DIGIT_0;
    pointer.low = low >>> 0;
    pointer.high = pointer.high * 10 + Math.floor(low / 0x100000000);
    if (pointer.high > 0xffffffff) return false;
  }
  return end > from;
}

/** `(null)`, `(nil)`, zero, or the pointer that early boot hides: what a failed allocation prints as its page. */
export function isNullPointer(bytes: Uint8Array, from: number, end: number): boolean {
  if (from < end && bytes[from] === OPEN) {
    return equals(bytes, from, end, '(null)') || equals(bytes, from, end, '(nil)') || equals(bytes, from, end, '(____ptrval____)');
  }
  let p = hasHexPrefix(bytes, from, end) ? from + 2 : from;
  if (p >= end) return false;
  while (p < end && bytes[p] === DIGIT_0) p++;
  return p === end;
}
