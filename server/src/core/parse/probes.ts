/**
 * The parenthesis of a probe line. Entry: `(sym+0x0/0x2b0)`, with ` [module]` behind; return: `(caller+0x9a/0x570 <- sym)` in
 * ftrace, `(sym <- caller)` in trace-cmd and perf; bare addresses where there are no symbols.
 */
import { CLOSE, CLOSE_BRACKET, DIGIT, OPEN_BRACKET, PLUS, SLASH, SYMBOL, find, findByte, is, skipBlanks, skipClass, trimEnd } from './bytes.js';
import { hashBytes } from './byteTable.js';
import type { Line } from './line.js';
import { readUint } from './numbers.js';
import { symbolEnd } from './stockTexts.js';
import { eventOf, isShape } from './vocabulary.js';

/** Bytes that a kprobe at a function's entry may lie behind its first: endbr64, BTI, the fentry call. */
const MAX_ENTRY_OFFSET = 16;

/** Result of `readProbe`. `meaning` is that of the symbol, -1 if the catalogue does not know it. */
export const probe = { meaning: -1, isReturn: false, end: 0 };

/** Reads the parenthesis at `open`; false if it is not a probe's. */
export function readProbe(line: Line, open: number): boolean {
  const { bytes, end } = line;
  const close = findByte(bytes, open + 1, end, CLOSE);
  if (close >= end) return false;
  const arrow = find(bytes, open + 1, close, ' <- ');
  const left = readSymbol(line, open + 1, arrow < 0 ? close : arrow);
  if (left === undefined) return false;
  const right = arrow < 0 ? undefined : readSymbol(line, arrow + 4, close);
  if (arrow >= 0 && right === undefined) return false;
  probe.end = close + 1;
  probe.isReturn = arrow >= 0;
  if (right === undefined) probe.meaning = left.offset <= MAX_ENTRY_OFFSET ? left.meaning : -1;
  else probe.meaning = functionOf(left, right).meaning;
  return true;
}

interface ProbeSymbol { readonly meaning: number; readonly hasOffset: boolean; readonly offset: number }

/** The caller is the one with an offset; where that does not decide, the one that the catalogue does not know. */
function functionOf(left: ProbeSymbol, right: ProbeSymbol): ProbeSymbol {
  if (left.hasOffset !== right.hasOffset) return left.hasOffset ? right : left;
  return right.meaning >= 0 || left.meaning < 0 ? right : left;
}

/** `sym`, `sym+0x9a/0x570`, `sym+0x0/0x120 [module]`, `ffffffff9eaf6860`, `0x55...`, `system.event`. */
function readSymbol(line: Line, from: number, end: number): ProbeSymbol | undefined {
  const { bytes } = line;
  const nameEnd = skipClass(bytes, from, end, SYMBOL);
  if (nameEnd === from) return undefined;
  const hasOffset = nameEnd < end && bytes[nameEnd] === PLUS;
  const offsetEnd = hasOffset ? skipClass(bytes, nameEnd + 1, end, SYMBOL) : nameEnd;
  const offset = hasOffset ? readUint(bytes, nameEnd + 1, offsetEnd) : 0;
  if (hasOffset && Number.isNaN(offset)) return undefined;
  // Behind it: the function's size, a module. Anything else is a text in parentheses.
  const hasSize = hasOffset && offsetEnd < end && bytes[offsetEnd] === SLASH;
  const rest = hasSize ? skipClass(bytes, offsetEnd + 1, end, SYMBOL) : offsetEnd;
  if (hasSize && rest === offsetEnd + 1) return undefined;
  const module = skipBlanks(bytes, rest, end);
  if (module < end && (bytes[module] !== OPEN_BRACKET || findByte(bytes, module, end, CLOSE_BRACKET) !== trimEnd(bytes, module, end) - 1)) return undefined;
  if (is(bytes[from], DIGIT)) return { meaning: -1, hasOffset, offset };
  return { meaning: symbolMeaning(line, from, nameEnd), hasOffset, offset };
}

/** Meaning of a function's name without compiler suffixes, or -1. */
export function symbolMeaning(line: Line, from: number, end: number): number {
  const nameEnd = symbolEnd(line.bytes, from, end);
  const meaning = line.vocabulary.names.get(line.view, from, nameEnd, hashBytes(line.bytes, from, nameEnd));
  return meaning >= 0 && !isShape(meaning) && eventOf(meaning) !== 0 ? meaning : -1;
}
