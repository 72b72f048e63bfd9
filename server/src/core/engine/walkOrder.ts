/** Which lists a walk visits, and in which order: zones, then orders from the top, then migratetypes. */
import { MAX_MIGRATETYPES, MAX_ORDERS } from '../trace/migratetypes.js';
import { YES, g, t, z } from './layout.js';
import type { Machine } from './machine.js';
import { isPopulated, zoneRank } from './zones.js';

/** Unmovable, Movable, Reclaimable and HighAtomic exist in every configuration. */
const LEAST_TYPES = 4;

const visitOf = (m: Machine, zone: number, order: number, type: number): number =>
  m.store.zone(zone) + z.walked + order * MAX_MIGRATETYPES + type;

/** The walk comes to the list of this line. */
export function visitList(m: Machine, base: number): void {
  const { store, zone, order, migratetype } = m;
  const own = store.zone(zone);
  const serial = m.word(base + t.walkSerial);
  const seen = m.word(own + z.walkedBy) === serial;
  if (!seen) {
    for (let i = 0; i < MAX_ORDERS * MAX_MIGRATETYPES; i++) store.set(own + z.walked + i, 0);
    store.set(own + z.walkedBy, serial);
  }
  const previous = m.word(base + t.walkZone) - 1;
  if (previous >= 0) {
    const previousOrder = m.word(base + t.walkOrder) - 1;
    const previousType = m.word(base + t.walkType) - 1;
    const late = previous === zone
      ? order > previousOrder || (order === previousOrder && migratetype <= previousType)
      : seen || (zoneRank(m, previous) >= 0 && zoneRank(m, zone) >= 0 && zoneRank(m, zone) < zoneRank(m, previous));
    if (late) m.note('walk-out-of-order', { zone, order, migratetype, previous, previousOrder, previousType, previousId: m.word(base + t.walkListId) });
  }
  store.set(visitOf(m, zone, order, migratetype), m.line);
  m.remember();
  if (m.word(base + t.walkTypes) < migratetype + 1) store.set(base + t.walkTypes, migratetype + 1);
}

/** The walk has ended: a completed one has visited every list. Noted at the list that follows the missing ones. */
export function checkVisits(m: Machine, base: number): void {
  const serial = m.word(base + t.walkSerial);
  // Another walk since would have overwritten the visits.
  if (m.d !== 0 || m.word(base + t.walkStopId) !== 0 || m.word(base + t.walkZone) === 0 || m.global(g.handoutSerial) !== serial) return;
  const types = m.global(g.typesGiven) === 1 ? m.global(g.migratetypes) : Math.max(LEAST_TYPES, m.word(base + t.walkTypes));
  const visited = (zone: number): boolean => m.word(m.store.zone(zone) + z.walkedBy) === serial;
  const zones = m.store.zones().filter(zone => visited(zone) || (zoneRank(m, zone) >= 0 && isPopulated(m, zone) === YES))
    .sort((a, b) => zoneRank(m, a) - zoneRank(m, b));
  const minimum = m.word(base + t.walkMinOrder) > 0 ? m.word(base + t.walkMinOrder) - 1 : lowestOrder(m, zones.filter(visited));
  let missing: { zone: number; order: number; migratetype: number; lists: number; previousId: number } | undefined;
  let previousId = 0;
  for (const zone of zones) {
    for (let order = m.global(g.maxOrder) - 1; order >= minimum; order--) {
      for (let migratetype = 0; migratetype < types; migratetype++) {
        const id = visited(zone) ? m.word(visitOf(m, zone, order, migratetype)) : 0;
        if (id === 0) {
          missing ??= { zone, order, migratetype, lists: 0, previousId };
          missing.lists++;
          continue;
        }
        if (missing !== undefined) m.note('walk-list-missing', { ...missing, atEnd: false }, id);
        missing = undefined;
        previousId = id;
      }
    }
  }
  if (missing !== undefined) m.note('walk-list-missing', { ...missing, atEnd: true });
}

function lowestOrder(m: Machine, zones: readonly number[]): number {
  for (let order = 0; order < m.global(g.maxOrder); order++) {
    for (const zone of zones) {
      for (let type = 0; type < MAX_MIGRATETYPES; type++) if (m.word(visitOf(m, zone, order, type)) !== 0) return order;
    }
  }
  return 0;
}
