/**
 * The short way through `name: key=value key=value`: lines of one event have the same keys in the same order, so the text
 * between the values is compared with that of an earlier line, word by word, and only the values are read.
 *
 * A template is made of a line that the long way (`readBody`) has read, and stands for lines that the long way reads in the
 * same manner. Whatever is not as in the template goes the long way.
 */
import { LineKind, Slot } from '../trace/columns.js';
import { BLANK, CR, DIGIT_0, LF, QUOTE, SPACE, findNewline, hexValues, is } from './bytes.js';
import { MAX_NAME, MAX_NODE, SLOT_BITS, storeValue } from './arguments.js';
import { clearSlots, type Line } from './line.js';
import { TOKEN_HEAD, TokenKind, makeTemplate, type Template } from './template.js';
import { SlotIndex } from './vocabulary.js';

/** Bytes of a token that are looked at without asking for the end: its text and a number. */
const TOKEN_MARGIN = 128;
const PLACES = 4096;
/** Templates of one place: events whose names begin alike, with and without an optional key. */
const MAX_PER_PLACE = 8;
/** Lines that the templates of one place are made of; an event whose lines keep differing is not worth it. */
const MAX_LESSONS = 48;
/** Digits of a number that is exact in 32 bits, and in a double; more are left to the general functions. */
const MAX_DECIMAL = 9;
const MAX_HEX = 13;
/** So many digits fit into 31 bits. */
const SHORT_HEX = 7;
const SMALL_X = 0x78;
const DIGIT_9 = 0x39;

export class BodyTemplates {
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
      // The first text did not fit: nothing has been filled.
      if (newline !== OTHER_NAME) clearSlots(line.out, line.row);
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
    if (known.length > MAX_PER_PLACE) known.pop();
  }
}

/** Place by the first bytes, which are mostly the name. It only finds candidates: the whole text is compared afterwards. */
function placeOf(view: DataView, from: number): number {
  const hash = Math.imul(view.getInt32(from, true), 0x9e3779b1) ^ Math.imul(view.getInt32(from + 4, true), 0x85ebca6b)
    ^ Math.imul(view.getInt32(from + 8, true), 0xc2b2ae35) ^ Math.imul(view.getInt32(from + 12, true), 0x27d4eb2f);
  return (hash ^ (hash >>> 15)) & (PLACES - 1);
}

/** What `scanValue` and `readNumber` have found, in arrays because a `let` allocates for a large number. */
const scanned = new Int32Array(1);
const number = new Float64Array(1);

/** Finds the blank or newline behind the value. False if there is none before `end`, or if the value is quoted. */
function scanValue(bytes: Uint8Array, view: DataView, from: number, end: number): boolean {
  if (bytes[from] === QUOTE) return false;
  let p = from;
  for (const last = end - 4; p <= last; p += 4) {
    const word = view.getInt32(p, true);
    // A byte below 0x21: blanks and control characters.
    if (((word - 0x21212121) & ~word & 0x80808080) !== 0) break;
  }
  for (; p < end; p++) {
    const byte = bytes[p];
    if (byte > SPACE || (byte !== LF && !is(byte, BLANK))) continue;
    scanned[0] = p;
    // A carriage return in front of a newline is none of the value's.
    return p > from && bytes[p - 1] !== CR;
  }
  return false;
}

const OTHER_NAME = -2;

/** The place of the line's newline; `OTHER_NAME` if not even the first text fits; -1 if it is another line, of which some slots may have been filled. */
function match(template: Template, line: Line, from: number, end: number): number {
  const { bytes, view, out, row } = line;
  const { code, tokens } = template;
  let zoneFrom = -1;
  let zoneEnd = 0;
  let node = 0;
  let unplain = 0;
  let next = 0;
  let q = from;
  for (let i = 0; i < tokens; i++) {
    const head = code[next];
    const spec = code[next + 1];
    const word = next + TOKEN_HEAD;
    next = word + (head >>> 16);
    const value = q + ((head >>> 8) & 0xff);
    if (q + TOKEN_MARGIN > end) return -1;
    let p = q;
    for (let w = word; w < next; w++, p += 4) if (view.getInt32(p, true) !== code[w]) return i === 0 ? OTHER_NAME : -1;
    if (((view.getInt32(p, true) ^ code[word - 2]) & code[word - 1]) !== 0) return i === 0 ? OTHER_NAME : -1;
    if ((head & 15) === TokenKind.Number) {
      // Mostly one digit.
      const digit = bytes[value] - DIGIT_0;
      const behind = bytes[value + 1];
      const single = (behind === SPACE || behind === LF) && digit >= 0 && digit <= 9;
      q = single ? value + 1 : readNumber(bytes, value);
      const slot = (head >>> 4) & 15;
      if (q < 0) {
        if (!scanValue(bytes, view, value, end)) return -1;
        q = scanned[0];
        storeValue(line, spec, value, q);
        if (slot === SlotIndex.Pfn && out.pfn[row] === 0) return -1;
        unplain |= SLOT_BITS[slot];
        continue;
      }
      const n = single ? digit : number[0];
      switch (slot) {
        // Page 0 may be the page of a failed allocation.
        case SlotIndex.Pfn: if (n === 0) return -1; out.pfn[row] = n; break;
        case SlotIndex.Order: if ((n | 0) !== n) return -1; out.order[row] = n; break;
        case SlotIndex.Migratetype: if ((n | 0) !== n) return -1; out.migratetype[row] = n; break;
        case SlotIndex.A: out.a[row] = n; break;
        case SlotIndex.B: out.b[row] = n; break;
        case SlotIndex.C: out.c[row] = n; break;
        default: out.d[row] = n;
      }
      continue;
    }
    if (!scanValue(bytes, view, value, end)) return -1;
    q = scanned[0];
    switch (head & 15) {
      case TokenKind.Skip: break;
      case TokenKind.Text:
        out.s[row] = line.recentString(value, q);
        if (out.s[row] < 0) unplain |= Slot.S;
        break;
      case TokenKind.Zone:
        if (q - value > MAX_NAME) return -1;
        zoneFrom = value;
        zoneEnd = q;
        break;
      case TokenKind.Node:
        if (readNumber(bytes, value) !== q || number[0] > MAX_NODE) return -1;
        node = number[0];
        break;
      default: storeValue(line, spec, value, q);
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
  out.has[row] |= template.has & ~unplain;
  return newline;
}

/** The end of a decimal or hexadecimal number of few digits with a blank or newline behind; -1 if it is not that. */
function readNumber(bytes: Uint8Array, from: number): number {
  let p = from;
  let value = 0;
  let byte = bytes[p];
  if (byte === DIGIT_0 && bytes[p + 1] === SMALL_X) {
    p += 2;
    const first = p;
    let digit = hexValues[bytes[p]];
    for (const short = p + SHORT_HEX; digit < 16 && p < short; digit = hexValues[bytes[++p]]) value = (value << 4) | digit;
    for (; digit < 16; digit = hexValues[bytes[++p]]) value = value * 16 + digit;
    if (p === first || p - first > MAX_HEX) return -1;
    byte = bytes[p];
  } else {
    for (; byte >= DIGIT_0 && byte <= DIGIT_9; byte = bytes[++p]) value = value * 10 + byte - DIGIT_0;
    if (p === from || p - from > MAX_DECIMAL) return -1;
  }
  number[0] = value;
  return byte === SPACE || byte === LF || is(byte, BLANK) ? p : -1;
}
