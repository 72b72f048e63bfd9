/**
 * What `perf script -F ...` leaves in front of an event, in this order, each part optional (perf_sample__fprintf_start()):
 *
 *     {comm} [{pid}/]{tid} [{cpu}] {date} {time of day} {seconds}.{fraction}: {period} {group}:{event}:
 *
 * The event is perf's own, `group:name:`; the parts are found from there to the left. With all of them it is `readContext` that reads.
 */
import { MAX_CPU } from '../trace/columns.js';
import { BLANK, CLOSE_BRACKET, COLON, DASH, DIGIT, DOT, OPEN_BRACKET, SLASH, findByte, is, skipBlanks, skipClass, startsWith } from './bytes.js';
import { isGroupedName } from './body.js';
import { MAX_CONTEXT, readTime } from './context.js';
import type { Line } from './line.js';
import { readUint } from './numbers.js';


/** The word that is looked at, from right to left. */
const word = { from: 0, end: 0 };

/** Sets `word` to the last one of bytes[start, end); false if there is none. */
function lastWord(bytes: Uint8Array, start: number, end: number): boolean {
  let p = end;
  while (p > start && is(bytes[p - 1], BLANK)) p--;
  word.end = p;
  while (p > start && !is(bytes[p - 1], BLANK)) p--;
  word.from = p;
  return word.end > p;
}

const isNumber = (bytes: Uint8Array): boolean => skipClass(bytes, word.from, word.end, DIGIT) === word.end;

function isTime(bytes: Uint8Array): boolean {
  const dot = skipClass(bytes, word.from, word.end, DIGIT);
  return dot > word.from && bytes[dot] === DOT && bytes[word.end - 1] === COLON && skipClass(bytes, dot + 1, word.end, DIGIT) === word.end - 1;
}

/** `2026-11-20` or `11:01:02.123456`. */
const isTimeOfDay = (bytes: Uint8Array): boolean => {
  const digits = skipClass(bytes, word.from, word.end, DIGIT);
  return (digits === word.from + 4 && bytes[digits] === DASH && is(bytes[word.end - 1], DIGIT))
    || (digits === word.from + 2 && bytes[digits] === COLON && findByte(bytes, digits, word.end, DOT) < word.end);
};

/** Where the event of perf stands, or -1. */
function eventPlace(line: Line): number {
  const { bytes, start, end } = line;
  const last = Math.min(end, start + MAX_CONTEXT);
  for (let p = skipBlanks(bytes, start, last); p < last;) {
    if (p > start && (isGroupedName(bytes, p, end) || startsWith(bytes, p, end, 'PERF_RECORD_'))) return p;
    while (p < last && !is(bytes[p], BLANK)) p++;
    p = skipBlanks(bytes, p, last);
  }
  return -1;
}

/** Reads the parts that are there into the line's columns; returns where the event stands, or -1 if none of them is there. */
export function readPerfColumns(line: Line): number {
  const { bytes, start, out, row } = line;
  const event = eventPlace(line);
  if (event < 0) return -1;
  let rest = event;
  // The period counts as such only behind another column; else a number is the task's.
  if (lastWord(bytes, start, rest) && isNumber(bytes) && lastWord(bytes, start, word.from) && (isTime(bytes) || bytes[word.from] === OPEN_BRACKET)) rest = word.end;
  if (lastWord(bytes, start, rest) && isTime(bytes)) {
    if (readTime(line, word.from) < 0) return -1;
    rest = word.from;
  }
  while (lastWord(bytes, start, rest) && isTimeOfDay(bytes)) rest = word.from;
  rest = readCpu(line, rest);
  if (lastWord(bytes, start, rest)) {
    // `pid/tid`: the task is the thread.
    const first = skipClass(bytes, word.from, word.end, DIGIT);
    const from = first > word.from && first < word.end && bytes[first] === SLASH ? first + 1 : word.from;
    const { end } = word;
    if (from < end && skipClass(bytes, from, end, DIGIT) === end) {
      rest = word.from;
      const nameEnd = lastWord(bytes, start, rest) ? word.end : start;
      out.task[row] = line.tasks.id(bytes, start, nameEnd, from, end, out.cpu[row]);
    }
  }
  return rest < event ? event : -1;
}

/** `[001]`, or a bare number in front of which another one, the task's, stands (`--latency`). */
function readCpu(line: Line, end: number): number {
  const { bytes, start, out, row } = line;
  if (!lastWord(bytes, start, end)) return end;
  const { from, end: last } = word;
  const isBracket = bytes[from] === OPEN_BRACKET && bytes[last - 1] === CLOSE_BRACKET;
  const cpu = isBracket ? readUint(bytes, from + 1, last - 1) : readUint(bytes, from, last);
  if (Number.isNaN(cpu) || (!isBracket && !(lastWord(bytes, start, from) && isNumber(bytes)))) return end;
  out.cpu[row] = cpu <= MAX_CPU ? cpu : -1;
  return from;
}
