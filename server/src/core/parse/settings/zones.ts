/** `zone=Normal node=0 start_pfn=...` and `free zone=Normal order=10 migratetype=1 pfn=0x400,0x800`. */
import type { Names } from '../../trace/names.js';
import type { Setting, ZoneSetting } from '../../trace/settings.js';
import type { Vocabulary } from '../vocabulary.js';
import { parseUint, withProblems, type Field, type Fields } from './fields.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const zoneKeys = ['zone', 'node', 'start_pfn', 'end_pfn', 'free', 'lock', 'addr', 'present', 'managed', 'min', 'low', 'high'] as const;
const freeKeys = ['zone', 'node', 'order', 'migratetype', 'pfn'] as const;
const MAX_NODE = 0xffff;
const MAX_ORDER = 32;
/** Zone ids are Int16 in the columns. */
const MAX_ZONES = 0x7fff;

/** Id of the zone that the fields name, or -1 with a problem. */
function zoneOf(fields: Fields, names: Names): number {
  const zone = fields.list.find(field => field.key === 'zone');
  if (zone === undefined || zone.value === '' || zone.value.length > 64 || names.zones.length >= MAX_ZONES) {
    fields.problem(zone?.start ?? fields.from, zone?.end ?? fields.text.length, 'The name of a zone is missing: zone=Normal');
    return -1;
  }
  const node = fields.list.find(field => field.key === 'node');
  return names.zone(zone.value, (node && fields.uint(node, MAX_NODE)) ?? 0);
}

/** `lenient`: the `zone:` event, whose unknown keys are no problem. */
export function readZone(fields: Fields, names: Names, lenient: boolean): Setting {
  const id = zoneOf(fields, names);
  if (id < 0) return { type: 'invalid', ...withProblems(fields) };
  const zone: Writable<ZoneSetting> = { zone: id, freeNone: false };
  let spanned: number | undefined;
  for (const field of fields.list) {
    switch (field.key) {
      case 'zone': case 'node': break;
      case 'start_pfn': setUint(zone, 'startPfn', fields, field); break;
      case 'end_pfn': setUint(zone, 'endPfn', fields, field); break;
      case 'present': case 'managed': case 'min': case 'low': case 'high': setUint(zone, field.key, fields, field); break;
      case 'lock': zone.lock = names.string(field.value); break;
      case 'addr': if (names.zones.length < MAX_ZONES) zone.addr = names.zone(field.value, 0); break;
      case 'free': if (field.value === 'none') zone.freeNone = true; else if (!lenient) fields.problem(field.valueStart, field.end, 'Only free=none can be said of a whole zone'); break;
      case 'spanned': if (lenient) { spanned = fields.uint(field); break; } fields.unknown(field, zoneKeys); break;
      default: if (!lenient) fields.unknown(field, zoneKeys);
    }
  }
  if (zone.endPfn === undefined && zone.startPfn !== undefined && spanned !== undefined) zone.endPfn = zone.startPfn + spanned;
  if (zone.startPfn !== undefined && zone.endPfn !== undefined && zone.endPfn < zone.startPfn) {
    const end = fields.list.find(field => field.key === 'end_pfn');
    if (end) fields.problem(end.valueStart, end.end, 'end_pfn lies before start_pfn');
    delete zone.endPfn;
  }
  return { type: 'zone', zone, ...withProblems(fields) };
}

function setUint(zone: Writable<ZoneSetting>, key: 'startPfn' | 'endPfn' | 'present' | 'managed' | 'min' | 'low' | 'high', fields: Fields, field: Field): void {
  const value = fields.uint(field);
  if (value !== undefined) zone[key] = value;
}

/** One free list, front first; `*` behind a block says that it is reported. `pfns=` is the spelling of the free_list event. */
export function readFree(fields: Fields, names: Names, vocabulary: Vocabulary): Setting {
  const zone = zoneOf(fields, names);
  const orderField = fields.list.find(field => field.key === 'order');
  const typeField = fields.list.find(field => field.key === 'migratetype');
  const pfnField = fields.list.find(field => field.key === 'pfn' || field.key === 'pfns');
  for (const [key, field] of [['order', orderField], ['migratetype', typeField], ['pfn', pfnField]] as const) {
    if (field === undefined) fields.problem(fields.from, fields.text.length, `${key}= is missing`);
  }
  for (const field of fields.list) if (!(freeKeys as readonly string[]).includes(field.key) && field.key !== 'pfns') fields.unknown(field, freeKeys);
  const order = orderField && fields.uint(orderField, MAX_ORDER);
  const migratetype = typeField && typeOf(fields, typeField, vocabulary);
  if (zone < 0 || order === undefined || migratetype === undefined || pfnField === undefined) return { type: 'invalid', ...withProblems(fields) };
  const pfns: number[] = [];
  const reported: boolean[] = [];
  let column = pfnField.end - pfnField.value.length;
  if (fields.text[pfnField.end - 1] === '}' || fields.text[pfnField.end - 1] === '"') column--;
  for (const part of pfnField.value === '' || pfnField.value === 'none' ? [] : pfnField.value.split(',')) {
    const pfn = parseUint(part.replace(/\*$/, ''));
    if (pfn === undefined) fields.problem(column, column + Math.max(part.length, 1), 'pfn must be page frame numbers, separated by commas');
    else { pfns.push(pfn); reported.push(part.endsWith('*')); }
    column += part.length + 1;
  }
  return { type: 'free', zone, order, migratetype, pfns, reported, ...withProblems(fields) };
}

function typeOf(fields: Fields, field: Field, vocabulary: Vocabulary): number | undefined {
  const named = vocabulary.migrateType(field.value);
  const value = parseUint(field.value) ?? (named >= 0 ? named : undefined);
  if (value !== undefined && value <= 0x7fffffff) return value;
  fields.problem(field.valueStart, Math.max(field.end, field.valueStart + 1), 'migratetype must be a number or a name');
  return undefined;
}
