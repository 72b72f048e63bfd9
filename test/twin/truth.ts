/** What is true after a line, by counting. */
import type { Kernel } from './kernel.js';

export interface CountChange {
  readonly line: number;
  readonly zone: number;
  readonly order: number;
  readonly nrFree: number;
  readonly reported: number;
  readonly inFlight: number;
}

interface Counts { nrFree: number; reported: number; inFlight: number }

/** By zone and order; before the first line nothing is counted yet. */
export const emptyCounts = (k: Kernel): Counts[][] => k.zones.map(() => Array.from({ length: k.shape.orders }, () => ({ nrFree: 0, reported: 0, inFlight: 0 })));

/** Counts everything anew, and says where it differs from the last count. */
export function countChanges(k: Kernel, last: Counts[][], line: number): CountChange[] {
  const changes: CountChange[] = [];
  for (const [zone, { lists, inFlight }] of k.zones.entries()) {
    for (const [order, types] of lists.entries()) {
      let nrFree = 0;
      let reported = 0;
      for (const list of types) for (const block of list) { nrFree++; if (block.reported) reported++; }
      let flying = 0;
      for (const block of inFlight) if (block.order === order) flying++;
      const held = last[zone][order];
      if (held.nrFree === nrFree && held.reported === reported && held.inFlight === flying) continue;
      last[zone][order] = { nrFree, reported, inFlight: flying };
      changes.push({ line, zone, order, nrFree, reported, inFlight: flying });
    }
  }
  return changes;
}

export interface ListTruth {
  readonly order: number;
  readonly type: number;
  readonly pfns: readonly number[];
  readonly reported: readonly number[];
  readonly boundary: number | null;
}

export interface ZoneTruth {
  readonly requested: boolean;
  readonly active: boolean;
  readonly requestedSeen: boolean;
  readonly activeSeen: boolean;
  /** Lists that hold a block or a boundary, top order first. */
  readonly lists: readonly ListTruth[];
  readonly lock: { readonly task: string; readonly cpu: number; readonly line: number } | null;
}

export interface Snapshot { readonly line: number; readonly zones: readonly ZoneTruth[] }

export function snapshot(k: Kernel, line: number): Snapshot {
  const zones = k.zones.map(zone => {
    const lists: ListTruth[] = [];
    for (let order = k.shape.orders - 1; order >= 0; order--) {
      for (const [type, list] of zone.lists[order].entries()) {
        const boundary = zone.active ? k.boundary[order][type]?.block?.pfn ?? null : null;
        if (list.length === 0 && boundary === null) continue;
        lists.push({ order, type, pfns: list.map(block => block.pfn), reported: list.filter(block => block.reported).map(block => block.pfn), boundary });
      }
    }
    const { requested, active, requestedSeen, activeSeen, holder, heldSince } = zone;
    return { requested, active, requestedSeen, activeSeen, lists, lock: holder === null ? null : { task: holder.task, cpu: holder.cpu, line: heldSince } };
  });
  return { line, zones };
}
