/**
 * What names mean to the parser: event names and argument keys by their bytes, private aliases, and the order of the
 * migratetypes. Everything that a `buddyscope:` line can change about the reading of later lines is in here.
 */
import type { EventDefinition, SlotName, ValueKind } from '../trace/catalogue/define.js';
import { hintingName } from '../trace/catalogue/reporting.js';
import { eventDefinitions, eventNames } from '../trace/events.js';
import { defaultMigrateTypes, migrateTypesOf } from '../trace/migratetypes.js';
import type { EventAlias, Setting } from '../trace/settings.js';
import { ByteTable } from './byteTable.js';
import { aliasText, type ParseState } from './parseState.js';

export const slots: readonly SlotName[] = ['zone', 'pfn', 'order', 'migratetype', 'a', 'b', 'c', 'd', 's', 'node'];
export const SlotIndex = { Zone: 0, Pfn: 1, Order: 2, Migratetype: 3, A: 4, B: 5, C: 6, D: 7, S: 8, Node: 9 } as const;
const kinds: readonly ValueKind[] = ['uint', 'int', 'pfn', 'zone', 'migratetype', 'text', 'bit', 'pointer', 'wide'];
export const KindIndex = { Uint: 0, Int: 1, Pfn: 2, Zone: 3, Migratetype: 4, Text: 5, Bit: 6, Pointer: 7, Wide: 8, Lock: 9, NullPage: 10, State: 11, Device: 12, Locker: 13 } as const;

/** Bit of a spec: the kind may be written as a plain number, and mostly is. */
export const PLAIN_NUMBER = 512;
const plainKinds: readonly number[] = [KindIndex.Uint, KindIndex.Int, KindIndex.Pfn, KindIndex.Migratetype, KindIndex.Wide];

/** A key's place: slot in the low 4 bits, kind above; plus 256, so that 0 is "this event has no such key". */
const spec = (slot: number, kind: number): number => 256 | (kind << 4) | slot | (plainKinds.includes(kind) ? PLAIN_NUMBER : 0);

/** Keys whose values are written in a way of their own, by `event key` or key. */
const ownKinds: Readonly<Record<string, number>> = {
  'lock': KindIndex.Lock, 'phdev': KindIndex.Device, 'page_reporting_state old': KindIndex.State, 'page_reporting_state new': KindIndex.State,
};

/** Names that shape the line instead of being an event. Numbered from 1. */
export const shapeNames = [
  'tracing_mark_write', 'print', 'bprint', 'bputs', 'function', 'funcgraph_entry', 'funcgraph_exit', 'kernel_stack', 'user_stack',
  'zone_flags', 'buddyscope', 'pagetrace_meta', 'zone', 'free_list', 'buddyinfo', 'pagetypeinfo', 'zoneinfo', 'buddy_snapshot',
] as const;
export type ShapeName = (typeof shapeNames)[number];

/** Keys that an event may have; more than all catalogue keys and aliases together is refused. */
const MAX_KEYS = 1024;

/** Rows of keys, private aliases included. */
const MAX_ROWS = 4096;

const EVENT_BITS = 0x3ff;
const SHAPE = 1 << 30;

/** A name's meaning packed: event in bits 0-9, return in bit 10, dialect in bits 11-12, alias row + 1 above. */
export const eventOf = (meaning: number): number => meaning & EVENT_BITS;
export const meansReturn = (meaning: number): boolean => (meaning & 0x400) !== 0;
export const dialectBits = (meaning: number): number => (meaning >> 11) & 3;
export const isShape = (meaning: number): boolean => meaning >= SHAPE;
export const shapeOf = (meaning: number): ShapeName => shapeNames[meaning - SHAPE - 1];
/** The name was given a meaning by an `event ... as ...` line. */
export const isAlias = (meaning: number): boolean => !isShape(meaning) && meaning >= 1 << 13;

const pack = (event: number, isReturn: boolean, dialect: number, row: number): number =>
  event | (isReturn ? 0x400 : 0) | (dialect << 11) | (row << 13);

export class Vocabulary {
  /** Counts the changes that give later lines another meaning: lines parsed before may have to be parsed again. */
  version = 0;
  names = new ByteTable(2048);
  readonly keys = new ByteTable(512);
  /** Specs by key number: catalogue events first, aliases behind. */
  private rows: Uint16Array[] = [];
  private readonly keyNumbers = new Map<string, number>();
  /** `event NAME as KNOWN`, by name, in the order of their lines. */
  readonly aliases = new Map<string, EventAlias>();
  types: readonly string[] = defaultMigrateTypes;
  /** A line has listed the types. */
  typesGiven = false;
  private typeNumbers = numberTypes(defaultMigrateTypes);

  constructor() {
    this.reset();
  }

  /** Goes on behind other lines than those that were read last. */
  resume({ events, types, typesGiven }: ParseState): void {
    this.reset();
    for (const alias of events) this.addAlias(alias);
    this.setTypes(types);
    this.typesGiven = typesGiven;
  }

  private reset(): void {
    if (this.aliases.size > 0) this.version++;
    this.aliases.clear();
    this.names = new ByteTable(2048);
    shapeNames.forEach((name, i) => this.names.setText(name, SHAPE + i + 1));
    for (const [name, { event, isReturn, dialect }] of eventNames) this.names.setText(name, pack(event, isReturn, dialect, 0));
    const counts = eventNames.get('zone_free');
    if (counts) this.names.setText('free_area', pack(counts.event, false, counts.dialect, 0));
    this.rows = eventDefinitions.map(definition => this.rowOf(definition));
  }

  row(meaning: number): Uint16Array {
    const alias = meaning >> 13;
    return this.rows[alias === 0 ? eventOf(meaning) : alias];
  }

  /** What the setting changes about the reading of later lines. */
  learn(setting: Setting): void {
    if (setting.type === 'event-alias') this.addAlias(setting);
    else if (setting.type === 'tracer') this.setKernel(setting.kernel);
    else if (setting.type === 'options') {
      this.setKernel(setting.options.kernel);
      if (setting.options.migrateTypes === undefined) return;
      this.setTypes(setting.options.migrateTypes);
      this.typesGiven = true;
    }
  }

  /** Old kernels number the types otherwise. */
  private setKernel(version: string | undefined): void {
    if (version !== undefined && !this.typesGiven) this.setTypes(migrateTypesOf(version));
  }

  private setTypes(list: readonly string[]): void {
    if (list.join() !== this.types.join()) this.version++;
    this.types = list;
    this.typeNumbers = numberTypes(list);
  }

  /** Number of a migratetype's name in any case, or -1. */
  migrateType(name: string): number {
    return this.typeNumbers.get(name.toUpperCase().replace(/^MIGRATE_/, '')) ?? -1;
  }

  /** False if the known event is not in the catalogue, or for too many aliases. */
  addAlias(alias: EventAlias): boolean {
    const { name, as, keys } = alias;
    const target = eventNames.get(as);
    if (target === undefined) return false;
    const known = this.aliases.get(name);
    if (known !== undefined && aliasText(known) === aliasText(alias)) return true;
    if (this.rows.length >= MAX_ROWS) return false;
    this.version++;
    this.aliases.delete(name);
    this.aliases.set(name, alias);
    const row = this.rows[target.event].slice();
    for (const [canonical, own] of keys) {
      const from = this.keyNumber(canonical);
      const to = this.keyNumber(own);
      if (from >= 0 && to >= 0) row[to] = this.rows[target.event][from];
    }
    this.rows.push(row);
    this.names.setText(name, pack(target.event, target.isReturn, target.dialect, this.rows.length - 1));
    return true;
  }

  private rowOf({ name, keys }: EventDefinition): Uint16Array {
    const row = new Uint16Array(MAX_KEYS);
    const put = (key: string, value: number): void => {
      const number = this.keyNumber(key);
      if (number >= 0 && row[number] === 0) row[number] = value;
    };
    const specs = keys.map(({ key, slot, kind }) => [key, spec(slots.indexOf(slot), ownKinds[`${name} ${key}`] ?? ownKinds[key] ?? (kind === 'locker' ? KindIndex.Locker : kinds.indexOf(kind)))] as const);
    for (const [key, value] of specs) put(key, value);
    for (const [key, value] of specs) {
      const hinting = hintingName(key);
      if (hinting !== undefined) put(hinting, value);
      // What the usual kprobe definitions call the argument.
      if (key === 'migratetype') put('mt', value);
    }
    put('page', spec(SlotIndex.Pfn, KindIndex.NullPage));
    return row;
  }

  private keyNumber(key: string): number {
    const known = this.keyNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.keyNumbers.size;
    if (number >= MAX_KEYS || !/^[A-Za-z_]\w*$/.test(key)) return -1;
    this.keyNumbers.set(key, number);
    this.keys.setText(key, number);
    return number;
  }
}

/** MIGRATE_RESERVE gave its number to MIGRATE_HIGHATOMIC: a trace has one of them. */
function numberTypes(list: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map(list.map((name, number) => [name.toUpperCase(), number]));
  for (const [one, other] of [['RESERVE', 'HIGHATOMIC'], ['HIGHATOMIC', 'RESERVE']]) {
    const number = numbers.get(other);
    if (number !== undefined && !numbers.has(one)) numbers.set(one, number);
  }
  return numbers;
}
