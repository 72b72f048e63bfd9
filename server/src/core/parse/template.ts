/** What the lines of one event have in common: the text between their values, and how each value is read. */
import { eventDefinitions } from '../trace/events.js';
import { LineKind, Origin, packForm, type Dialect } from '../trace/columns.js';
import { COLON, EQUALS, QUOTE, SPACE, SYMBOL, WORD, findBlank, skipClass } from './bytes.js';
import { SLOT_BITS } from './arguments.js';
import { hashBytes } from './byteTable.js';
import type { Line } from './line.js';
import { KindIndex, PLAIN_NUMBER, SlotIndex, dialectBits, eventOf, isShape, meansReturn } from './vocabulary.js';

export const TokenKind = {
  /** A key that the event does not have: its value is not looked into. */
  Skip: 0,
  Number: 1,
  Text: 2,
  Zone: 3,
  Node: 4,
  /** Read by the general functions. */
  Other: 5,
} as const;

/** Longer texts between two values are no template's. */
const MAX_TEXT = 96;
const MAX_TOKENS = 24;

/** Words of `Template.code` in front of a token's own. */
export const TOKEN_HEAD = 4;

export class Template {
  /**
   * By token: `kind | slot << 4 | bytes of the text in front of the value << 8 | whole words of it << 16`; its spec (see
   * `Vocabulary.row`); the text's last word and the mask of the bytes that count of it; the whole words.
   */
  readonly code: Int32Array;
  /** Bits of the slots that plain numbers and texts fill. */
  readonly has: number;

  /** `whole`: every slot of the event has its value; what follows on the line means nothing. */
  constructor(readonly event: number, readonly form: number, readonly whole: boolean, tokens: readonly Token[]) {
    this.tokens = tokens.length;
    const code: number[] = [];
    let has = 0;
    for (const { text, kind, spec } of tokens) {
      const whole = text.length >> 2;
      const slot = spec & 15;
      if (kind === TokenKind.Number || kind === TokenKind.Text) has |= SLOT_BITS[slot];
      code.push(kind | (slot << 4) | (text.length << 8) | (whole << 16), spec, wordAt(text, 4 * whole), wordAt(text.map(() => 0xff), 4 * whole));
      for (let i = 0; i < whole; i++) code.push(wordAt(text, 4 * i));
    }
    this.has = has;
    this.code = Int32Array.from(code);
  }

  readonly tokens: number;
}

/** Four bytes as a word, zero beyond the end. */
const wordAt = (bytes: Uint8Array, at: number): number => [0, 1, 2, 3].reduce((word, i) => word | ((bytes[at + i] ?? 0) << (8 * i)), 0);

interface Token { readonly text: Uint8Array; readonly kind: number; readonly spec: number }

const isKeyed = eventDefinitions.map(({ name, style }) => style === 'keys' && name !== 'sched_switch');

/** A template of the body of bytes[from, line.end), which the long way has read into the row; undefined if the line is not of the plain sort. */
export function makeTemplate(line: Line, from: number): Template | undefined {
  const { bytes, view, end, out, row, vocabulary } = line;
  let name = from;
  while (name < end && bytes[name] === SPACE) name++;
  const colon = skipClass(bytes, name, end, SYMBOL);
  if (colon + 1 >= end || bytes[colon] !== COLON || bytes[colon + 1] !== SPACE) return undefined;
  const meaning = vocabulary.names.get(view, name, colon, hashBytes(bytes, name, colon));
  if (meaning < 0 || isShape(meaning) || !isKeyed[eventOf(meaning)]) return undefined;
  const form = packForm(meansReturn(meaning), Origin.Tracepoint, dialectOf(meaning));
  // The long way may have found another event within the text.
  if (out.kind[row] !== LineKind.Event || out.event[row] !== eventOf(meaning) || out.form[row] !== form) return undefined;
  const read = readTokens(line, from, colon + 1, vocabulary.row(meaning));
  return read === undefined ? undefined : new Template(eventOf(meaning), form, read.whole, read.tokens);
}

const dialects: readonly Dialect[] = [0, 1, 2];
const dialectOf = (meaning: number): Dialect => dialects[dialectBits(meaning)];

function readTokens(line: Line, from: number, behindColon: number, specs: Uint16Array): { tokens: Token[]; whole: boolean } | undefined {
  const { bytes, view, end, vocabulary } = line;
  const all = specs.reduce((mask, spec) => mask | slotBit(spec), 0);
  // Of two nodes the last one counts.
  const hasNode = (all & (1 << SlotIndex.Node)) !== 0;
  const tokens: Token[] = [];
  let found = 0;
  let start = from;
  let p = behindColon;
  while (p < end) {
    while (p < end && bytes[p] === SPACE) p++;
    const key = p;
    p = skipClass(bytes, p, end, WORD);
    const value = p + 1;
    if (p === key || value >= end || bytes[p] !== EQUALS || bytes[value] === QUOTE || value - start > MAX_TEXT || tokens.length >= MAX_TOKENS) return undefined;
    const number = vocabulary.keys.get(view, key, p, hashBytes(bytes, key, p));
    const spec = number < 0 ? 0 : specs[number];
    // The first of two equal keys counts.
    if ((found & slotBit(spec)) !== 0) return undefined;
    found |= slotBit(spec);
    tokens.push({ text: bytes.slice(start, value), kind: tokenKind(spec), spec });
    p = findBlank(bytes, value, end);
    if (p === value || (p < end && bytes[p] !== SPACE)) return undefined;
    if (found === all && !hasNode) return { tokens, whole: true };
    start = p;
  }
  // Blanks behind the last value.
  return tokens.length > 0 && p === findBlank(bytes, p, end) && bytes[end - 1] !== SPACE ? { tokens, whole: false } : undefined;
}

/** Bit of a spec's slot; the text of a page pointer fills none. */
const slotBit = (spec: number): number => (spec === 0 || kindOf(spec) === KindIndex.NullPage ? 0 : 1 << (spec & 15));
const kindOf = (spec: number): number => (spec >> 4) & 15;

function tokenKind(spec: number): number {
  if (spec === 0 || kindOf(spec) === KindIndex.NullPage) return TokenKind.Skip;
  if ((spec & 15) === SlotIndex.Node) return TokenKind.Node;
  if (kindOf(spec) === KindIndex.Zone) return TokenKind.Zone;
  if ((spec & PLAIN_NUMBER) !== 0) return TokenKind.Number;
  return kindOf(spec) === KindIndex.Text ? TokenKind.Text : TokenKind.Other;
}
