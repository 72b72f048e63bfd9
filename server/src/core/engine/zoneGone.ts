/** A zone that loses its last page, or whose reporting is reset, while something of it is still counted. */
import { Slot } from '../trace/columns.js';
import { ZoneBit } from '../trace/zoneBits.js';
import { flagIs } from './boundary.js';
import { minOrder, sawDialect } from './config.js';
import { NO, g, z } from './layout.js';
import type { Machine } from './machine.js';

/**
 * __offline_pages() of the zone's last page: its request stays counted. page_reporting_reset(), where the kernel has it and the trace
 * shows it, says so itself.
 */
export function zoneEmptied(m: Machine): void {
  if (m.isReturn || m.zone < 0 || (m.has & Slot.C) === 0 || m.c !== 0 || !isCounted(m, m.zone)) return;
  m.store.set(m.store.zone(m.zone) + z.offlineId, m.line);
  m.remember();
}

/** REQUESTED is set, and counted by the present device. */
const isCounted = (m: Machine, zone: number): boolean => flagIs(m, zone, ZoneBit.Requested, true) && m.word(m.store.zone(zone) + z.staleRequest) === 0;

/** At the end of the trace; changes no state. */
export function judgeOffline(m: Machine): void {
  for (const zone of m.store.zones()) {
    const base = m.store.zone(zone);
    const offlineId = m.word(base + z.offlineId);
    if (offlineId === 0) continue;
    m.zone = zone;
    m.note('reset-while-requested', { zone, requestId: m.word(base + z.requestId), reset: false }, offlineId);
  }
}

/** page_reporting_reset(): the zone became unpopulated. */
export function resetZone(m: Machine): void {
  if (m.isReturn || m.zone < 0) return;
  sawDialect(m, false);
  const base = m.store.zone(m.zone);
  let blocks = 0;
  for (let order = minOrder(m); order < m.global(g.maxOrder); order++) {
    blocks += m.word(base + z.flagged + order);
    m.store.set(base + z.counterOff + order, 0);
  }
  if (blocks > 0) m.note('reset-with-reported', { zone: m.zone, blocks });
  if (isCounted(m, m.zone)) m.note('reset-while-requested', { zone: m.zone, requestId: m.word(base + z.requestId), reset: true });
  m.store.set(base + z.offlineId, 0);
  m.store.set(base + z.stats, NO);
  m.store.set(base + z.resetId, m.line);
}
