/** What the trace says of the zones themselves: bounds, whether there is memory in them, and which comes first. */
import { NO, UNKNOWN, YES, g, z } from './layout.js';
import type { Machine } from './machine.js';

/** enum zone_type, as the kernel names them. */
const zoneTypes: readonly string[] = ['DMA', 'DMA32', 'Normal', 'HighMem', 'Movable', 'Device'];
const names: readonly string[] = zoneTypes.map(name => name.toLowerCase());
const ZONES_OF_NODE = 8;

/** Place of the zone in for_each_populated_zone(): by node, then by index; -1 where the name does not tell. */
export function zoneRank(m: Machine, zone: number): number {
  const known = m.names.zones[zone];
  const index = known === undefined ? -1 : names.indexOf(known.name.toLowerCase());
  return index < 0 ? -1 : known.node * ZONES_OF_NODE + index;
}

const startOf = (m: Machine, base: number): number => m.word(base + z.startPfn) + m.word(base + z.startHigh) * 2 ** 30;
/** First pfn behind the zone, 0 where not known. */
const endOf = (m: Machine, base: number): number => m.word(base + z.endPfn) + m.word(base + z.endHigh) * 2 ** 30;

/** Is the pfn within the zone's stated bounds? */
export function spans(m: Machine, zone: number, pfn: number): boolean {
  if (zone < 0) return false;
  const base = m.store.zone(zone);
  return pfn >= startOf(m, base) && pfn < endOf(m, base);
}

/** Are the zone's bounds stated? */
export const isBounded = (m: Machine, zone: number): boolean => endOf(m, m.store.zone(zone)) > 0;

/** The zone whose stated bounds contain the pfn (`first`, if that one does); -1 if none. */
export function zoneOfPfn(m: Machine, pfn: number, first = -1): number {
  if (spans(m, first, pfn)) return first;
  return m.store.zones().find(zone => spans(m, zone, pfn)) ?? -1;
}

/** Zones that the trace has named so far. A zone's words may also be there because of a line that is gone. */
export const namedZones = (m: Machine): number[] => m.store.zones().filter(zone => m.word(m.store.zone(zone) + z.named) === 1);

/** The line names the zone. */
export function nameZone(m: Machine, zone: number): void {
  m.store.set(m.store.zone(zone) + z.named, 1);
}

/** Zones that are known by their address. */
const isPointer = (name: string): boolean => /^(?:0x)?[0-9a-f]{8,16}$/i.test(name);

/** An event names the zone: at the first time, a name that neither a zone line nor the kernel has is a mistake. */
export function zoneSeen(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  if (m.word(base + z.named) === 1) return;
  m.store.set(base + z.named, 1);
  const name = m.names.zones[zone]?.name;
  if (m.global(g.zonesStated) !== 1 || name === undefined || zoneTypes.includes(name) || isPointer(name)) return;
  m.note('outside-zone', { zone, pfn: -1 });
}

/** Are the bounds of all zones stated, so that a pfn outside them is no memory? */
export function boundsKnown(m: Machine): boolean {
  const zones = namedZones(m);
  return zones.length > 0 && zones.every(zone => endOf(m, m.store.zone(zone)) > 0);
}

/** The zone has pages: as its settings say, else by its span. */
export function isPopulated(m: Machine, zone: number): number {
  const base = m.store.zone(zone);
  const pages = m.word(base + z.present) || m.word(base + z.managed); // each is the number + 1
  if (pages > 0) return pages > 1 ? YES : NO;
  return endOf(m, base) > startOf(m, base) ? YES : UNKNOWN;
}
