/**
 * The part in front of the body in the default format of ftrace, trace-cmd and perf:
 *
 *     {comm}-{pid} [({tgid})] [{cpu}] [({tgid})] [{flags}] {seconds}[.{fraction}]:
 *     {comm} {pid}[/{tid}] [{cpu}] {seconds}.{fraction}:
 *
 * The name may hold blanks, dashes and brackets, so the line is anchored on `[cpu]` with a whole rest behind it.
 */
import {
  BLANK, CLOSE, CLOSE_BRACKET, COLON, DASH, DIGIT, DIGIT_0, DOT, FLAG, OPEN, OPEN_BRACKET, PLUS, SLASH, SPACE, is, skipBlanks, skipClass,
} from './bytes.js';
import { MAX_CPU } from '../trace/columns.js';
import { decodeFlags, decodeStockFlags } from './flags.js';
import type { Line } from './line.js';
import { behindSource } from './source.js';
import { STOCK_BRACKET } from './stockContext.js';

/** The kernel right-aligns the name in 16 columns: the dash of a stock line stands here. */
const STOCK_DASH = 16;
const MAX_TGID_WIDTH = 16;
/** TASK_COMM_LEN without its end: no name is longer. */
const MAX_COMM = 15;
const MAX_PID_WIDTH = 16;
/** Bytes in front of `[cpu]`; a name has 16, a log prefix is gone. */
export const MAX_CONTEXT = 256;

/** Reads the context into the line's columns; returns where the body begins, or -1 if the line has no such context. */
export function readContext(line: Line): number {
  const { bytes, start, end } = line;
  const dash = start + STOCK_DASH;
  line.laterSplit = false;
  if (dash + 1 < end && bytes[dash] === DASH && is(bytes[dash + 1], DIGIT)) {
    const pidEnd = skipClass(bytes, dash + 1, end, DIGIT);
    let p = skipBlanks(bytes, pidEnd, end);
    if (p > pidEnd && bytes[p] === OPEN) p = skipBlanks(bytes, skipTgid(bytes, p, end), end);
    if (p > pidEnd && p < end && bytes[p] === OPEN_BRACKET) {
      const body = readFromCpu(line, p);
      if (body >= 0) {
        setTask(line, start, dash, dash + 1, pidEnd);
        if (p === start + STOCK_BRACKET) line.learnContext();
        return body;
      }
    }
  }
  return searchContext(line);
}

function searchContext(line: Line): number {
  const last = Math.min(line.end, line.start + MAX_CONTEXT);
  const body = readSplit(line, line.start, last);
  if (body < 0) return -1;
  setSplitTask(line);
  line.laterSplit = findLaterSplit(line);
  return body;
}

const setSplitTask = (line: Line): void => {
  setTask(line, behindSource(line.bytes, line.start, line.commEnd, STOCK_DASH), line.commEnd, line.pidFrom, line.pidEnd);
};

/** Reads the context of the first `[cpu]` in [from, last) that has a task in front and a whole rest behind; the body's place, or -1. */
function readSplit(line: Line, from: number, last: number): number {
  const { bytes, start, end } = line;
  for (let p = from; p < last; p++) {
    if (bytes[p] !== OPEN_BRACKET || p + 1 >= end || !is(bytes[p + 1], DIGIT)) continue;
    const pidEnd = pidBefore(bytes, start, p);
    if (pidEnd < 0) continue;
    let pidFrom = pidEnd;
    while (pidFrom > start && is(bytes[pidFrom - 1], DIGIT)) pidFrom--;
    const commEnd = commBefore(bytes, start, pidFrom);
    if (commEnd < 0) continue;
    const body = readFromCpu(line, p);
    if (body < 0) continue;
    line.split = p;
    line.commEnd = commEnd;
    line.pidFrom = pidFrom;
    line.pidEnd = pidEnd;
    return body;
  }
  return -1;
}

/** Whether there is another split behind the one that was read, with a name that is none too long; the row stays as it is. */
function findLaterSplit(line: Line): boolean {
  const { bytes, start, end, split, out, row } = line;
  const name = skipBlanks(bytes, start, end);
  const last = Math.min(end, name + MAX_COMM + MAX_PID_WIDTH + MAX_TGID_WIDTH);
  let bracket = split + 1;
  while (bracket < last && bytes[bracket] !== OPEN_BRACKET) bracket++;
  if (bracket >= last) return false;
  const [cpu, flags, sec, nsec] = [out.cpu[row], out.flags[row], out.sec[row], out.nsec[row]];
  const found = readSplit(line, bracket, last) >= 0 && line.commEnd - name <= MAX_COMM;
  out.cpu[row] = cpu; out.flags[row] = flags; out.sec[row] = sec; out.nsec[row] = nsec;
  return found;
}

/** Reads the context of the split that `readContext` has found behind the first one. */
export function readLaterSplit(line: Line): number {
  const body = readSplit(line, line.split, line.end);
  setSplitTask(line);
  return body;
}

/** End of the digits in front of `[cpu]`, over an optional `(tgid)`; -1 if there are none. */
function pidBefore(bytes: Uint8Array, start: number, bracket: number): number {
  let p = bracket;
  while (p > start && is(bytes[p - 1], BLANK)) p--;
  if (p > start && bytes[p - 1] === CLOSE) {
    const lowest = Math.max(start, p - MAX_TGID_WIDTH);
    let open = p - 2;
    while (open > lowest && (bytes[open] === SPACE || bytes[open] === DASH || is(bytes[open], DIGIT))) open--;
    if (open < start || bytes[open] !== OPEN) return -1;
    p = open;
    while (p > start && is(bytes[p - 1], BLANK)) p--;
  }
  return p < bracket && p > start && is(bytes[p - 1], DIGIT) ? p : -1;
}

/** End of the task's name: before the dash (ftrace), or before the blanks (perf; `pid/tid` counts as one). */
function commBefore(bytes: Uint8Array, start: number, pidFrom: number): number {
  if (pidFrom > start && bytes[pidFrom - 1] === DASH) return pidFrom - 1;
  let p = pidFrom;
  if (p > start && bytes[p - 1] === SLASH) {
    p--;
    const digits = p;
    while (p > start && is(bytes[p - 1], DIGIT)) p--;
    if (p === digits) return -1;
  }
  if (p > start && !is(bytes[p - 1], BLANK)) return -1;
  while (p > start && is(bytes[p - 1], BLANK)) p--;
  return p;
}

function setTask(line: Line, commFrom: number, commEnd: number, pidFrom: number, pidEnd: number): void {
  line.out.task[line.row] = line.tasks.id(line.bytes, commFrom, commEnd, pidFrom, pidEnd, line.out.cpu[line.row]);
}

/** Behind `(123)` or `(-------)`; the same place if it is none. */
function skipTgid(bytes: Uint8Array, from: number, end: number): number {
  let p = skipBlanks(bytes, from + 1, end);
  while (p < end && (is(bytes[p], DIGIT) || bytes[p] === DASH)) p++;
  return p < end && bytes[p] === CLOSE ? p + 1 : from;
}

/** From `[` of the CPU to the colon behind the time. */
function readFromCpu(line: Line, bracket: number): number {
  const { bytes, end, out, row } = line;
  let p = bracket + 1;
  let cpu = 0;
  while (p < end && is(bytes[p], DIGIT)) cpu = cpu * 10 + bytes[p++] - DIGIT_0;
  if (p === bracket + 1 || p >= end || bytes[p] !== CLOSE_BRACKET) return -1;
  p++;
  // ` d..1. ` with five columns, as stock kernels have it since 5.15.
  if (p + 7 < end && bytes[p] === SPACE && bytes[p + 6] === SPACE) {
    const stockFlags = decodeStockFlags(bytes, line.view, p + 1);
    const stockBody = stockFlags < 0 ? -1 : readTime(line, skipBlanks(bytes, p + 7, end));
    if (stockBody >= 0) {
      out.cpu[row] = cpu <= MAX_CPU ? cpu : -1;
      out.flags[row] = stockFlags;
      return stockBody;
    }
  }
  p = skipBlanks(bytes, p, end);
  if (p < end && bytes[p] === OPEN) p = skipBlanks(bytes, skipTgid(bytes, p, end), end);
  let flags = 0;
  if (p < end && !is(bytes[p], DIGIT)) {
    const from = p;
    while (p < end && p - from < 8 && is(bytes[p], FLAG)) p++;
    if (p - from < 4 || p - from > 7 || p >= end || !is(bytes[p], BLANK)) return -1;
    flags = decodeFlags(bytes, from, p);
    p = skipBlanks(bytes, p, end);
  }
  const body = readTime(line, p);
  if (body < 0) return -1;
  out.cpu[row] = cpu <= MAX_CPU ? cpu : -1;
  out.flags[row] = flags;
  return body;
}

const nanosecondsPerUnit = [1e9, 1e8, 1e7, 1e6, 1e5, 1e4, 1e3, 100, 10, 1];

/** `12.345678:`, `12.345678901:`, `1906:`, with `(+5)` of --ts-diff on either side of the colon; returns the place behind. */
export function readTime(line: Line, from: number): number {
  const { bytes, end, out, row } = line;
  let p = from;
  let seconds = 0;
  while (p < end && is(bytes[p], DIGIT)) seconds = seconds * 10 + bytes[p++] - DIGIT_0;
  if (p === from || p >= end || seconds > Number.MAX_SAFE_INTEGER) return -1;
  let nanoseconds = -1;
  if (bytes[p] === DOT) {
    const fraction = ++p;
    nanoseconds = 0;
    while (p < end && p - fraction < 10 && is(bytes[p], DIGIT)) nanoseconds = nanoseconds * 10 + bytes[p++] - DIGIT_0;
    if (p === fraction || p - fraction > 9) return -1;
    nanoseconds *= nanosecondsPerUnit[p - fraction];
  }
  p = skipDifference(bytes, p, end);
  if (p >= end || bytes[p] !== COLON) return -1;
  p++;
  if (p < end && !is(bytes[p], BLANK)) return -1;
  out.sec[row] = seconds;
  out.nsec[row] = nanoseconds;
  return skipDifference(bytes, p, end);
}

/** Behind ` (+12)`; the same place if it is none. */
function skipDifference(bytes: Uint8Array, from: number, end: number): number {
  const p = skipBlanks(bytes, from, end);
  if (p + 2 >= end || bytes[p] !== OPEN || bytes[p + 1] !== PLUS) return from;
  const digits = skipClass(bytes, p + 2, end, DIGIT);
  return digits > p + 2 && digits < end && bytes[digits] === CLOSE ? digits + 1 : from;
}
