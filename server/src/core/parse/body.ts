/** The part of a line behind its context: an event, a function, a stack, a marker. */
import { eventDefinitions } from '../trace/events.js';
import { LineKind, Odd, Origin } from '../trace/columns.js';
import type { ArgumentStyle } from '../trace/catalogue/define.js';
import {
  BLANK, CLOSE, CLOSE_BRACKET, COLON, DIGIT, EQUALS, GREATER, HASH, LESS, OPEN, OPEN_BRACKET, PLUS, SLASH, SPACE, SYMBOL, WORD, find, findByte, is, skipBlanks, skipClass, startsWith, trimEnd,
} from './bytes.js';
import { HASH_START, hashBytes, hashStep } from './byteTable.js';
import { readCall, readKeys } from './arguments.js';
import type { Line } from './line.js';
import { probe, readProbe, symbolMeaning } from './probes.js';
import { readContention, readLockdep, readSchedSwitch, readSuspend, readWakeup, readWorkqueue, symbolEnd } from './stockTexts.js';
import { readShape } from './shapes.js';
import { dialectBits, eventOf, isAlias, isShape, meansReturn, shapeOf } from './vocabulary.js';

/** Longer names are rubbish. */
const MAX_NAME = 256;
/** What trace-cmd prints in front of the raw fields of an event whose format it does not understand. */
const FAILED = '[FAILED TO PARSE]';
/** Prefixes (`bprint: caller: name:`) that are looked through. */
const MAX_PREFIXES = 4;

const schedSwitch = eventDefinitions.findIndex(definition => definition.name === 'sched_switch');
const styleNames: readonly ArgumentStyle[] = ['keys', 'lockdep', 'contention', 'workqueue', 'suspend'];
const SWITCH_STYLE = styleNames.length;
/** How an event's arguments are written, by event number. */
const styles = Uint8Array.from(eventDefinitions, (definition, event) => (event === schedSwitch ? SWITCH_STYLE : styleNames.indexOf(definition.style)));

/** A body with a context in front of it: what fits nothing is unrecognised. */
export function readBody(line: Line, from: number): void {
  const p = skipBlanks(line.bytes, from, line.end);
  if (readNamed(line, p, MAX_PREFIXES, true) || readFunction(line, p, true) || readStackMark(line, p)) return;
  // A raw marker, `# 12 buf: 61`; a sample of the latency tracers.
  if (p < line.end && line.bytes[p] === HASH) { line.out.kind[line.row] = LineKind.Comment; return; }
  // What the `fields` and `hex` options print of an entry that they cannot.
  if (startsWith(line.bytes, p, line.end, 'UNKNOWN TYPE ')) { line.out.kind[line.row] = LineKind.Raw; return; }
  // The period of perf script stands in front of the event.
  const period = skipClass(line.bytes, p, line.end, DIGIT);
  const behind = skipBlanks(line.bytes, period, line.end);
  if (period > p && behind > period && isGroupedName(line.bytes, behind, line.end) && readNamed(line, behind, MAX_PREFIXES, true)) return;
  const wakeup = readWakeup(line, p);
  if (wakeup === 0) { line.out.kind[line.row] = LineKind.Unrecognised; return; }
  line.out.kind[line.row] = LineKind.Event;
  line.out.event[line.row] = wakeup === 1 ? schedSwitch : 0;
  if (wakeup === 2) line.out.s[line.row] = line.names.string('wakeup');
}

/** A body alone, as without the context-info option: only what can be nothing else. */
export function readBareBody(line: Line, from: number): boolean {
  const p = skipBlanks(line.bytes, from, line.end);
  return readNamed(line, p, MAX_PREFIXES, false) || (find(line.bytes, p, line.end, ' <-') > 0 && readFunction(line, p, true));
}

/**
 * `name: arguments`. With `sure` an unknown name makes an event of its own; else it needs arguments that look like it.
 * Returns false if the text does not begin with a name and a colon.
 */
export function readNamed(line: Line, from: number, prefixes: number, sure: boolean): boolean {
  const { bytes, view, end, out, row } = line;
  const { names } = line.vocabulary;
  let name = from;
  let nameEnd = from;
  let hash = HASH_START;
  while (nameEnd < end && is(bytes[nameEnd], SYMBOL)) hash = hashStep(hash, bytes[nameEnd++]);
  let colon = nameEnd;
  let meaning = -1;
  if (nameEnd > from && colon < end && bytes[colon] === COLON && (colon + 1 >= end || is(bytes[colon + 1], BLANK))) meaning = names.get(view, name, nameEnd, hash);
  if (meaning < 0) {
    colon = endOfName(bytes, from, end);
    if (colon < 0) return false;
    name = groupEnd(bytes, from, colon);
    nameEnd = skipClass(bytes, name, colon, SYMBOL);
    meaning = names.get(view, name, nameEnd, hashBytes(bytes, name, nameEnd));
    const short = meaning < 0 ? symbolEnd(bytes, name, nameEnd) : nameEnd;
    if (short < nameEnd) meaning = names.get(view, name, nameEnd = short, hashBytes(bytes, name, short));
  }
  const rest = skipBlanks(bytes, colon + 1, end);
  if (meaning >= 0 && isShape(meaning)) return readShape(line, shapeOf(meaning), name, rest, prefixes);
  if (rest < end && bytes[rest] === OPEN && readProbe(line, rest)) {
    const known = isAlias(meaning) || probe.meaning < 0 ? meaning : probe.meaning;
    setEvent(line, known, probe.isReturn, Origin.Probe, name, nameEnd);
    if (known >= 0) readArguments(line, known, probe.end);
    return true;
  }
  // trace_printk: `caller: name: key=value`. The inner name decides.
  if (prefixes > 0 && rest < end && (meaning < 0 || styles[eventOf(meaning)] === 0) && hasInnerName(line, rest)
    && readNamed(line, rest, prefixes - 1, false)) return true;
  if (meaning < 0 && !sure && !looksLikeArguments(bytes, rest, end)) return false;
  if (meaning < 0 && nameEnd - name > MAX_NAME) return false;
  setEvent(line, meaning, false, Origin.Tracepoint, name, nameEnd);
  if (meaning >= 0) readArguments(line, meaning, rest);
  if (rest < end && bytes[rest] === OPEN_BRACKET && startsWith(bytes, rest, end, FAILED)) out.bad[row] |= Odd.Unformatted;
  out.kind[row] = LineKind.Event;
  return true;
}

/** `kmem:mm_page_free:`, as perf names events. */
export function isGroupedName(bytes: Uint8Array, from: number, end: number): boolean {
  const colon = skipClass(bytes, from, end, SYMBOL);
  if (colon === from || is(bytes[from], DIGIT) || colon >= end || bytes[colon] !== COLON) return false;
  const last = skipClass(bytes, colon + 1, end, SYMBOL);
  return last > colon + 1 && last < end && bytes[last] === COLON && (last + 1 >= end || is(bytes[last + 1], BLANK));
}

/** Position of the colon that ends a name, or -1: `name:`, `group:name:`, `sym+0x1/0x2:`, `sym [module]:`. */
function endOfName(bytes: Uint8Array, from: number, end: number): number {
  for (let p = from; ; p++) {
    const name = p;
    if (p >= end || is(bytes[p], DIGIT)) return -1;
    p = skipClass(bytes, p, end, SYMBOL);
    if (p === name || p >= end) return -1;
    if (bytes[p] === PLUS || bytes[p] === SLASH) p = findWord(bytes, p, end);
    if (p + 1 < end && bytes[p] === SPACE && bytes[p + 1] === OPEN_BRACKET) p = findByte(bytes, p, end, CLOSE_BRACKET) + 1;
    if (p >= end || bytes[p] !== COLON) return -1;
    if (p + 1 >= end || is(bytes[p + 1], BLANK)) return p;
  }
}

/** End of a word without colon or blank. */
function findWord(bytes: Uint8Array, from: number, end: number): number {
  let p = from;
  while (p < end && !is(bytes[p], BLANK) && bytes[p] !== COLON) p++;
  return p;
}

/** Start of the name proper in `group:name`. */
function groupEnd(bytes: Uint8Array, from: number, colon: number): number {
  let p = colon;
  while (p > from && bytes[p - 1] !== COLON) p--;
  return p;
}

/** Whether the text begins with the name of an event or shape, and a colon. */
function hasInnerName(line: Line, from: number): boolean {
  const { bytes, end } = line;
  const colon = skipClass(bytes, from, end, SYMBOL);
  return colon > from && colon < end && bytes[colon] === COLON && (colon + 1 >= end || is(bytes[colon + 1], BLANK))
    && line.vocabulary.names.get(line.view, from, colon, hashBytes(bytes, from, colon)) >= 0;
}

/** `key=value` or `(sym`: what an unknown event's arguments look like. */
function looksLikeArguments(bytes: Uint8Array, from: number, end: number): boolean {
  if (from >= end) return false;
  const key = skipClass(bytes, from, end, SYMBOL);
  return key > from && key < end && bytes[key] === EQUALS;
}

/** Sets kind, event and form; an unknown name becomes an event of its own. */
export function setEvent(line: Line, meaning: number, isReturn: boolean, origin: Origin, name: number, nameEnd: number): void {
  const { out, row } = line;
  out.kind[row] = LineKind.Event;
  if (meaning < 0) {
    out.form[row] = (isReturn ? 1 : 0) | (origin << 1);
    out.s[row] = line.stringId(name, Math.min(nameEnd, name + MAX_NAME));
    return;
  }
  out.event[row] = eventOf(meaning);
  out.form[row] = (isReturn || meansReturn(meaning) ? 1 : 0) | (origin << 1) | (dialectBits(meaning) << 3);
}

function readArguments(line: Line, meaning: number, from: number): void {
  const style = styles[eventOf(meaning)];
  if (style === 0) return readKeys(line, from, line.vocabulary.row(meaning));
  if (style === SWITCH_STYLE) return readSchedSwitch(line, from);
  switch (styleNames[style]) {
    case 'lockdep': return readLockdep(line, from);
    case 'contention': return readContention(line, from);
    case 'suspend': return readSuspend(line, from);
    default: return readWorkqueue(line, from);
  }
}

/**
 * `func <-parent`, `func+0x0/0x2e0 <-parent+0x1/0x2 <ffffffff81>`, `func [module] <-parent`, trace-cmd's `func <-- parent`, and a
 * function alone; arguments stand directly behind the name. Unknown functions are events of their own where `keepUnknown`.
 */
export function readFunction(line: Line, from: number, keepUnknown: boolean): boolean {
  const { bytes, end } = line;
  const nameEnd = skipClass(bytes, from, end, SYMBOL);
  if (nameEnd === from || nameEnd - from > MAX_NAME) return false;
  let p = nameEnd;
  if (p < end && bytes[p] === PLUS) while (p < end && bytes[p] !== OPEN && !is(bytes[p], BLANK)) p++;
  const module = skipBlanks(bytes, p, end);
  const moduleEnd = module < end && bytes[module] === OPEN_BRACKET ? findByte(bytes, module, end, CLOSE_BRACKET) : end;
  if (moduleEnd < end) p = moduleEnd + 1;
  const call = isCall(bytes, p, end) ? p : -1;
  if (call >= 0) p = findByte(bytes, call, end, CLOSE) + 1;
  p = skipBlanks(bytes, p, end);
  if (p < end && bytes[p] === LESS && !startsWith(bytes, p, end, '<-')) p = skipClosed(bytes, p, end, GREATER);
  if (p < end && !startsWith(bytes, p, end, '<-')) return false;
  const meaning = symbolMeaning(line, from, nameEnd);
  if (meaning < 0 && !keepUnknown) return false;
  setFunction(line, meaning, from, nameEnd, call);
  return true;
}

/** A function that was entered, and its arguments where `call` is their parenthesis. */
export function setFunction(line: Line, meaning: number, from: number, nameEnd: number, call: number): void {
  setEvent(line, meaning, false, Origin.Function, from, symbolEnd(line.bytes, from, nameEnd));
  if (call >= 0 && meaning >= 0 && styles[eventOf(meaning)] === 0) readCall(line, call, line.vocabulary.row(meaning));
}

/** Whether `()`, `(key=value, ...)` or `(...)` stands here, directly behind the function's name. */
export function isCall(bytes: Uint8Array, open: number, end: number): boolean {
  if (open >= end || bytes[open] !== OPEN) return false;
  const close = findByte(bytes, open, end, CLOSE);
  if (close >= end) return false;
  const key = skipClass(bytes, open + 1, close, WORD);
  return close === open + 1 || bytes[key] === EQUALS || startsWith(bytes, key, close, '...');
}

/** Behind the closing byte and the blanks that follow it; the same place if there is none. */
function skipClosed(bytes: Uint8Array, from: number, end: number, close: number): number {
  const p = findByte(bytes, from, end, close);
  return p < end ? skipBlanks(bytes, p + 1, end) : from;
}

/** `<stack trace>`, `<user stack trace>`; the frames follow on lines of their own. */
export function readStackMark(line: Line, from: number): boolean {
  const { bytes, out, row } = line;
  const end = trimEnd(bytes, from, line.end);
  if (!startsWith(bytes, from, end, '<stack trace') && !startsWith(bytes, from, end, '<user stack trace')) return false;
  out.kind[row] = LineKind.Stack;
  return true;
}
