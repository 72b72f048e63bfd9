/** What a history is made of: drawn from the seed, before anything happens. */
import type { Random } from '../support/random.js';

export type Interface = 'reporting-v5' | 'hinting-v2' | 'walk-v29' | 'hint-list-v33' | 'mainline' | 'torvalds-alloc' | 'wilcox-buffer';

export const TYPES = 6;
export const UNMOVABLE = 0;
export const MOVABLE = 1;
export const CMA = 4;
export const ISOLATE = 5;

/** `start` and `end` in pages; `min` and `low` are watermarks in pages, 0 where the trace does not state them. */
export interface ZoneShape { readonly name: string; readonly node: number; readonly start: number; readonly end: number; readonly min: number; readonly low: number }

/** What differs between the versions of the merged code (mm/page_reporting.c, mm/page_alloc.c). */
export interface MainlineShape {
  readonly kernel: string;
  /** A list is left after about a sixteenth of it. */
  readonly budget: boolean;
  /** move_to_free_list() puts the block at the tail (5.10). */
  readonly movesToTail: boolean;
  /** Pageblocks of different types merge only if both are of the first three (5.18). */
  readonly mergeableOnly: boolean;
  /** Recorded with kprobes on a stock kernel: no free-list helpers, no locks, page pointers. */
  readonly probes: boolean;
  /** The base of the memory map is given, so that a page pointer says its pfn. */
  readonly vmemmap: boolean;
  /** putback's line stands at its entry; else after the block is back. */
  readonly putbackAtEntry: boolean;
  /** The system goes to sleep now and then. */
  readonly suspends: boolean;
}

export interface Shape {
  readonly interface: Interface;
  /** Number of orders. */
  readonly orders: number;
  /** pageblock_order. */
  readonly minOrder: number;
  /** The smallest order that is reported: pageblock_order, in mainline page_reporting_order. */
  readonly reportingOrder: number;
  readonly capacity: number;
  readonly hwm: number;
  readonly zones: readonly ZoneShape[];
  /** Tail insertions say what they were put in front of. */
  readonly printsBefore: boolean;
  /** Optional keys and claims. */
  readonly extras: boolean;
  readonly nanoseconds: boolean;
  /** The scheduler's switches are in the trace. */
  readonly switches: boolean;
  readonly mainline: MainlineShape | null;
  /** Waits for zone locks are in the trace, with the lock's address or a hash of it; null where they are not. */
  readonly contention: 'address' | 'hash' | null;
}

/** The posted cycle with its boundaries. */
export const reports = (shape: Shape): boolean => shape.interface === 'reporting-v5' || shape.interface === 'hinting-v2';

const sizes = [{ orders: 11, minOrder: 9 }, { orders: 7, minOrder: 4 }, { orders: 6, minOrder: 3 }, { orders: 8, minOrder: 6 }];

/** 4 GiB in pages. */
const FOUR_GIB = 1 << 20;

const versions = [
  { kernel: '5.7', budget: false, movesToTail: false, mergeableOnly: false },
  { kernel: '5.8', budget: true, movesToTail: false, mergeableOnly: false },
  { kernel: '5.10', budget: true, movesToTail: true, mergeableOnly: false },
  { kernel: '6.1', budget: true, movesToTail: true, mergeableOnly: true },
  { kernel: '6.12', budget: true, movesToTail: true, mergeableOnly: true },
];

function drawMainline(random: Random): MainlineShape {
  return {
    ...random.pick(versions),
    probes: random.below(4) === 0, vmemmap: random.below(2) === 0, putbackAtEntry: random.below(2) === 0, suspends: random.below(2) === 0,
  };
}

export function drawShape(random: Random, name: Interface): Shape {
  const { orders, minOrder } = random.pick(sizes);
  const top = 1 << (orders - 1);
  const first = 10 + random.below(20);
  const second = 10 + random.below(30);
  // Some hints are of memory above 4 GiB.
  const gap = name === 'hint-list-v33' && random.below(2) === 0 ? FOUR_GIB / top + random.below(3) : random.below(3);
  const twoNodes = random.below(4) === 0;
  const zones = [
    { name: twoNodes ? 'Normal' : 'DMA32', node: 0, start: 0, end: first * top, min: 0, low: 0 },
    { name: 'Normal', node: twoNodes ? 1 : 0, start: (first + gap) * top, end: (first + gap + second) * top, min: 0, low: 0 },
  ];
  const shape: Shape = {
    interface: name, orders, minOrder, reportingOrder: minOrder, zones,
    capacity: 2 + random.below(15), hwm: random.pick([4, 4, 6, 8, 16]),
    printsBefore: random.below(2) === 0, extras: random.below(2) === 0, nanoseconds: random.below(3) === 0, switches: random.below(2) === 0,
    mainline: null, contention: random.pick([null, 'address', 'hash']),
  };
  const watermarked = (most: number): ZoneShape[] => zones.map(zone => {
    const min = random.below(most);
    return { ...zone, min, low: min + (min >> 2) };
  });
  if (name === 'torvalds-alloc') return { ...shape, zones: random.below(2) === 0 ? zones : watermarked(8 * top) };
  if (name !== 'mainline') return shape;
  const mainline = drawMainline(random);
  return {
    ...shape, mainline,
    printsBefore: false,
    // 32 until a driver may ask for less.
    capacity: random.below(4) === 0 ? 32 : 1 + random.below(8),
    reportingOrder: random.below(2) === 0 ? minOrder : Math.max(0, minOrder - 2 + random.below(4)),
    zones: watermarked(3 * top),
  };
}

/** `Normal`, or `1/Normal` where nodes have zones of the same name. */
export const zoneKey = (shape: Shape, zone: ZoneShape): string => (shape.zones[1].node === 0 ? zone.name : `${zone.node}/${zone.name}`);

const hex = (pfn: number): string => `0x${pfn.toString(16)}`;

/** Where the zone's lock lies: on the second node its high half differs. */
export const lockAddress = (shape: Shape, zone: ZoneShape): string => `ffff8881${shape.zones.indexOf(zone)}7ffb680`;

/** Where the array of struct page begins, and their size in bytes. */
export const VMEMMAP = 0xffffea0000000000n;
export const STRUCT_PAGE = 64n;

function mainlineOptions({ mainline, reportingOrder, minOrder }: Shape): string {
  if (mainline === null) return '';
  const order = reportingOrder === minOrder ? '' : ` page_reporting_order=${reportingOrder}`;
  return ` kernel=${mainline.kernel}${order}${mainline.probes && mainline.vmemmap ? ` vmemmap=0x${VMEMMAP.toString(16)} page_struct=${STRUCT_PAGE}` : ''}`;
}

export function settingsLines(shape: Shape, unknownStart: boolean): string[] {
  const free = unknownStart || shape.mainline?.probes === true ? '' : ' free=none';
  return [
    '# tracer: nop',
    `# buddyscope: interface=${shape.interface} page_shift=12 max_order=${shape.orders} pageblock_order=${shape.minOrder} capacity=${shape.capacity} hwm=${shape.hwm} hz=1000${mainlineOptions(shape)}`,
    ...shape.zones.map(z => `# buddyscope: zone=${z.name} node=${z.node} start_pfn=${hex(z.start)} end_pfn=${hex(z.end)}${z.low > 0 ? ` min=${z.min} low=${z.low}` : ''}${shape.contention === 'address' ? ` lock=0x${lockAddress(shape, z)}` : ''}${free}`),
  ];
}
