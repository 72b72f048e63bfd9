/** Compares a row of the byte parser with the plain parser of one line. The two share nothing but the catalogue. */
import { LineKind, Origin, PFN_HEAD, PFN_NONE, Slot, dialectOf, isReturn, originOf, type Columns } from '../../../../server/src/core/trace/columns.js';
import { eventDefinitions } from '../../../../server/src/core/trace/events.js';
import { hintingName } from '../../../../server/src/core/trace/catalogue/reporting.js';
import { defaultMigrateTypes } from '../../../../server/src/core/trace/migratetypes.js';
import type { Names } from '../../../../server/src/core/trace/names.js';
import { zoneBit } from '../../../../server/src/core/trace/zoneBits.js';
import { zoneLockers } from '../../../../server/src/core/trace/zoneLockers.js';
import { lineDetail, type LineDetail } from '../../../../server/src/core/parse/lineDetail.js';

const parts = ['pid', 'cpu', 'sec', 'nsec', 'flags', 'event', 'return', 'origin', 'dialect', 'zone', 'pfn', 'order', 'migratetype', 'a', 'b', 'c', 'd', 's', 'node'] as const;
type Row = Partial<Record<(typeof parts)[number], number | string>>;

/** The first difference as text, or undefined. */
export function differenceOf(columns: Columns, i: number, names: Names, text: string): string | undefined {
  const detail = lineDetail(text);
  const actual = actualRow(columns, i, names);
  const wanted = wantedRow(detail, text, columns.kind[i]);
  for (const key of parts) {
    if (actual[key] !== wanted[key]) return `${key}: parser ${String(actual[key])}, detail ${String(wanted[key])}`;
  }
  return undefined;
}

const slotBits: readonly (readonly ['zone' | 'pfn' | 'order' | 'migratetype' | 'a' | 'b' | 'c' | 'd' | 's', number])[] = [
  ['zone', Slot.Zone], ['pfn', Slot.Pfn], ['order', Slot.Order], ['migratetype', Slot.Migratetype], ['a', Slot.A], ['b', Slot.B], ['c', Slot.C], ['d', Slot.D], ['s', Slot.S],
];

function actualRow(columns: Columns, i: number, names: Names): Row {
  const row: Row = {};
  const kind = columns.kind[i];
  if (columns.task[i] >= 0) row.pid = names.tasks[columns.task[i]].pid;
  if (columns.cpu[i] >= 0 && (kind !== LineKind.Lost && kind !== LineKind.Header || columns.task[i] >= 0)) row.cpu = columns.cpu[i];
  if (columns.sec[i] >= 0) { row.sec = columns.sec[i]; row.nsec = columns.nsec[i]; }
  if (columns.flags[i] !== 0) row.flags = columns.flags[i];
  if (kind !== LineKind.Event) return row;
  row.event = eventDefinitions[columns.event[i]].name;
  row.return = isReturn(columns.form[i]) ? 1 : 0;
  row.origin = originOf(columns.form[i]);
  row.dialect = dialectOf(columns.form[i]);
  const columnsBySlot = { pfn: columns.pfn, order: columns.order, migratetype: columns.migratetype, a: columns.a, b: columns.b, c: columns.c, d: columns.d };
  for (const [slot, bit] of slotBits) {
    if ((columns.bad[i] & bit) !== 0) row[slot] = 'bad';
    else if ((columns.has[i] & bit) === 0) continue;
    else if (slot === 'zone') row[slot] = `${names.zones[columns.zone[i]].node}/${names.zones[columns.zone[i]].name}`;
    else if (slot === 's') row[slot] = names.strings[columns.s[i]];
    else row[slot] = columnsBySlot[slot][i];
  }
  if (columns.event[i] === 0 && columns.s[i] >= 0) row.s = names.strings[columns.s[i]];
  return row;
}

function wantedRow(detail: LineDetail, text: string, kind: number): Row {
  const row: Row = {};
  if (detail.pid && Number(detail.pid.text) <= 0x7fffffff) row.pid = Number(detail.pid.text);
  if (detail.cpu && Number(detail.cpu.text) <= 0x7fff) row.cpu = Number(detail.cpu.text);
  if (detail.time) Object.assign(row, timeOf(detail, text));
  const flags = detail.flags ? flagsOf(detail, text) : 0;
  if (flags !== 0) row.flags = flags;
  // The plain parser knows no settings, losses, stacks and wakeups.
  if (kind !== LineKind.Event && (detail.event <= 0 || kind !== LineKind.Unrecognised)) return row;
  row.event = detail.event < 0 ? 'none' : eventDefinitions[detail.event].name;
  row.return = detail.isReturn ? 1 : 0;
  row.origin = detail.origin;
  row.dialect = detail.dialect;
  if (detail.event === 0) row.s = detail.name?.text.replace(/^([^.]+)\..*$/s, '$1') ?? '';
  if (detail.event > 0) Object.assign(row, slotsOf(detail));
  // Registers of a traced function: what does not fit is not there.
  if (detail.origin === Origin.Function) for (const key of parts) if (row[key] === 'bad') delete row[key];
  return row;
}

function timeOf(detail: LineDetail, line: string): Row {
  const text = detail.time?.text ?? '';
  if (detail.format === 'verbose') return micros(parseInt(text, 16));
  if (detail.format === 'latency' && line.startsWith('us', detail.time?.end)) return micros(Number(text));
  const [sec, fraction] = text.split('.');
  return { sec: Number(sec), nsec: fraction === undefined ? -1 : Number(fraction.padEnd(9, '0')) };
}
const micros = (value: number): Row => ({ sec: Math.floor(value / 1_000_000), nsec: (value % 1_000_000) * 1000 });

function flagsOf(detail: LineDetail, line: string): number {
  const text = detail.flags?.text ?? '';
  if (detail.format === 'verbose') {
    const flags = Number(text);
    return (flags & 1 ? 2 : 1) | (flags & 0x80 ? 4 : 0) | (flags & 0x40 ? 4 : flags & 8 ? 3 : flags & 16 ? 2 : 1) << 3 | depthBehind(line.slice(detail.flags?.end)) << 6;
  }
  const shape = shapeOf(text) << 16;
  if (![4, 5, 7].includes(text.length)) return shape;
  const [context, preempt, migrate] = text.length === 7 ? [text[3], text[4], text[6]] : [text[2], text[3], text[4]];
  const depth = (c: string | undefined): number => (c === undefined ? 0 : c === '.' ? 1 : /[\da-f]/i.test(c) ? parseInt(c, 16) + 1 : 0);
  const irqs = { '.': 1, 'd': 2, 'b': 5, 'D': 6 }[text[0]] ?? 0;
  const ctx = { '.': 1, 's': 2, 'h': 3, 'H': 3, 'z': 4, 'Z': 4 }[context] ?? 0;
  return shape | irqs | ctx << 3 | depth(preempt) << 6 | depth(migrate) << 11;
}

/** 1 for four columns, 2 for five, 3 for the seven of PREEMPT_RT, 4 for what no kernel prints. */
function shapeOf(text: string): number {
  const plain = /^[.dbDX][.nNplbLB][.shHzZ][.\da-fA-F]{1,2}$/;
  return plain.test(text) ? text.length - 3 : /^[.dbDX][.nNplbLB]{2}[.shHzZ][.\da-fA-F]{3}$/.test(text) ? 3 : 4;
}

/** The preempt count of the verbose format stands behind the flags, in hex. */
const depthBehind = (rest: string): number => (parseInt(rest, 16) & 15) + 1;

const styleOf = (event: number): string => (eventDefinitions[event].name === 'sched_switch' ? 'switch' : eventDefinitions[event].style);

function slotsOf(detail: LineDetail): Row {
  const value = (key: string): string | undefined => detail.args.find(arg => arg.key === key)?.value;
  switch (styleOf(detail.event)) {
    case 'lockdep': return { ...address(value('address')), ...(value('lock') === undefined ? {} : { s: value('lock') ?? '' }), c: (value('how')?.includes('try') ? 1 : 0) | (value('how')?.includes('read') ? 2 : 0) };
    case 'contention': return { ...address(value('address')), ...(value('flags') ? { s: value('flags') ?? '' } : {}), ...(value('ret') === undefined ? {} : { d: signed(value('ret') ?? '') ?? 'bad' }) };
    case 'workqueue': return value('function') ? { s: value('function')?.replace(/^([^.]+)\..*$/s, '$1') ?? '' } : {};
    case 'suspend': return suspendSlots(value);
    case 'switch': return { ...(value('prev_pid') ? { a: Number(value('prev_pid')) } : {}), ...(value('next_pid') ? { b: Number(value('next_pid')) } : {}) };
    default: return keyedSlots(detail);
  }
}

function suspendSlots(value: (key: string) => string | undefined): Row {
  const action = value('action');
  if (action === undefined) return {};
  const edge = { begin: 1, end: 0 }[value('edge') ?? ''];
  return { s: action, a: uint(value('number') ?? '') ?? 'bad', ...(edge === undefined ? {} : { b: edge }) };
}

function address(text: string | undefined): Row {
  const digits = /^(?:0x)?([\da-f]{1,16})$/i.exec(text ?? '')?.[1] ?? (/^\((null|nil)\)$/.test(text ?? '') ? '0' : undefined);
  if (digits === undefined) return { a: 'bad' };
  const number = BigInt(`0x${digits}`);
  return { a: Number(number >> 32n), b: Number(number & 0xffffffffn) };
}

const uint = (text: string): number | undefined => (/^(?:\d+|0x[\da-f]+)$/i.test(text) && BigInt(text) <= 9007199254740991n ? Number(text) : undefined);
const isWide = (text: string): boolean => (/^\d+$/.test(text) || /^0x[\da-f]{1,16}$/i.test(text)) && BigInt(text) < 2n ** 64n;
const unquoted = (text: string): string => text.replace(/^"(.*)"$/, '$1');

function keyedSlots(detail: LineDetail): Row {
  const row: Row = {};
  const spellings = new Map<string, (typeof definitions)[number]>();
  const definitions = eventDefinitions[detail.event].keys;
  for (const definition of definitions) spellings.set(definition.key, definition);
  for (const definition of definitions) {
    const other = hintingName(definition.key);
    if (other !== undefined && !spellings.has(other)) spellings.set(other, definition);
    if (definition.key === 'migratetype' && !spellings.has('mt')) spellings.set('mt', definition);
  }
  for (const { key, value } of detail.args) {
    const definition = spellings.get(key);
    if (definition === undefined || row[definition.slot] !== undefined) continue;
    if (definition.kind === 'pointer') { Object.assign(row, address(value)); continue; }
    if (definition.kind === 'wide' && uint(value) === undefined && isWide(value)) {
      Object.assign(row, { b: Number(BigInt(value)), c: Number(BigInt(value) >> 32n), d: Number(BigInt(value) & 0xffffffffn) });
      continue;
    }
    const result = stateOf(eventDefinitions[detail.event].name, value) ?? valueOf(definition.kind, definition.key, value);
    const isInt32 = definition.slot === 'order' || definition.slot === 'migratetype';
    if (result !== undefined) row[definition.slot] = isInt32 && typeof result === 'number' && (result | 0) !== result ? 'bad' : result;
  }
  const node = typeof row.node === 'number' ? row.node : 0;
  delete row.node;
  if (row.zone !== undefined && row.zone !== 'bad') row.zone = /^\d+\/./.test(String(row.zone)) ? String(row.zone) : `${node}/${row.zone}`;
  const page = detail.args.find(({ key }) => key === 'page')?.value;
  if (row.pfn === 0 && page !== undefined && /^(?:(?:0x)?0+|\((?:null|nil|____ptrval____)\))$/.test(page)) row.pfn = PFN_NONE;
  return row;
}

/** Numbers of the mainline device's states. */
function stateOf(event: string, value: string): number | undefined {
  const state = ['IDLE', 'REQUESTED', 'ACTIVE'].indexOf(unquoted(value).replace(/^PAGE_REPORTING_/, ''));
  return event === 'page_reporting_state' && state >= 0 ? state : undefined;
}

function valueOf(kind: string, key: string, value: string): number | string | undefined {
  const device = key === 'phdev' ? /^(?:0x)?([\da-f]{1,16})$|^\((?:null|nil)\)$/i.exec(value) : null;
  if (device) return uint(value) ?? (/[1-9a-f]/i.test(device[1] ?? '') ? 1 : 0);
  switch (kind) {
    case 'uint':
    case 'wide': return uint(value) ?? 'bad';
    case 'int': return signed(value) ?? 'bad';
    case 'pfn': return uint(value) ?? ({ none: PFN_NONE, null: PFN_NONE, head: PFN_HEAD }[value] ?? (signed(value) === -1 || value === '18446744073709551615' ? PFN_NONE : 'bad'));
    case 'zone': return value === '' || value.length > 64 ? 'bad' : unquoted(value);
    case 'migratetype': {
      const name = unquoted(value).toUpperCase().replace(/^MIGRATE_/, '');
      const number = uint(value.split('(')[0]) ?? defaultMigrateTypes.findIndex(type => type.toUpperCase() === name);
      return number < 0 ? 'bad' : number;
    }
    case 'locker': return zoneLockers.includes(/^\w*/.exec(value)?.[0] ?? '') ? 1 : 0;
    case 'bit': return zoneBit(unquoted(value)) < 0 ? 'bad' : zoneBit(unquoted(value));
    default: return key === 'lock' && value === 'zone' ? 'zone->lock' : value === '' ? (key === 'lock' ? 'bad' : undefined) : value;
  }
}

function signed(value: string): number | undefined {
  if (/^-\d+$|^-0x[\da-f]+$/i.test(value)) { const number = uint(value.slice(1)); return number === undefined ? undefined : 0 - number; }
  const plain = uint(value);
  if (plain !== undefined || !/^0x[\da-f]+$/i.test(value) || BigInt(value) >= 1n << 64n || BigInt(value) < 1n << 63n) return plain;
  const number = Number(BigInt.asIntN(64, BigInt(value)));
  return Number.isSafeInteger(number) ? number : undefined;
}
