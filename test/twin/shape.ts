/** What a history is made of: drawn from the seed, before anything happens. */
import type { Random } from '../support/random.js';

export type Interface = 'reporting-v5' | 'hinting-v2' | 'walk-v29' | 'hint-list-v33';

export const TYPES = 6;
export const MOVABLE = 1;
export const CMA = 4;
export const ISOLATE = 5;

export interface ZoneShape { readonly name: string; readonly node: number; readonly start: number; readonly end: number }

export interface Shape {
  readonly interface: Interface;
  /** Number of orders. */
  readonly orders: number;
  /** pageblock_order: also the smallest order that is reported. */
  readonly minOrder: number;
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
}

export const reports = (shape: Shape): boolean => shape.interface === 'reporting-v5' || shape.interface === 'hinting-v2';

const sizes = [{ orders: 11, minOrder: 9 }, { orders: 7, minOrder: 4 }, { orders: 6, minOrder: 3 }, { orders: 8, minOrder: 6 }];

export function drawShape(random: Random, name: Interface): Shape {
  const { orders, minOrder } = random.pick(sizes);
  const top = 1 << (orders - 1);
  const first = 10 + random.below(20);
  const second = 10 + random.below(30);
  const gap = random.below(3);
  const twoNodes = random.below(4) === 0;
  const zones = [
    { name: twoNodes ? 'Normal' : 'DMA32', node: 0, start: 0, end: first * top },
    { name: 'Normal', node: twoNodes ? 1 : 0, start: (first + gap) * top, end: (first + gap + second) * top },
  ];
  return {
    interface: name, orders, minOrder, zones,
    capacity: 2 + random.below(15), hwm: random.pick([4, 4, 6, 8, 16]),
    printsBefore: random.below(2) === 0, extras: random.below(2) === 0, nanoseconds: random.below(3) === 0, switches: random.below(2) === 0,
  };
}

/** `Normal`, or `1/Normal` where nodes have zones of the same name. */
export const zoneKey = (shape: Shape, zone: ZoneShape): string => (shape.zones[1].node === 0 ? zone.name : `${zone.node}/${zone.name}`);

const hex = (pfn: number): string => `0x${pfn.toString(16)}`;

export function settingsLines(shape: Shape): string[] {
  return [
    '# tracer: nop',
    `# buddyscope: interface=${shape.interface} page_shift=12 max_order=${shape.orders} pageblock_order=${shape.minOrder} capacity=${shape.capacity} hwm=${shape.hwm} hz=1000`,
    ...shape.zones.map(z => `# buddyscope: zone=${z.name} node=${z.node} start_pfn=${hex(z.start)} end_pfn=${hex(z.end)} free=none`),
  ];
}
