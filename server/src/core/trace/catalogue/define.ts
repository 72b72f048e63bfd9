/** Slot of a key in `Columns`, and how its value is read. */
export type SlotName = 'zone' | 'pfn' | 'order' | 'migratetype' | 'a' | 'b' | 'c' | 'd' | 's' | 'node';
export type ValueKind =
  /** Decimal or 0x, not negative. */
  | 'uint'
  /** `uint` of 64 bits. Above 2^53 - 1 the slot is about right, and the next two hold the high and the low 32 bits. */
  | 'wide'
  /** Decimal, may be negative. */
  | 'int'
  /** `uint`, or `none`, `head`, `null`. */
  | 'pfn'
  | 'zone'
  /** Number or name in any case. */
  | 'migratetype'
  | 'text'
  /** `ZONE_PAGE_REPORTING_ACTIVE`, `ACTIVE`: a `ZoneBit`. */
  | 'bit'
  /** 64-bit pointer: high half in this slot, low half in the next (a+b or c+d). */
  | 'pointer'
  /** Symbol of a function: 1 for one that takes no spinlock but a zone's (see `zoneLockers`), else 0. */
  | 'locker';

export interface KeyDefinition {
  readonly key: string;
  readonly slot: SlotName;
  readonly kind: ValueKind;
  /** Needed on the entry (not the `__return`) form. */
  readonly required: boolean;
}

/** How the arguments are written. `keys`: `key=value` in any order; the others are the stock events' own texts. */
export type ArgumentStyle = 'keys' | 'lockdep' | 'contention' | 'workqueue' | 'suspend';

export interface EventDefinition {
  readonly name: string;
  readonly keys: readonly KeyDefinition[];
  readonly style: ArgumentStyle;
  /** One or two sentences for a hover: what the kernel does here, and where. */
  readonly meaning: string;
}

const parseKey = (text: string): KeyDefinition => {
  const match = /^(\w+)(\?)?=(\w+):(\w+)$/.exec(text);
  if (!match) throw new Error(`bad key definition ${text}`);
  const [, key, optional, slot, kind] = match;
  return { key, slot: slot as SlotName, kind: kind as ValueKind, required: optional === undefined };
};

/** Shorthands: `zone` is `zone=zone:zone`; a `?` behind the name makes the key optional. */
const shorthand: Readonly<Record<string, string>> = {
  'zone': 'zone=zone:zone', 'zone?': 'zone?=zone:zone',
  'pfn': 'pfn=pfn:pfn', 'pfn?': 'pfn?=pfn:pfn',
  'order': 'order=order:uint', 'order?': 'order?=order:uint',
  'mt': 'migratetype=migratetype:migratetype', 'mt?': 'migratetype?=migratetype:migratetype',
  'lock': 'lock=s:text', 'lock?': 'lock?=s:text',
  'ret?': 'ret?=d:int',
};

export function define(name: string, keys: string, meaning: string, style: ArgumentStyle = 'keys'): EventDefinition {
  const list = keys.split(' ').filter(k => k !== '').map(k => parseKey(shorthand[k] ?? k));
  if (list.some(k => k.slot === 'zone')) list.push({ key: 'node', slot: 'node', kind: 'uint', required: false });
  return { name, keys: list, style, meaning };
}
