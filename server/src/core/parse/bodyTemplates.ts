/**
 * The short way through `name: key=value key=value`: lines of one event have the same keys in the same order, so the text
 * between the values is compared with that of an earlier line, word by word, and only the values are read.
 *
 * A template is made of a line that the long way (`readBody`) has read, and stands for lines that the long way reads in the
 * same manner. Whatever is not as in the template goes the long way.
 */
import { LineKind } from '../trace/columns.js';
import { BLANK, CR, DIGIT_0, LF, QUOTE, findNewline, hexValues, is } from './bytes.js';
import { HASH_START, hashStep } from './byteTable.js';
import { MAX_NAME, MAX_NODE, SLOT_BITS, storeValue } from './arguments.js';
import { clearSlots, type Line } from './line.js';
import { TokenKind, makeTemplate, type Template } from './template.js';
import { SlotIndex } from './vocabulary.js';

/** Bytes of a token that are looked at without asking for the end: its text and a number. */
const TOKEN_MARGIN = 128;
const PLACES = 4096;
/** Templates of one event: with and without an optional key. */
const MAX_PER_NAME = 3;
/** Lines of one event that templates are made of; an event whose lines keep differing is not worth it. */
const MAX_LESSONS = 24;
const MAX_EVENT_NAME = 48;
/** Digits of a number that is exact in 32 bits, and in a double; more are left to the general functions. */
const MAX_DECIMAL = 9;
const MAX_HEX = 13;
const SMALL_X = 0x78;

export class BodyTemplates {
  /** By the hash of the name: the templates of one name, or of several that share the place. */
  private readonly places: (Template[] | undefined)[] = new Array<Template[] | undefined>(PLACES).fill(undefined);
  private readonly lessons = new Uint8Array(PLACES);
  private version = 0;

  /** Reads the body at `from` into the line's row, and returns the place of its newline; -1 if no template fits: then the row's body is as it was. */
  read(line: Line, from: number, end: number): number {
    if (from + TOKEN_MARGIN > end || line.vocabulary.version !== this.version) return -1;
    const templates = this.places[placeOf(line.view, from)];
    if (templates === undefined) return -1;
    for (let i = 0; i < templates.length; i++) {
      const newline = match(templates[i], line, from, end);
      if (newline >= 0) return newline;
      clearSlots(line.out, line.row);
    }
    return -1;
  }

  /** The long way has read the body of bytes[from, line.end) into the row. */
  learn(line: Line, from: number): void {
    const { vocabulary, view } = line;
    if (vocabulary.version !== this.version) {
      this.version = vocabulary.version;
      this.places.fill(undefined);
      this.lessons.fill(0);
    }
    if (from + TOKEN_MARGIN > view.byteLength) return;
    const place = placeOf(view, from);
    if (this.lessons[place] >= MAX_LESSONS) return;
    this.lessons[place]++;
    const template = makeTemplate(line, from);
    if (template === undefined) return;
    const known = this.places[place];
    if (known === undefined) { this.places[place] = [template]; return; }
    known.unshift(template);
    if (known.length > MAX_PER_NAME) known.pop();
  }
}

/** Place of the text up to its first colon. It only finds candidates: the whole text is compared afterwards. */
function placeOf(view: DataView, from: number): number {
  let hash = HASH_START;
  for (let p = from; p < from + MAX_EVENT_NAME; p += 4) {
    const word = view.getInt32(p, true);
    const x = word ^ 0x3a3a3a3a;
    const colons = (x - 0x01010101) & ~x & 0x80808080;
    // Only the bytes in front of the first colon: those below its lowest mark bit.
    if (colons !== 0) {
      hash = Math.imul(hash ^ (word & ((colons & -colons) - 1) & 0x7f7f7f7f), 0x9e3779b1);
      break;
    }
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return (hash ^ (hash >>> 15)) & (PLACES - 1);
}

/** What `scanValue` and `readNumber` have found, in arrays because a `let` allocates for a large number: end of the value, its hash as of `hashWords`. */
const scanned = new Int32Array(2);
const number = new Float64Array(1);

/** Finds the blank or newline behind the value. False if there is none before `end`, or if the value is quoted. */
function scanValue(bytes: Uint8Array, view: DataView, from: number, end: number): boolean {
  if (bytes[from] === QUOTE) return false;
  let hash = HASH_START;
  let p = from;
  for (const last = end - 4; p <= last; p += 4) {
    const word = view.getInt32(p, true);
    // A byte below 0x21: blanks and control characters.
    if (((word - 0x21212121) & ~word & 0x80808080) !== 0) break;
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; p < end; p++) {
    const byte = bytes[p];
    if (byte === LF || is(byte, BLANK)) {
      scanned[0] = p;
      scanned[1] = hash;
      // A carriage return in front of a newline is none of the value's.
      return p > from && bytes[p - 1] !== CR;
    }
    hash = hashStep(hash, byte);
  }
  return false;
}

/** The place of the line's newline, or -1; then some slots may have been filled. */
function match(template: Template, line: Line, from: number, end: number): number {
  const { bytes, view, out, row } = line;
  const { words, masks, wordEnds, lengths, kinds, slots, specs } = template;
  const count = kinds.length;
  let zoneFrom = -1;
  let zoneEnd = 0;
  let node = 0;
  let has = 0;
  let word = 0;
  let q = from;
  for (let i = 0; i < count; i++) {
    if (q + TOKEN_MARGIN > end) return -1;
    let p = q;
    for (const wordEnd = wordEnds[i]; word < wordEnd; word++, p += 4) {
      if (((view.getInt32(p, true) ^ words[word]) & masks[word]) !== 0) return -1;
    }
    const value = q + lengths[i];
    const kind = kinds[i];
    if (kind === TokenKind.Number) {
      q = readNumber(bytes, value);
      if (q < 0) {
        if (!scanValue(bytes, view, value, end)) return -1;
        q = scanned[0];
        storeValue(line, specs[i], value, q);
        if (slots[i] === SlotIndex.Pfn && out.pfn[row] === 0) return -1;
        continue;
      }
      const n = number[0];
      switch (slots[i]) {
        // Page 0 may be the page of a failed allocation.
        case SlotIndex.Pfn: if (n === 0) return -1; out.pfn[row] = n; break;
        case SlotIndex.Order: if ((n | 0) !== n) return -1; out.order[row] = n; break;
        case SlotIndex.Migratetype: if ((n | 0) !== n) return -1; out.migratetype[row] = n; break;
        case SlotIndex.A: out.a[row] = n; break;
        case SlotIndex.B: out.b[row] = n; break;
        case SlotIndex.C: out.c[row] = n; break;
        default: out.d[row] = n;
      }
      has |= SLOT_BITS[slots[i]];
      continue;
    }
    if (!scanValue(bytes, view, value, end)) return -1;
    q = scanned[0];
    switch (kind) {
      case TokenKind.Skip: break;
      case TokenKind.Text: line.setHashedText(value, q, scanned[1]); break;
      case TokenKind.Zone:
        if (q - value > MAX_NAME) return -1;
        zoneFrom = value;
        zoneEnd = q;
        break;
      case TokenKind.Node:
        if (readNumber(bytes, value) !== q || number[0] > MAX_NODE) return -1;
        node = number[0];
        break;
      default: storeValue(line, specs[i], value, q);
    }
  }
  let newline = q;
  if (bytes[q] !== LF) {
    // Whatever follows, each slot has its value.
    if (!template.whole || !is(bytes[q], BLANK)) return -1;
    newline = findNewline(bytes, view, q, end);
    if (newline >= end) return -1;
  }
  if (zoneFrom >= 0) line.setZone(zoneFrom, zoneEnd, node);
  out.kind[row] = LineKind.Event;
  out.event[row] = template.event;
  out.form[row] = template.form;
  out.has[row] |= has;
  return newline;
}

/** The end of a decimal or hexadecimal number of few digits with a blank or newline behind; -1 if it is not that. */
function readNumber(bytes: Uint8Array, from: number): number {
  let p = from;
  let value = 0;
  if (bytes[p] === DIGIT_0 && bytes[p + 1] === SMALL_X) {
    p += 2;
    const first = p;
    for (let digit = hexValues[bytes[p]]; digit < 16; digit = hexValues[bytes[++p]]) value = value * 16 + digit;
    if (p === first || p - first > MAX_HEX) return -1;
  } else {
    for (let digit = bytes[p] - DIGIT_0; digit >= 0 && digit < 10; digit = bytes[++p] - DIGIT_0) value = value * 10 + digit;
    if (p === from || p - from > MAX_DECIMAL) return -1;
  }
  number[0] = value;
  return bytes[p] === LF || is(bytes[p], BLANK) ? p : -1;
}
