/** The stock tracepoints whose text is not `key=value`. The kernel's print formats are quoted above each reader. */
import {
  BLANK, CLOSE, CLOSE_BRACKET, COLON, DASH, DIGIT, DIGIT_0, DOT, EQUALS, OPEN_BRACKET, SPACE, SYMBOL, equals, find, findBlank, findByte, findLast, is, skipBlanks, skipClass,
  startsWith, trimEnd,
} from './bytes.js';
import { setNumber, setPointer } from './arguments.js';
import type { Line } from './line.js';
import { readInt, readUint } from './numbers.js';
import { SlotIndex } from './vocabulary.js';

const LETTER_R = 0x52;

/** `%p [try ][read ]NAME`: s is the lock's name, a and b its address, c has bit 0 for try and bit 1 for read. */
export function readLockdep(line: Line, from: number): void {
  const { bytes, end } = line;
  const address = skipBlanks(bytes, from, end);
  const addressEnd = findBlank(bytes, address, end);
  setPointer(line, SlotIndex.A, address, addressEnd);
  let p = skipBlanks(bytes, addressEnd, end);
  let how = 0;
  if (startsWith(bytes, p, end, 'try ')) { how |= 1; p = skipBlanks(bytes, p + 4, end); }
  if (startsWith(bytes, p, end, 'read ')) { how |= 2; p = skipBlanks(bytes, p + 5, end); }
  const nameEnd = trimEnd(bytes, p, end);
  if (nameEnd > p) line.setText(p, nameEnd);
  setNumber(line.out, line.row, SlotIndex.C, how);
}

/** `%p (flags=SPIN|WRITE)` and `%p (ret=0)`: a and b are the address, s the flags, d the result. */
export function readContention(line: Line, from: number): void {
  const { bytes, end } = line;
  const address = skipBlanks(bytes, from, end);
  const addressEnd = findBlank(bytes, address, end);
  setPointer(line, SlotIndex.A, address, addressEnd);
  const p = skipBlanks(bytes, addressEnd, end);
  const close = findByte(bytes, p, end, CLOSE);
  if (close >= end) return;
  if (startsWith(bytes, p, close, '(flags=')) {
    if (close > p + 7) line.setText(p + 7, close);
  } else if (startsWith(bytes, p, close, '(ret=') && close > p + 5) setNumber(line.out, line.row, SlotIndex.D, readInt(bytes, p + 5, close));
}

/** `work struct %p: function %ps`, `work struct=%p function=%ps workqueue=...`: s is the function without compiler suffixes. */
export function readWorkqueue(line: Line, from: number): void {
  const { bytes, end } = line;
  const at = find(bytes, from, end, 'function');
  if (at < 0 || at + 8 >= end || (bytes[at + 8] !== SPACE && bytes[at + 8] !== EQUALS)) return;
  const name = at + 9;
  const nameEnd = symbolEnd(bytes, name, skipClass(bytes, name, end, SYMBOL));
  if (nameEnd > name) line.setText(name, nameEnd);
}

/** `%s[%u] begin`, `%s[%u] end`: s is the step, a its number, b 1 at its begin and 0 at its end. */
export function readSuspend(line: Line, from: number): void {
  const { bytes, end, out, row } = line;
  const name = skipBlanks(bytes, from, end);
  const nameEnd = skipClass(bytes, name, end, SYMBOL);
  const close = findByte(bytes, nameEnd, end, CLOSE_BRACKET);
  if (nameEnd === name || nameEnd >= end || bytes[nameEnd] !== OPEN_BRACKET || close >= end) return;
  line.setText(name, nameEnd);
  setNumber(out, row, SlotIndex.A, readUint(bytes, nameEnd + 1, close));
  const edge = skipBlanks(bytes, close + 1, end);
  if (equals(bytes, edge, trimEnd(bytes, edge, end), 'begin')) setNumber(out, row, SlotIndex.B, 1);
  else if (equals(bytes, edge, trimEnd(bytes, edge, end), 'end')) setNumber(out, row, SlotIndex.B, 0);
}

/** End of a symbol without `.isra.0`, `.constprop.0`, `.part.0`, `.cold`, `.llvm.123`. */
export function symbolEnd(bytes: Uint8Array, from: number, end: number): number {
  const dot = findByte(bytes, from, end, DOT);
  return dot > from ? dot : end;
}

/**
 * `prev_comm=.. prev_pid=12 prev_prio=.. prev_state=R ==> next_comm=.. next_pid=13 next_prio=..`. A name may hold blanks and
 * `=`, so the keys are sought from the right. perf and trace-cmd print `bash:12 [120] R ==> dd:13 [120]`. c is 1 where the task waits.
 */
export function readSchedSwitch(line: Line, from: number): void {
  const { bytes, end } = line;
  const arrow = findLast(bytes, from, end, ' ==> next_comm=');
  if (arrow < 0) { readShortSwitch(line, from); return; }
  pidAfter(line, SlotIndex.A, findLast(bytes, from, arrow, ' prev_pid='), arrow);
  pidAfter(line, SlotIndex.B, findLast(bytes, arrow, end, ' next_pid='), end);
  const state = findLast(bytes, from, arrow, ' prev_state=');
  if (state >= 0) setWaits(line, state + 12);
}

function pidAfter(line: Line, slot: number, key: number, end: number): void {
  if (key >= 0) setNumber(line.out, line.row, slot, readUint(line.bytes, key + 10, findBlank(line.bytes, key + 10, end)));
}

function readShortSwitch(line: Line, from: number): void {
  const { bytes, end } = line;
  const arrow = findLast(bytes, from, end, ' ==> ');
  if (arrow < 0) return;
  pidBeforePriority(line, SlotIndex.A, from, arrow);
  pidBeforePriority(line, SlotIndex.B, arrow, end);
  const state = findLast(bytes, from, arrow, '] ');
  if (state >= 0) setWaits(line, state + 2);
}

/** Not `R`, `R+` or 0: a task that could run on was only preempted. */
function setWaits(line: Line, state: number): void {
  const byte = line.bytes[state];
  setNumber(line.out, line.row, SlotIndex.C, byte === LETTER_R || byte === DIGIT_0 ? 0 : 1);
}

/** `comm:pid [prio]`. */
function pidBeforePriority(line: Line, slot: number, from: number, end: number): void {
  const { bytes } = line;
  const bracket = findLast(bytes, from, end, ' [');
  const colon = bracket < 0 ? -1 : findLast(bytes, from, bracket, ':');
  if (colon >= 0) setNumber(line.out, line.row, slot, readUint(bytes, colon + 1, bracket));
}

/**
 * Body of the wakeup tracers: `%7d:%3d:%c ==> [%03d] %7d:%3d:%c comm`, `+` for a wakeup. Puts the two pids into a and b.
 * Returns 0 if the body is none, 1 for a switch, 2 for a wakeup.
 */
export function readWakeup(line: Line, from: number): number {
  const { bytes, end } = line;
  const first = skipBlanks(bytes, from, end);
  const firstEnd = skipClass(bytes, first, end, DIGIT);
  let p = skipPriorityState(bytes, firstEnd, end);
  if (firstEnd === first || p < 0) return 0;
  p = skipBlanks(bytes, p, end);
  const markEnd = findBlank(bytes, p, end);
  const isSwitch = equals(bytes, p, markEnd, '==>');
  if (!isSwitch && !equals(bytes, p, markEnd, '+')) return 0;
  p = skipBlanks(bytes, markEnd, end);
  const cpuEnd = findByte(bytes, p, end, CLOSE_BRACKET);
  if (cpuEnd >= end) return 0;
  const second = skipBlanks(bytes, cpuEnd + 1, end);
  const secondEnd = skipClass(bytes, second, end, DIGIT);
  if (secondEnd === second || skipPriorityState(bytes, secondEnd, end) < 0) return 0;
  setNumber(line.out, line.row, SlotIndex.A, readUint(bytes, first, firstEnd));
  setNumber(line.out, line.row, SlotIndex.B, readUint(bytes, second, secondEnd));
  return isSwitch ? 1 : 2;
}

/** Behind `:120:R`, or -1. */
function skipPriorityState(bytes: Uint8Array, from: number, end: number): number {
  if (from >= end || bytes[from] !== COLON) return -1;
  let p = skipBlanks(bytes, from + 1, end);
  const digits = p;
  if (p < end && bytes[p] === DASH) p++;
  p = skipClass(bytes, p, end, DIGIT);
  if (p === digits || p + 1 >= end || bytes[p] !== COLON || is(bytes[p + 1], BLANK)) return -1;
  return p + 2;
}

