/**
 * The latency format, `{comm}-{pid} {cpu}{flags} {time}us{mark}: `, with plain seconds in `trace-cmd report -l`, and its verbose form,
 * `{comm} {pid} {cpu} {flags} {preempt count} {index} [{microseconds in hex}] {ms}.{us}ms (+..ms): `.
 */
import {
  BLANK, CLOSE_BRACKET, COLON, DASH, DIGIT, DIGIT_0, DOT, HEX, SLASH, find, findBlank, hexValues, is, skipBlanks, skipClass, startsWith,
} from './bytes.js';
import { MAX_CPU } from '../trace/columns.js';
import { readTime } from './context.js';
import { decodeFlagBits, decodeFlags } from './flags.js';
import type { Line } from './line.js';
import { readUint } from './numbers.js';
import { behindSource } from './source.js';

/** Bytes in front of the time that are searched: a name of 16, numbers, flags. */
const MAX_CONTEXT = 64;
/** The kernel cuts the name to so many characters, and right-aligns it. */
const NAME_WIDTH = 8;

/** Returns where the body begins, or -1. */
export function readLatency(line: Line): number {
  const { bytes, start, end } = line;
  const last = Math.min(end, start + MAX_CONTEXT);
  for (let dash = start; dash + 1 < last; dash++) {
    if (bytes[dash] !== DASH || !is(bytes[dash + 1], DIGIT)) continue;
    const pidEnd = skipClass(bytes, dash + 1, end, DIGIT);
    const cpu = skipBlanks(bytes, pidEnd, end);
    const cpuEnd = skipClass(bytes, cpu, end, DIGIT);
    if (cpu === pidEnd || cpuEnd === cpu) continue;
    const flagsEnd = findBlank(bytes, cpuEnd, Math.min(end, cpuEnd + 8));
    if (flagsEnd >= end || !is(bytes[flagsEnd], BLANK) || flagsEnd - cpuEnd < 4 || bytes[cpuEnd] === SLASH) continue;
    const body = readRelativeTime(line, skipBlanks(bytes, flagsEnd, end));
    if (body < 0) continue;
    // The raw format prints the flags as a number, `-0x5`, of which trace-cmd does not say more.
    setCpu(line, cpu, cpuEnd, bytes[cpuEnd] === DASH ? 0 : decodeFlags(bytes, cpuEnd, flagsEnd));
    line.out.task[line.row] = line.tasks.id(bytes, behindSource(bytes, start, dash, NAME_WIDTH), dash, dash + 1, pidEnd, line.out.cpu[line.row]);
    return body;
  }
  return -1;
}

function setCpu(line: Line, from: number, end: number, flags: number): void {
  const cpu = readUint(line.bytes, from, end);
  line.out.cpu[line.row] = cpu <= MAX_CPU ? cpu : -1;
  line.out.flags[line.row] = flags;
}

/** `18299us!: `, `18299us : ` in microseconds since the trace's start; `4711: ` for a clock that counts. */
function readRelativeTime(line: Line, from: number): number {
  const { bytes, end, out, row } = line;
  const digits = skipClass(bytes, from, end, DIGIT);
  if (digits < end && bytes[digits] === DOT) return readTime(line, from);
  const value = readUint(bytes, from, digits);
  if (!(value >= 0)) return -1;
  let p = digits;
  const isTime = startsWith(bytes, p, end, 'us');
  if (isTime) {
    p += 2;
    if (p < end && bytes[p] !== COLON) p++;
  }
  if (p >= end || bytes[p] !== COLON || (p + 1 < end && !is(bytes[p + 1], BLANK))) return -1;
  setMicroseconds(line, value, isTime);
  if (!isTime) { out.sec[row] = value; out.nsec[row] = -1; }
  return p + 1;
}

function setMicroseconds(line: Line, value: number, isTime: boolean): void {
  if (!isTime) return;
  line.out.sec[line.row] = Math.floor(value / 1e6);
  line.out.nsec[line.row] = (value % 1e6) * 1000;
}

/** Returns where the body begins, or -1. The name may hold blanks, so the line is anchored on its bracket. */
export function readVerboseLatency(line: Line): number {
  const { bytes, start, end, out, row } = line;
  const bracket = find(bytes, start, Math.min(end, start + MAX_CONTEXT + 32), ' [');
  if (bracket < 0) return -1;
  const stampEnd = skipClass(bytes, bracket + 2, end, HEX);
  if (stampEnd === bracket + 2 || stampEnd >= end || bytes[stampEnd] !== CLOSE_BRACKET) return -1;
  const colon = find(bytes, stampEnd, Math.min(end, stampEnd + MAX_CONTEXT), 'ms): ');
  if (colon < 0) return -1;
  // From the right: index, preempt count, flags, cpu, pid.
  const fields: number[] = [];
  let p = bracket;
  for (let i = 0; i < 5; i++) {
    while (p > start && is(bytes[p - 1], BLANK)) p--;
    const fieldEnd = p;
    while (p > start && is(bytes[p - 1], i < 2 ? HEX : DIGIT)) p--;
    if (p === fieldEnd) return -1;
    fields.push(p, fieldEnd);
  }
  if (p > start && !is(bytes[p - 1], BLANK)) return -1;
  const [, , countFrom, countEnd, flagsFrom, flagsEnd, cpuFrom, cpuEnd, pidFrom, pidEnd] = fields;
  const count = hexOf(bytes, countFrom, countEnd);
  setCpu(line, cpuFrom, cpuEnd, decodeFlagBits(decimalOf(bytes, flagsFrom, flagsEnd), count));
  const microseconds = hexOf(bytes, bracket + 2, stampEnd);
  if (microseconds <= Number.MAX_SAFE_INTEGER) setMicroseconds(line, microseconds, true);
  let commEnd = pidFrom;
  while (commEnd > start && is(bytes[commEnd - 1], BLANK)) commEnd--;
  out.task[row] = line.tasks.id(bytes, start, commEnd, pidFrom, pidEnd, out.cpu[row]);
  return colon + 4;
}

function hexOf(bytes: Uint8Array, from: number, end: number): number {
  let value = 0;
  for (let p = from; p < end; p++) value = value * 16 + hexValues[bytes[p]];
  return value;
}

function decimalOf(bytes: Uint8Array, from: number, end: number): number {
  let value = 0;
  for (let p = from; p < end; p++) value = value * 10 + bytes[p] - DIGIT_0;
  return value;
}

