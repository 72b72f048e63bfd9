/** Do the numbers of the line fit the zone and the configuration? */
import { Slot } from '../trace/columns.js';
import { MAX_MIGRATETYPES, MAX_ORDERS } from '../trace/migratetypes.js';
import { isAligned, pagesOf } from './blockMath.js';
import { g, z } from './layout.js';
import type { Machine } from './machine.js';

/** Zone, pfn, order (and type) of the line fit the configuration; what does not is an input finding, and the line changes nothing. */
export function validBlock(m: Machine, withType: boolean): boolean {
  if ((m.has & (Slot.Zone | Slot.Order)) !== (Slot.Zone | Slot.Order)) return false;
  if (!validOrder(m)) return false;
  if (withType && !validType(m)) return false;
  if ((m.has & Slot.Pfn) === 0 || m.pfn < 0) return false;
  if (!isAligned(m.pfn, m.order)) {
    m.note('misaligned', { pfn: m.pfn, order: m.order });
    return false;
  }
  const base = m.store.zone(m.zone);
  const start = m.word(base + z.startPfn) + m.word(base + z.startHigh) * 2 ** 30;
  const end = m.word(base + z.endPfn) + m.word(base + z.endHigh) * 2 ** 30;
  if (end > 0 && (m.pfn < start || m.pfn + pagesOf(m.order) > end)) {
    m.note('outside-zone', { zone: m.zone, pfn: m.pfn });
    return false;
  }
  return true;
}

/** The block of a line that may name its zone, and its page by a pointer: what is there fits. */
export function validRange(m: Machine): boolean {
  if ((m.has & Slot.Order) !== 0 && !validOrder(m)) return false;
  if ((m.has & (Slot.Pfn | Slot.Order)) !== (Slot.Pfn | Slot.Order) || m.pfn < 0 || isAligned(m.pfn, m.order)) return true;
  m.note('misaligned', { pfn: m.pfn, order: m.order });
  return false;
}

export function validOrder(m: Machine): boolean {
  if ((m.has & Slot.Order) === 0) return false;
  if (m.order >= 0 && m.order < m.global(g.maxOrder) && m.order < MAX_ORDERS) return true;
  m.note('bad-order', { order: m.order, maxOrder: m.global(g.maxOrder) });
  return false;
}

export function validType(m: Machine): boolean {
  if ((m.has & Slot.Migratetype) === 0) return false;
  if (m.migratetype >= 0 && m.migratetype < m.global(g.migratetypes) && m.migratetype < MAX_MIGRATETYPES) return true;
  m.note('bad-migratetype', { migratetype: m.migratetype, count: m.global(g.migratetypes), name: '', start: 0, end: 0 });
  return false;
}
