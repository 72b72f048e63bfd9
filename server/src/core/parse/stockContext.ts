/**
 * The short way through the context of stock ftrace, `%16s-%-7d [%03d] d..1. %5lu.%06lu: `, by words instead of bytes.
 *
 * The bytes from the name to the CPU are compared with those of an earlier line that `readContext` has read: equal bytes,
 * equal task and CPU. The rest is checked byte for byte. Nothing is skipped that has not been looked at: a broken line must
 * not hide the newline behind it.
 */
import type { Columns } from '../trace/columns.js';
import { BLANK, CLOSE_BRACKET, DIGIT, DIGIT_0, DOT, HASH, OPEN, OPEN_BRACKET, SPACE, is } from './bytes.js';
import { decodeStockFlags } from './flags.js';

/** Bytes that `read` may look at from a line's start on; fewer than that before the end are left to the long way. */
export const STOCK_MARGIN = 64;

const SIZE = 1024;
const WORDS = 8;
/** Where `[` of the CPU stands. */
export const STOCK_BRACKET = 25;
const FLAGS_AT = 31;
const TIME_AT = 37;
/** Of the eighth word, the third digit of the CPU, the bracket and the blank. */
const EIGHTH = 0x00ffffff;
/** `: ` behind the last two digits of the time. */
const COLON_BLANK = 0x203a0000;

/** Whether all four bytes are digits. */
const areDigits = (word: number): boolean => (word & 0xf0f0f0f0) === 0x30303030 && ((word + 0x06060606) & 0xf0f0f0f0) === 0x30303030;

/** Four digits as a number, by pairs. */
function fourDigits(word: number): number {
  const digits = word & 0x0f0f0f0f;
  const pairs = Math.imul(digits, 10) + (digits >>> 8);
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
}

const placeOf = (a: number, b: number, c: number, d: number, e: number): number => {
  const hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f) ^ Math.imul(e, 0x165667b1);
  return ((hash ^ (hash >>> 15)) & (SIZE - 1)) * WORDS;
};

export class StockContext {
  /** Bytes in front of the flags; a place holds what was seen last. The last word of an empty place is none that a line can have. */
  private readonly keys = new Int32Array(SIZE * WORDS).fill(-1);
  private readonly tasks = new Int32Array(SIZE);
  private readonly cpus = new Int16Array(SIZE);
  /** Whole seconds of the line before: first and last four bytes up to the dot, where the dot is, and their value. */
  private secondsHead = -1;
  private secondsTail = 0;
  private secondsWidth = 5;
  private seconds = -1;

  /** Fills the row's context and returns where the body begins; -1, and nothing filled, if the line is not as usual. Needs `STOCK_MARGIN` bytes. */
  read(bytes: Uint8Array, view: DataView, start: number, out: Columns, row: number): number {
    const { keys } = this;
    const third = view.getInt32(start + 8, true);
    const fourth = view.getInt32(start + 12, true);
    const fifth = view.getInt32(start + 16, true);
    const sixth = view.getInt32(start + 20, true);
    const eighth = view.getInt32(start + 28, true) & EIGHTH;
    const place = placeOf(third, fourth, fifth, sixth, eighth);
    if (keys[place + 2] !== third || keys[place + 3] !== fourth || keys[place + 4] !== fifth || keys[place + 5] !== sixth || keys[place + 7] !== eighth
      || keys[place + 6] !== view.getInt32(start + 24, true) || keys[place] !== view.getInt32(start, true)
      || keys[place + 1] !== view.getInt32(start + 4, true)) return -1;
    if (bytes[start + TIME_AT - 1] !== SPACE) return -1;
    const flags = decodeStockFlags(bytes, view, start + FLAGS_AT);
    if (flags < 0) return -1;

    const time = start + TIME_AT;
    if (view.getInt32(time, true) !== this.secondsHead || view.getInt32(time + this.secondsWidth - 3, true) !== this.secondsTail) {
      if (!this.readSeconds(bytes, view, time)) return -1;
    }
    const fraction = time + this.secondsWidth + 1;
    const high = view.getInt32(fraction, true);
    const low = view.getInt32(fraction + 4, true);
    // The two digits are put behind two zeros, so that the same test and sum do for them.
    const lowDigits = (low << 16) | 0x3030;
    if ((low & 0xffff0000) !== COLON_BLANK || !areDigits(high) || !areDigits(lowDigits)) return -1;
    // ` (+12)` of --ts-diff may follow.
    if (bytes[fraction + 8] === OPEN || is(bytes[fraction + 8], BLANK)) return -1;

    out.task[row] = this.tasks[place >>> 3];
    out.cpu[row] = this.cpus[place >>> 3];
    out.flags[row] = flags;
    out.sec[row] = this.seconds;
    out.nsec[row] = (fourDigits(high) * 100 + fourDigits(lowDigits)) * 1000;
    return fraction + 8;
  }

  /** Remembers the seconds at `from` if they are four to seven bytes wide, blanks in front included: two words hold them and their dot. */
  private readSeconds(bytes: Uint8Array, view: DataView, from: number): boolean {
    let p = from;
    while (p < from + 4 && bytes[p] === SPACE) p++;
    const digits = p;
    let seconds = 0;
    while (p < from + 7 && is(bytes[p], DIGIT)) seconds = seconds * 10 + bytes[p++] - DIGIT_0;
    if (p === digits || p < from + 4 || bytes[p] !== DOT) return false;
    this.seconds = seconds;
    this.secondsWidth = p - from;
    this.secondsHead = view.getInt32(from, true);
    this.secondsTail = view.getInt32(p - 3, true);
    return true;
  }

  /** `readContext` has found a dash at its place and the whole context behind it, with `[` at its place, too: so it is with each line that begins as this one. */
  learn(bytes: Uint8Array, view: DataView, start: number, end: number, task: number, cpu: number): void {
    if (end - start < STOCK_MARGIN || task < 0 || bytes[start + FLAGS_AT - 2] !== CLOSE_BRACKET || bytes[start + FLAGS_AT - 1] !== SPACE) return;
    // A comment, or a prefix of the kernel log that later bytes decide on.
    if (bytes[start] === HASH || bytes[start] === OPEN_BRACKET) return;
    const word = (i: number): number => view.getInt32(start + 4 * i, true);
    const eighth = word(7) & EIGHTH;
    const place = placeOf(word(2), word(3), word(4), word(5), eighth);
    for (let i = 0; i < WORDS - 1; i++) this.keys[place + i] = word(i);
    this.keys[place + WORDS - 1] = eighth;
    this.tasks[place >>> 3] = task;
    this.cpus[place >>> 3] = cpu;
  }
}
