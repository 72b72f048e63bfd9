/** `key=value` in any order, as trace_printk, probes and the kmem tracepoints print them. */
import { Odd, Slot, PFN_HEAD, PFN_NONE, type Columns } from '../trace/columns.js';
import { zoneBit } from '../trace/zoneBits.js';
import { zoneLockers } from '../trace/zoneLockers.js';
import {
  BLANK, CLOSE, CLOSE_BRACE, COMMA, DIGIT, DIGIT_0, EQUALS, OPEN, OPEN_BRACE, QUOTE, WORD, equals, findBlank, findBlankFast, findByte, hexValues, is, skipBlanks, skipClass,
} from './bytes.js';
import { ByteTable, HASH_START, hashBytes, hashStep } from './byteTable.js';
import type { Line } from './line.js';
import { isNullPointer, pointer, readInt, readPointer, readUint, readWide } from './numbers.js';
import { KindIndex, PLAIN_NUMBER, SlotIndex } from './vocabulary.js';

/** Bit of `Slot` by `SlotIndex`; the node has none. */
export const SLOT_BITS: readonly number[] = [Slot.Zone, Slot.Pfn, Slot.Order, Slot.Migratetype, Slot.A, Slot.B, Slot.C, Slot.D, Slot.S, 0];
export const MAX_NODE = 0xffff;
const SMALL_X = 0x78;
/** Longer names of zones, bits and types are rubbish; strings are made of them. */
export const MAX_NAME = 64;

/** What is only known when the whole line has been read. Reset by each call of `readKeys`. */
const pending = { zoneFrom: -1, zoneEnd: -1, node: 0, pageFrom: -1, pageEnd: -1 };

/** Fills the row's slots from line[from, end of line); `row` is the event's row of specs. */
export function readKeys(line: Line, from: number, row: Uint16Array): void {
  const { bytes, view, end } = line;
  const { keys } = line.vocabulary;
  pending.zoneFrom = -1;
  pending.node = 0;
  pending.pageFrom = -1;
  let p = skipBlanks(bytes, from, end);
  while (p < end) {
    const key = p;
    let hash = HASH_START;
    let byte = bytes[p];
    while (is(byte, WORD)) {
      hash = hashStep(hash, byte);
      if (++p >= end) break;
      byte = bytes[p];
    }
    if (p >= end) break;
    if (byte !== EQUALS) {
      p = skipBlanks(bytes, findBlank(bytes, p, end), end);
      continue;
    }
    const value = p + 1;
    const number = keys.get(view, key, p, hash);
    const spec = number < 0 ? 0 : row[number];
    const plainEnd = (spec & PLAIN_NUMBER) !== 0 ? storePlainNumber(line, spec, value) : -1;
    if (plainEnd >= 0) {
      p = plainEnd + 1;
      while (p < end && is(bytes[p], BLANK)) p++;
      continue;
    }
    const valueEnd = value < end && bytes[value] === QUOTE ? endOfQuoted(bytes, value, end) : findBlankFast(bytes, view, value, end);
    if (spec !== 0) storeValue(line, spec, value, valueEnd);
    p = valueEnd + 1;
    while (p < end && is(bytes[p], BLANK)) p++;
  }
  finish(line);
}

/**
 * The arguments of a traced function, `(page=0xff.., order=9)`, as the options func-args and funcgraph-args print them since 6.15
 * (print_function_args()). `open` is the parenthesis; returns the place behind the closing one. They are registers as they
 * stood at the entry: one that does not fit its key is not the trace's fault, and counts as absent.
 */
export function readCall(line: Line, open: number, row: Uint16Array): number {
  const { bytes, view, end, out } = line;
  const { keys } = line.vocabulary;
  pending.zoneFrom = -1;
  pending.node = 0;
  pending.pageFrom = -1;
  const close = findByte(bytes, open + 1, end, CLOSE);
  for (let p = open + 1; p < close;) {
    const key = skipBlanks(bytes, p, close);
    const keyEnd = skipClass(bytes, key, close, WORD);
    const isList = keyEnd + 1 < close && bytes[keyEnd + 1] === OPEN_BRACE;
    const valueEnd = findByte(bytes, isList ? findByte(bytes, keyEnd, close, CLOSE_BRACE) : keyEnd, close, COMMA);
    if (keyEnd < close && bytes[keyEnd] === EQUALS) {
      const number = keys.get(view, key, keyEnd, hashBytes(bytes, key, keyEnd));
      if (number >= 0 && row[number] !== 0) storeValue(line, row[number], keyEnd + 1, valueEnd);
    }
    p = valueEnd + 1;
  }
  finish(line);
  out.bad[line.row] = 0;
  return Math.min(end, close + 1);
}

/** So many characters of a number are exact in a double, decimal or hex. */
const MAX_PLAIN = 14;

/** The short way for a number of few digits with a blank behind; returns its end, or -1 if the value is not that. */
function storePlainNumber(line: Line, spec: number, from: number): number {
  const { bytes, out, row } = line;
  const end = Math.min(line.end, from + MAX_PLAIN);
  let p = from;
  let value = 0;
  if (p + 2 < end && bytes[p] === DIGIT_0 && bytes[p + 1] === SMALL_X) {
    for (p += 2; p < end; p++) {
      const digit = hexValues[bytes[p]];
      if (digit > 15) break;
      value = value * 16 + digit;
    }
    if (p === from + 2) return -1;
  } else {
    while (p < end && is(bytes[p], DIGIT)) value = value * 10 + bytes[p++] - DIGIT_0;
    if (p === from) return -1;
  }
  if (p < line.end && !is(bytes[p], BLANK)) return -1;
  const slot = spec & 15;
  if (((out.has[row] | out.bad[row]) & SLOT_BITS[slot]) === 0) setNumber(out, row, slot, value);
  return p;
}

/** A quoted value ends with its quote, or at a blank if there is none. */
function endOfQuoted(bytes: Uint8Array, value: number, end: number): number {
  const close = findByte(bytes, value + 1, end, QUOTE);
  return close < end ? close + 1 : findBlank(bytes, value, end);
}

function finish(line: Line): void {
  const { out, row } = line;
  if (pending.zoneFrom >= 0 && (out.bad[row] & Slot.Zone) === 0) line.setZone(pending.zoneFrom, pending.zoneEnd, pending.node);
  // A failed allocation: `page=0000000000000000 pfn=0x0` is not page frame 0.
  if (pending.pageFrom >= 0 && out.pfn[row] === 0 && (out.has[row] & Slot.Pfn) !== 0
    && isNullPointer(line.bytes, pending.pageFrom, pending.pageEnd)) out.pfn[row] = PFN_NONE;
}

/** Reads one value by its spec into the row. */
export function storeValue(line: Line, spec: number, from: number, end: number): void {
  const { bytes, out, row } = line;
  const slot = spec & 15;
  const kind = (spec >> 4) & 15;
  if (kind === KindIndex.NullPage) {
    if (pending.pageFrom < 0) { pending.pageFrom = from; pending.pageEnd = end; }
    return;
  }
  // The first of two equal keys counts: a second may belong to a line that was glued to this one.
  if (((out.has[row] | out.bad[row]) & SLOT_BITS[slot]) !== 0) return;
  switch (kind) {
    case KindIndex.Uint: return setNumber(out, row, slot, readUint(bytes, from, end));
    case KindIndex.Int: return setNumber(out, row, slot, readInt(bytes, from, end));
    case KindIndex.Pfn: return setNumber(out, row, slot, readPfn(bytes, from, end));
    case KindIndex.Migratetype: return setNumber(out, row, slot, readMigratetype(line, from, end));
    case KindIndex.Bit: return setNumber(out, row, slot, end - from <= MAX_NAME ? nonNegative(zoneBit(unquoted(line, from, end))) : NaN);
    case KindIndex.Zone: {
      if (pending.zoneFrom >= 0) return;
      if (end === from || end - from > MAX_NAME) { out.bad[row] |= Slot.Zone; return; }
      pending.zoneFrom = from;
      pending.zoneEnd = end;
      return;
    }
    case KindIndex.Text: if (end > from) line.setText(from, end); return;
    case KindIndex.Lock: return setLock(line, from, end);
    case KindIndex.State: return setNumber(out, row, slot, readState(line, from, end));
    case KindIndex.Locker: return setNumber(out, row, slot, isZoneLocker(line, from, end) ? 1 : 0);
    case KindIndex.Device: return setNumber(out, row, slot, readDevice(bytes, from, end));
    case KindIndex.Wide: return setWide(line, slot, from, end);
    case KindIndex.Pointer: return setPointer(line, slot, from, end);
    default: return;
  }
}

const nonNegative = (value: number): number => (value < 0 ? NaN : value);

/** Puts a number into a slot; NaN makes the slot bad. Orders and migratetypes are Int32. */
export function setNumber(out: Columns, row: number, slot: number, value: number): void {
  const fits = slot === SlotIndex.Order || slot === SlotIndex.Migratetype ? (value | 0) === value : value === value;
  if (slot === SlotIndex.Node) {
    if (value <= MAX_NODE) pending.node = value; else out.bad[row] |= Slot.Zone;
    return;
  }
  if (!fits) { out.bad[row] |= SLOT_BITS[slot]; return; }
  out.has[row] |= SLOT_BITS[slot];
  switch (slot) {
    case SlotIndex.Pfn: out.pfn[row] = value; return;
    case SlotIndex.Order: out.order[row] = value; return;
    case SlotIndex.Migratetype: out.migratetype[row] = value; return;
    case SlotIndex.A: out.a[row] = value; return;
    case SlotIndex.B: out.b[row] = value; return;
    case SlotIndex.C: out.c[row] = value; return;
    default: out.d[row] = value;
  }
}

const lockers = new ByteTable(64);
for (const name of zoneLockers) lockers.setText(name, 1);

/** `rmqueue_bulk+0x51/0x5d0`, `free_one_page.constprop.0+0x8`. */
function isZoneLocker({ bytes, view }: Line, from: number, end: number): boolean {
  const nameEnd = skipClass(bytes, from, end, WORD);
  return lockers.get(view, from, nameEnd, hashBytes(bytes, from, nameEnd)) === 1;
}

/** States of the mainline device in the kernel's order; printed as number or name. */
const states: readonly string[] = ['IDLE', 'REQUESTED', 'ACTIVE'];

function readState(line: Line, from: number, end: number): number {
  const value = readUint(line.bytes, from, end);
  if (value === value || end - from > MAX_NAME) return value;
  return nonNegative(states.indexOf(unquoted(line, from, end).replace(/^PAGE_REPORTING_/, '')));
}

/** Only whether there is a device counts: 0 for none, 1 for a pointer that a double cannot hold. */
function readDevice(bytes: Uint8Array, from: number, end: number): number {
  const value = readUint(bytes, from, end);
  if (value === value) return value;
  return readPointer(bytes, from, end) ? Math.min(1, pointer.high + pointer.low) : NaN;
}

function readPfn(bytes: Uint8Array, from: number, end: number): number {
  const value = readUint(bytes, from, end);
  if (value === value) return value;
  if (equals(bytes, from, end, 'none') || equals(bytes, from, end, 'null')) return PFN_NONE;
  if (equals(bytes, from, end, 'head')) return PFN_HEAD;
  // The raw field of a failed allocation is -1.
  if (readInt(bytes, from, end) === -1 || equals(bytes, from, end, '18446744073709551615')) return PFN_NONE;
  return NaN;
}

/** `1`, `0x1`, `MOVABLE`, `"Movable"`, `5(ISOLATE)`. */
function readMigratetype(line: Line, from: number, end: number): number {
  const { bytes } = line;
  const open = findByte(bytes, from, end, OPEN);
  const value = readUint(bytes, from, open);
  if (value === value) {
    if (open < end && end - open <= MAX_NAME && isOtherType(line, value, line.text(open + 1, findByte(bytes, open, end, CLOSE)))) line.out.bad[line.row] |= Odd.TypeConflict;
    return value;
  }
  return end - from <= MAX_NAME ? nonNegative(line.vocabulary.migrateType(unquoted(line, from, end))) : NaN;
}

/** The name is none of this number. */
const isOtherType = (line: Line, number: number, name: string): boolean => /^[A-Za-z]/.test(name) && line.vocabulary.migrateType(name) !== number;

const unquoted = (line: Line, from: number, end: number): string => line.text(from, end).replace(/^"(.*)"$/, '$1');

/** `lock=zone` and `lock=zone->lock` are the same lock. */
function setLock(line: Line, from: number, end: number): void {
  if (end === from) { line.out.bad[line.row] |= Slot.S; return; }
  if (!equals(line.bytes, from, end, 'zone')) { line.setText(from, end); return; }
  line.out.s[line.row] = line.names.string('zone->lock');
  line.out.has[line.row] |= Slot.S;
}

/** Mostly a number that a double holds; of others the two slots behind hold the halves. */
function setWide(line: Line, slot: number, from: number, end: number): void {
  const { bytes, out, row } = line;
  const value = readUint(bytes, from, end);
  if (value === value || !readWide(bytes, from, end)) { setNumber(out, row, slot, value); return; }
  setNumber(out, row, slot, pointer.high * 0x100000000 + pointer.low);
  setNumber(out, row, slot + 1, pointer.high);
  setNumber(out, row, slot + 2, pointer.low);
}

/** Two slots, high half first, share the first one's bits. */
export function setPointer(line: Line, slot: number, from: number, end: number): void {
  const { out, row } = line;
  const second = slot + 1;
  if (!readPointer(line.bytes, from, end)) { out.bad[row] |= SLOT_BITS[slot]; return; }
  setNumber(out, row, slot, pointer.high);
  setNumber(out, row, second, pointer.low);
}
