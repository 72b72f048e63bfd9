/**
 * function_graph lines: `[time |] [cpu)] [comm-pid |] [flags |] duration | text`. The text is a function, a closing brace or an
 * event in a comment; functions that the catalogue knows and events in comments are events, all else is drawing.
 */
import { MAX_CPU, LineKind } from '../trace/columns.js';
import {
  BAR, CLOSE, CLOSE_BRACE, CLOSE_BRACKET, DASH, DIGIT, DIGIT_0, DOT, EQUALS, OPEN, OPEN_BRACKET, SLASH, SPACE, STAR, SYMBOL, find, findByte, is, skipBlanks,
  skipClass, startsWith, trimEnd,
} from './bytes.js';
import { readNamed, setFunction } from './body.js';
import { decodeFlags } from './flags.js';
import type { Line } from './line.js';
import { symbolMeaning } from './probes.js';

const MAX_PREFIXES = 2;
/** In front of long durations. */
const marks: readonly number[] = [...'+!#*@$'].map(mark => mark.charCodeAt(0));

/** False if the line is not a function_graph line. */
export function readGraph(line: Line): boolean {
  const { bytes, start, end, out, row } = line;
  const digits = skipBlanks(bytes, start, end);
  let p = skipClass(bytes, digits, end, DIGIT);
  if (p >= end) return false;
  const time = p > digits && bytes[p] === DOT ? readAbsoluteTime(line, digits) : -1;
  const cpuFrom = time >= 0 ? time : digits;
  p = cpuFrom;
  let cpu = 0;
  while (p < end && is(bytes[p], DIGIT)) cpu = cpu * 10 + bytes[p++] - DIGIT_0;
  if (p === cpuFrom || p >= end || bytes[p] !== CLOSE || (p + 1 < end && bytes[p + 1] !== SPACE)) {
    // Without the option funcgraph-cpu.
    if (isDuration(bytes, cpuFrom, end)) { readColumns(line, cpuFrom); return true; }
    out.sec[row] = -1;
    out.nsec[row] = -1;
    return false;
  }
  out.cpu[row] = cpu <= MAX_CPU ? cpu : -1;
  readColumns(line, p + 1);
  return true;
}

/** `+ 21.542 us   |  `: the mark, the duration, or blanks only, and the bar. */
function isDuration(bytes: Uint8Array, from: number, end: number): boolean {
  let p = from;
  if (p + 1 < end && marks.includes(bytes[p]) && bytes[p + 1] === SPACE) p = skipBlanks(bytes, p + 1, end);
  const dot = skipClass(bytes, p, end, DIGIT);
  if (dot > p) {
    if (dot >= end || bytes[dot] !== DOT) return false;
    p = skipClass(bytes, dot + 1, end, DIGIT);
    if (p === dot + 1 || !startsWith(bytes, p, end, ' us')) return false;
    p += 3;
  }
  return startsWith(bytes, skipBlanks(bytes, p, end), end, '|  ');
}

/** `29.014566 |` in front of the CPU; returns the CPU's place, or -1. */
function readAbsoluteTime(line: Line, from: number): number {
  const { bytes, end, out, row } = line;
  let p = from;
  let seconds = 0;
  let nanoseconds = 0;
  while (p < end && is(bytes[p], DIGIT)) seconds = seconds * 10 + bytes[p++] - DIGIT_0;
  const fraction = ++p;
  while (p < end && is(bytes[p], DIGIT) && p - fraction < 6) nanoseconds = nanoseconds * 10 + bytes[p++] - DIGIT_0;
  if (p - fraction !== 6 || seconds > Number.MAX_SAFE_INTEGER) return -1;
  p = skipBlanks(bytes, p, end);
  if (p >= end || bytes[p] !== BAR) return -1;
  out.sec[row] = seconds;
  out.nsec[row] = nanoseconds * 1000;
  return skipBlanks(bytes, p + 1, end);
}

/** What stands between bars: the task, the flags, the duration; behind the duration's bar follows the text. */
function readColumns(line: Line, from: number): void {
  const { bytes, end, out, row } = line;
  let p = from;
  for (;;) {
    const first = skipBlanks(bytes, p, end);
    const bar = findByte(bytes, first, end, BAR);
    if (bar >= end || beginsText(bytes, first, end)) { readGraphBody(line, first, true); return; }
    const last = trimEnd(bytes, first, bar);
    p = bar + 1;
    const pid = pidAtEnd(bytes, first, last);
    if (pid > 0) out.task[row] = line.tasks.id(bytes, first, pid - 1, pid, last, out.cpu[row]);
    else if (isFlags(bytes, first, last)) out.flags[row] = decodeFlags(bytes, first, last);
    else break;
  }
  readGraphBody(line, p, true);
}

/** A comment may hold bars of its own. */
const beginsText = (bytes: Uint8Array, p: number, end: number): boolean =>
  p < end && (bytes[p] === CLOSE_BRACE || (bytes[p] === SLASH && p + 1 < end && bytes[p + 1] === STAR));

/** Start of the digits of `comm-pid`, or -1. */
function pidAtEnd(bytes: Uint8Array, from: number, end: number): number {
  let p = end;
  while (p > from && is(bytes[p - 1], DIGIT)) p--;
  return p < end && p > from + 1 && bytes[p - 1] === DASH ? p : -1;
}

/** `d..4.` and the like: no blank, and no digit first as in a duration. */
function isFlags(bytes: Uint8Array, from: number, end: number): boolean {
  if (end - from < 4 || end - from > 7 || is(bytes[from], DIGIT)) return false;
  for (let p = from; p < end; p++) if (bytes[p] <= SPACE || bytes[p] === EQUALS) return false;
  return true;
}

/** `func() {`, `func();`, `}`, a comment. Only `entry` lines of functions are events. */
export function readGraphBody(line: Line, from: number, entry: boolean): void {
  const { bytes, end, out, row } = line;
  out.kind[row] = LineKind.GraphArt;
  const p = skipBlanks(bytes, from, end);
  if (startsWith(bytes, p, end, '/* ')) {
    const close = find(bytes, p, end, ' */');
    if (close < 0) return;
    const whole = line.end;
    line.end = trimEnd(bytes, p, close);
    if (!readNamed(line, skipBlanks(bytes, p + 3, line.end), MAX_PREFIXES, true)) out.kind[row] = LineKind.GraphArt;
    line.end = whole;
    return;
  }
  if (entry) readGraphFunction(line, p);
}

function readGraphFunction(line: Line, from: number): void {
  const { bytes, end } = line;
  const nameEnd = skipClass(bytes, from, end, SYMBOL);
  let p = nameEnd;
  if (p + 1 < end && bytes[p] === SPACE && bytes[p + 1] === OPEN_BRACKET) p = Math.min(end, findByte(bytes, p, end, CLOSE_BRACKET) + 1);
  if (nameEnd === from || p >= end || bytes[p] !== OPEN) return;
  const meaning = symbolMeaning(line, from, nameEnd);
  if (meaning >= 0) setFunction(line, meaning, from, nameEnd, p);
}
