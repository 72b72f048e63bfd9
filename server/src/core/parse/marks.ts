/** Lines without a context: headers, losses, stack frames, raw output. */
import { MAX_CPU, LineKind } from '../trace/columns.js';
import {
  BLANK, CLOSE, CLOSE_BRACKET, DASH, DIGIT, DOT, EQUALS, GREATER, HEX, OPEN_BRACKET, SPACE, equals, find, findBlank, is, skipBlanks, skipClass,
  startsWith, trimEnd,
} from './bytes.js';
import type { Line } from './line.js';
import { readUint } from './numbers.js';


/** `CPU:1 [LOST 3 EVENTS]`, `CPU:1 [LOST EVENTS]`, `CPU:0 [104 EVENTS DROPPED]`, `CPU:1 [EVENTS DROPPED]`, `CPU:1 [SUBBUFFER START]`. */
export function readCpuMark(line: Line, start: number): boolean {
  const { bytes, end, out, row } = line;
  if (!startsWith(bytes, start, end, 'CPU:')) return false;
  const cpuEnd = skipClass(bytes, start + 4, end, DIGIT);
  const open = skipBlanks(bytes, cpuEnd, end);
  const close = trimEnd(bytes, open, end) - 1;
  if (cpuEnd === start + 4 || open >= end || bytes[open] !== OPEN_BRACKET || close <= open || bytes[close] !== CLOSE_BRACKET) return false;
  const isLost = find(bytes, open, close, 'EVENTS') > 0;
  if (!isLost && !equals(bytes, open + 1, close, 'SUBBUFFER START')) return false;
  const cpu = readUint(bytes, start + 4, cpuEnd);
  out.cpu[row] = cpu <= MAX_CPU ? cpu : -1;
  if (!isLost) { out.kind[row] = LineKind.Header; return true; }
  const count = startsWith(bytes, open + 1, close, 'LOST ') ? open + 6 : open + 1;
  setLost(line, readUint(bytes, count, skipClass(bytes, count, close, DIGIT)));
  return true;
}

/** `PERF_RECORD_LOST lost 55` behind a context; other records of perf itself mean nothing here. */
export function readPerfRecord(line: Line, body: number): boolean {
  const { bytes, end } = line;
  const from = skipBlanks(bytes, body, end);
  if (!startsWith(bytes, from, end, 'PERF_RECORD_')) return false;
  if (!startsWith(bytes, from, end, 'PERF_RECORD_LOST')) { line.out.kind[line.row] = LineKind.Header; return true; }
  const count = find(bytes, from, end, ' lost ');
  setLost(line, count < 0 ? NaN : readUint(bytes, count + 6, skipClass(bytes, count + 6, end, DIGIT)));
  return true;
}

function setLost(line: Line, count: number): void {
  line.out.kind[line.row] = LineKind.Lost;
  line.out.a[line.row] = count >= 0 ? count : -1;
}

/** Digits of a user's address; a kernel's has more. */
const ADDRESS_DIGITS = 12;

/** ` => sym`, `=> sym (address)`, and perf's `\tffffffff9eaf9486 __alloc_pages+0x256 ([kernel.kallsyms])`. */
export function isStackLine(line: Line): boolean {
  const { bytes, start, end } = line;
  const p = skipBlanks(bytes, start, end);
  if (p + 2 < end && bytes[p] === EQUALS && bytes[p + 1] === GREATER && bytes[p + 2] === SPACE) return true;
  if (p === start) return false;
  const hexEnd = skipClass(bytes, p, end, HEX);
  const last = trimEnd(bytes, p, end);
  if (hexEnd === p || hexEnd >= last || !is(bytes[hexEnd], BLANK)) return false;
  // Without the field dso a whole address tells.
  return hexEnd - p >= ADDRESS_DIGITS || (bytes[last - 1] === CLOSE && find(bytes, hexEnd, last, '(') > 0);
}

/** `111 1 14422546374 type: 547`: the raw and hex options, of which no event can be read; `# 12 buf: 61` of raw markers. */
export function isRawLine(line: Line): boolean {
  const { bytes, start, end } = line;
  let p = skipBlanks(bytes, start, end);
  for (let i = 0; i < 3; i++) {
    const from = p;
    p = skipClass(bytes, p, end, HEX);
    if (p === from || p >= end || bytes[p] !== SPACE) return false;
    p = skipBlanks(bytes, p, end);
  }
  // A marker's: `# address text`.
  if (startsWith(bytes, p, end, '# ')) return true;
  if (!startsWith(bytes, p, end, 'type: ')) {
    // The function tracer's own raw form: two addresses.
    for (let i = 0; i < 2; i++) {
      const from = p;
      p = skipBlanks(bytes, skipClass(bytes, p, end, HEX), end);
      if (p - from < 8) return false;
    }
    return p >= end;
  }
  return true;
}

const titles = ['Dumping ftrace buffer:', '(ftrace buffer empty)', 'TRACE:'];

/** `cpus=2`, `version = 6`, `CPU 1 is empty`, `overriding event ...` of trace-cmd, `TRACE:` of atrace, titles of a dump. */
export function isMarkLine(line: Line, start: number): boolean {
  const { bytes, end } = line;
  const from = skipBlanks(bytes, start, end);
  const last = trimEnd(bytes, from, end);
  for (const [key, separator] of [['cpus', '='], ['version', ' = ']] as const) {
    const number = from + key.length + separator.length;
    if (startsWith(bytes, from, last, key + separator) && last > number && skipClass(bytes, number, last, DIGIT) === last) return true;
  }
  if (startsWith(bytes, from, last, 'CPU ') && equals(bytes, skipClass(bytes, from + 4, last, DIGIT), last, ' is empty')) return true;
  if (startsWith(bytes, from, last, 'overriding event (')) return true;
  return titles.some(mark => equals(bytes, from, last, mark));
}

/** `------------------------------------------` around context switches of function_graph and around dumps. */
export function isRuler(line: Line): boolean {
  const { bytes, start, end } = line;
  const from = skipBlanks(bytes, start, end);
  const last = trimEnd(bytes, from, end);
  for (let p = from; p < last; p++) if (bytes[p] !== DASH) return false;
  return last - from >= 8;
}

/** Behind the `[   12.345678] ` or `[   12.345678][  T123] ` of the kernel log; the line's start if there is none. */
export function skipLogPrefix(line: Line): number {
  const { bytes, start, end } = line;
  if (bytes[start] !== OPEN_BRACKET) return start;
  const seconds = skipBlanks(bytes, start + 1, end);
  const dot = skipClass(bytes, seconds, end, DIGIT);
  if (dot === seconds || dot >= end || bytes[dot] !== DOT) return start;
  let p = skipClass(bytes, dot + 1, end, DIGIT);
  if (p === dot + 1 || p >= end || bytes[p] !== CLOSE_BRACKET) return start;
  p++;
  if (p < end && bytes[p] === OPEN_BRACKET) {
    const caller = skipBlanks(bytes, p + 1, end);
    const callerEnd = findBlank(bytes, caller, Math.min(end, caller + 16));
    if (callerEnd > caller && bytes[callerEnd - 1] === CLOSE_BRACKET) p = callerEnd;
  }
  return p < end && bytes[p] === SPACE ? p + 1 : start;
}

