/** PageReported: the flag of a free block's first page, set and cleared by page reporting. */
import { Slot } from '../trace/columns.js';
import { isActive } from './boundary.js';
import { claimReported } from './claims.js';
import { isMainline, minOrder } from './config.js';
import { settlePending } from './freeLists.js';
import { needFlagLock } from './guard.js';
import { Boundary, FlagOps, NO, PageState, YES, fl, g, pageOrder, pageState, pageType, pageZone, z } from './layout.js';
import { isReported, listOf, setReported } from './lists.js';
import type { Machine } from './machine.js';

/** The page whose reported flag the line changes, with its zone set and what holds for every change judged; 0 where the line names none. */
function flaggedPage(m: Machine, op: number): number {
  if (m.isReturn || (m.has & Slot.Pfn) === 0 || m.pfn < 0) return 0;
  if ((m.global(g.printsFlags) & op) === 0) m.setGlobal(g.printsFlags, m.global(g.printsFlags) | op);
  const page = m.store.page(m.pfn);
  if (page === 0) return 0;
  const packed = m.store.packed(page);
  m.zone = pageState(packed) === PageState.Unknown ? m.zoneHere() : pageZone(packed);
  if (m.zone < 0) {
    countsUnknown(m);
    return 0;
  }
  needFlagLock(m);
  const base = m.store.zone(m.zone);
  if (op === FlagOps.Set) settlePending(m, m.zone);
  if (m.word(base + z.stats) === NO) m.note('flag-without-counters', { zone: m.zone, pfn: m.pfn, resetId: m.word(base + z.resetId) });
  return page;
}

/** A page of a zone that nothing tells: no zone's count of its order is known any more. */
function countsUnknown(m: Machine): void {
  const gone = (m.has & Slot.Order) !== 0 && m.order >= 0 && m.order < m.global(g.maxOrder) ? 1 << m.order : -1;
  for (const zone of m.store.zones()) {
    const field = m.store.zone(zone) + z.reportedKnown;
    if ((m.word(field) & gone) === 0) continue;
    m.store.set(field, m.word(field) & ~gone);
    for (let order = 0; order < m.global(g.maxOrder); order++) m.touch(zone, order);
  }
}

/** The flag of a block whose list is not known. */
function countUnseen(m: Machine, base: number, order: number, change: number): void {
  const bit = 1 << order;
  if ((m.word(base + z.reportedKnown) & bit) === 0) return;
  m.store.add(base + z.flagged + order, change);
  if (m.word(base + z.flagged + order) < 0) m.store.set(base + z.reportedKnown, m.word(base + z.reportedKnown) & ~bit);
  m.touch(m.zone, order);
}

/** __SetPageReported(). */
export function setPageReported(m: Machine): void {
  const page = flaggedPage(m, FlagOps.Set);
  if (page === 0) return;
  const packed = m.store.packed(page);
  const base = m.store.zone(m.zone);
  const listed = pageState(packed) === PageState.Listed;
  const order = pageOrder(packed);
  const put = m.word(base + z.put);
  // Put back, but no event shows to which list: the mark itself says that it did not merge.
  const unseen = pageState(packed) === PageState.Returning && m.word(base + z.helpers) !== YES;
  if (unseen) countUnseen(m, base, order, 1);
  else if (put !== 0) judgeMark(m, base, put, page, listed, order);
  else if (isMainline(m) && m.global(g.putback) === page && (!listed || order !== m.global(g.putbackOrder))) {
    m.note('flag-set-on-merged', { zone: m.zone, pfn: m.pfn, order, putOrder: m.global(g.putbackOrder), putId: 0 });
  }
  else if (listed && (m.has & Slot.Order) !== 0 && m.order !== order) m.note('flag-set-on-merged', { zone: m.zone, pfn: m.pfn, order, putOrder: m.order, putId: 0 });
  if (m.global(g.reportFailed) === 1 || (m.global(g.printsReport) === 1 && m.global(g.reported) === NO && m.global(g.filled) !== 0)) {
    m.note('flag-set-unreported', { zone: m.zone, pfn: m.pfn, failed: m.global(g.reportFailed) === 1, reportId: m.global(g.reportId) });
  }
  if (listed && order < minOrder(m)) m.note('order-below-minimum', { zone: m.zone, order, minimum: minOrder(m) });
  if (listed) setReported(m, page, 1);
  if (listed && (m.has & Slot.A) !== 0) claimReported(m, m.zone, order, m.a);
  m.store.set(base + z.put, 0);
}

function judgeMark(m: Machine, base: number, put: number, page: number, listed: boolean, order: number): void {
  const putOrder = m.word(base + z.putOrder);
  const putId = m.word(base + z.putId);
  if (!listed || order !== putOrder || put !== page) {
    m.note('flag-set-on-merged', { zone: m.zone, pfn: m.pfn, order, putOrder, putId });
    return;
  }
  if (order < minOrder(m) || !isActive(m, m.zone) || m.global(g.printsReset) === 0) return;
  const boundary = m.word(listOf(m, m.zone, order, pageType(m.store.packed(page))) + fl.boundary);
  if (boundary >= Boundary.Head && boundary !== page) {
    m.note('boundary-not-advanced', { zone: m.zone, pfn: m.pfn, order, migratetype: pageType(m.store.packed(page)), putId });
  }
}

/** A block that the model has not seen yet was flagged, and counted. */
function uncountReported(m: Machine): void {
  if ((m.has & Slot.Order) === 0 || m.order < 0 || m.order >= m.global(g.maxOrder)) return;
  const base = m.store.zone(m.zone);
  const bit = 1 << m.order;
  if ((m.word(base + z.reportedKnown) & bit) === 0) return;
  m.store.add(base + z.flagged + m.order, -1);
  if (m.word(base + z.flagged + m.order) < 0) m.store.set(base + z.reportedKnown, m.word(base + z.reportedKnown) & ~bit);
  m.touch(m.zone, m.order);
}

/** __ClearPageReported(): stands before the removal. */
export function clearPageReported(m: Machine): void {
  const page = flaggedPage(m, FlagOps.Clear);
  if (page === 0) return;
  const packed = m.store.packed(page);
  const base = m.store.zone(m.zone);
  if (pageState(packed) !== PageState.Listed) {
    if (pageState(packed) === PageState.Unknown) uncountReported(m);
    else if (pageState(packed) === PageState.Returning && m.word(base + z.helpers) !== YES) countUnseen(m, base, pageOrder(packed), -1);
    return;
  }
  const order = pageOrder(packed);
  const known = (m.word(base + z.reportedKnown) & (1 << order)) !== 0;
  if (!isReported(m, page)) {
    if (known && m.word(base + z.flagged + order) === 0) m.note('count-negative', { zone: m.zone, order, pfn: m.pfn });
    return;
  }
  m.store.set(base + z.lastDelReported, page);
  setReported(m, page, 0);
}
