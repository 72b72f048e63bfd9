/** PageReported: the flag of a free block's first page, set and cleared by page reporting. */
import { Slot } from '../trace/columns.js';
import { isActive } from './boundary.js';
import { areListsInDoubt } from './buddy.js';
import { claimReported } from './claims.js';
import { isMainline, minOrder } from './config.js';
import { settlePending } from './freeLists.js';
import { needFlagLock } from './guard.js';
import { Boundary, FlagOps, NO, PageState, YES, fl, g, pageOrder, pageState, pageType, pageZone, z } from './layout.js';
import { isReported, listOf, setReported } from './lists.js';
import type { Machine } from './machine.js';
import { inWorker } from './mainline.js';

/** The page whose reported flag the line changes, with its zone set and what holds for every change judged; 0 where the line names none. */
function flaggedPage(m: Machine, op: number): number {
  if (m.isReturn || (m.has & Slot.Pfn) === 0 || m.pfn < 0) return 0;
  if ((m.global(g.printsFlags) & op) === 0) {
    m.setGlobal(g.printsFlags, m.global(g.printsFlags) | op);
    if (op === FlagOps.Set) flagsPrinted(m);
  }
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

/** Mainline: a block goes back to a list, and may be flagged next, which a stock kernel does not show (__SetPageReported() is inline). */
export function mayBeFlagged(m: Machine, zone: number, order: number, page: number): void {
  if ((m.global(g.printsFlags) & FlagOps.Set) !== 0 || m.global(g.reportFailed) === 1 || m.global(g.drainFlags) === NO) return;
  if (order < 0 || order >= m.global(g.maxOrder)) return;
  if (m.global(g.flagOrder) !== 0 && m.global(g.flagPage) !== page) settleFlag(m);
  m.setGlobal(g.flagZone, zone + 1);
  m.setGlobal(g.flagOrder, order + 1);
  m.setGlobal(g.flagPage, page);
}

/** The worker goes on: if the block was flagged, no line has said so. One that has merged was not. */
export function settleFlag(m: Machine): void {
  const order = m.global(g.flagOrder) - 1;
  if (order < 0) return;
  const zone = m.global(g.flagZone) - 1;
  const page = m.global(g.flagPage);
  m.setGlobal(g.flagOrder, 0);
  const packed = page === 0 ? 0 : m.store.packed(page);
  const helpers = zone >= 0 && m.word(m.store.zone(zone) + z.helpers) === YES;
  if (helpers && page !== 0 && pageState(packed) !== PageState.Returning && (pageState(packed) !== PageState.Listed || pageOrder(packed) !== order)) return;
  flagInDoubt(m, zone, order);
}

/** The block may be flagged. If the trace turns out to print flags, it is not. */
export function flagInDoubt(m: Machine, zone: number, order: number): void {
  if ((m.global(g.printsFlags) & FlagOps.Set) !== 0) return;
  if (zone < 0) { countsUnknown(m); return; }
  const base = m.store.zone(zone);
  const bit = 1 << order;
  if ((m.word(base + z.reportedKnown) & bit) === 0) return;
  m.store.set(base + z.reportedKnown, m.word(base + z.reportedKnown) & ~bit);
  m.store.set(base + z.flagDoubt, m.word(base + z.flagDoubt) | bit);
  m.touch(zone, order);
}

/** The trace prints flags: no block was flagged without a line. */
function flagsPrinted(m: Machine): void {
  m.setGlobal(g.flagOrder, 0);
  for (const zone of m.store.zones()) {
    const base = m.store.zone(zone);
    const bits = m.word(base + z.flagDoubt);
    if (bits === 0) continue;
    m.store.set(base + z.reportedKnown, m.word(base + z.reportedKnown) | bits);
    m.store.set(base + z.flagDoubt, 0);
    for (let order = 0; order < m.global(g.maxOrder); order++) m.touch(zone, order);
  }
}

/** A page of a zone that nothing tells: no zone's count of its order is known any more. */
function countsUnknown(m: Machine): void {
  const gone = (m.has & Slot.Order) !== 0 && m.order >= 0 && m.order < m.global(g.maxOrder) ? 1 << m.order : -1;
  for (const zone of m.store.zones()) {
    const field = m.store.zone(zone) + z.reportedKnown;
    m.store.set(m.store.zone(zone) + z.flagDoubt, 0);
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
  const inDoubt = m.global(g.putback) === page && areListsInDoubt(m, m.zone, m.global(g.putbackOrder));
  const unseen = (pageState(packed) === PageState.Returning && m.word(base + z.helpers) !== YES) || (inDoubt && (!listed || order !== m.global(g.putbackOrder)));
  if (unseen) countUnseen(m, base, inDoubt ? m.global(g.putbackOrder) : order, 1);
  else if (put !== 0) judgeMark(m, base, put, page, listed, order);
  else if (isMainline(m) && m.global(g.putback) === page && (!listed || order !== m.global(g.putbackOrder))) {
    m.note('flag-set-on-merged', { zone: m.zone, pfn: m.pfn, order, putOrder: m.global(g.putbackOrder), putId: 0 });
  }
  else if (listed && (m.has & Slot.Order) !== 0 && m.order !== order) m.note('flag-set-on-merged', { zone: m.zone, pfn: m.pfn, order, putOrder: m.order, putId: 0 });
  if (m.global(g.reportFailed) === 1 || (m.global(g.printsReport) === 1 && m.global(g.reported) === NO && (m.global(g.filled) !== 0 || inWorker(m)))) {
    m.note('flag-set-unreported', { zone: m.zone, pfn: m.pfn, failed: m.global(g.reportFailed) === 1, reportId: m.global(g.reportId) });
  }
  if (listed && !unseen && order < minOrder(m)) m.note('order-below-minimum', { zone: m.zone, order, minimum: minOrder(m) });
  if (listed && !unseen) setReported(m, page, 1);
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
    else if ((pageState(packed) === PageState.Returning && m.word(base + z.helpers) !== YES) || areListsInDoubt(m, m.zone, pageOrder(packed))) countUnseen(m, base, pageOrder(packed), -1);
    return;
  }
  const order = pageOrder(packed);
  const known = (m.word(base + z.reportedKnown) & (1 << order)) !== 0;
  if (!isReported(m, page)) {
    if ((m.has & Slot.Order) !== 0 && m.order < order && m.order >= 0 && areListsInDoubt(m, m.zone, m.order)) countUnseen(m, base, m.order, -1);
    else if (known && m.word(base + z.flagged + order) === 0) m.note('count-negative', { zone: m.zone, order, pfn: m.pfn });
    return;
  }
  m.store.set(base + z.lastDelReported, page);
  setReported(m, page, 0);
}
