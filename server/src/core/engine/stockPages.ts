/**
 * Page events of a stock kernel, and what they do to its free lists: every block that leaves a list by an allocation
 * has its mm_page_alloc_zone_locked (__rmqueue_smallest()), every page that comes to one its mm_page_pcpu_drain or
 * mm_page_free, and __page_reporting_notify() tells whether the result of that free is of a reportable order
 * (__free_one_page()). Probes that a trace prints at all are taken to have been on from its beginning.
 */
import { Slot } from '../trace/columns.js';
import { blockStart } from './blockMath.js';
import { isInterfaceOpen, isMainline } from './config.js';
import { listsChangedUnseen } from './freeLists.js';
import { Birth, Notified, Removals, Unit, g, t } from './layout.js';
import type { Machine } from './machine.js';
import { blockAt, fillUnits, reportingOrder, setUnit, topOrder, unitAt, unitBirth, unitKind, unitOrder } from './stockBlocks.js';
import { addMaybe, dropMaybes, forgetStock, touchZone } from './stockCounts.js';
import { changeLoosely, checkOrder, insert, loosen, notListed, remove, unnamed, zoneOfPage } from './stockLists.js';

/** Pages of these orders go to a per-CPU list first (pcp_allowed_order()); those of a pageblock too. */
const PCP_ORDERS = 3;
const isDirect = (m: Machine, order: number): boolean => order > PCP_ORDERS && order !== m.global(g.pageblockOrder);
/** Until 5.13 only single pages went to the per-CPU lists. */
const goesDirectly = (m: Machine, order: number): boolean => isDirect(m, order) || (order > 0 && order <= PCP_ORDERS && m.global(g.drainsOrders) === 0);

const mayBeStock = (m: Machine): boolean => isInterfaceOpen(m) || isMainline(m);

/** The line's page, if it is one that the records can hold; -1 if not. */
function pageHere(m: Machine): number {
  if ((m.has & Slot.Pfn) === 0 || m.pfn < 0 || m.isReturn || m.global(g.blockUnnamed) === 1) return -1;
  if (!mayBeStock(m)) return -1;
  if (m.who < 0) { unnamed(m); return -1; }
  checkOrder(m);
  if (m.global(g.printsPages) === 0) {
    m.setGlobal(g.printsPages, 1);
    // What has gone on before was not shown.
    if (m.global(g.printsIsolations) === 1 || m.global(g.printsNotifies) === 1) forgetStock(m);
  }
  return m.global(g.blockUnnamed) === 1 ? -1 : m.pfn;
}

/** A free whose result is of a reportable order. */
function freed(m: Machine, pfn: number, order: number): void {
  const zone = zoneOfPage(m, pfn);
  if (zone < 0) return;
  const r = reportingOrder(m);
  const size = Math.max(order, r);
  const start = blockStart(pfn, size);
  if (blockAt(m, pfn, r) >= 0 || unitKind(unitAt(m, pfn, r)) === Unit.Loose) forgetStock(m);
  insert(m, zone, start, size, Unit.Plain, Birth.Freed, false);
}

/** The task goes on, and no drained page has followed its last notify: then that was of a page that it had freed. */
function settleNotified(m: Machine): void {
  const base = m.store.who(m.who);
  const was = m.word(base + t.notified);
  if (was === Notified.No) return;
  setNotified(m, base, Notified.No);
  m.store.set(base + t.freedPfn, 0);
  if (was === Notified.Yes) hidden(m);
  else if (was === Notified.Open) forgetStock(m); // freed past the per-CPU lists, and others have gone on meanwhile
}

/** While one is open, a block more or less may be there. */
function setNotified(m: Machine, base: number, value: number): void {
  const was = m.word(base + t.notified);
  m.store.set(base + t.notified, value);
  const change = (value === Notified.Open ? 1 : 0) - (was === Notified.Open ? 1 : 0);
  if (change === 0) return;
  m.setGlobal(g.openNotifies, m.global(g.openNotifies) + change);
  for (const zone of m.store.zones()) touchZone(m, zone);
}

/** Pages are freed that nothing is printed of: page events are off. */
function hidden(m: Machine): void {
  if (m.global(g.printsPages) === 0) return;
  forgetStock(m);
  m.setGlobal(g.printsPages, 0);
  m.setGlobal(g.printsRemovals, Removals.Unknown);
}

/** __page_reporting_notify(), at the end of __free_one_page(): before the line of a drained page, after that of a freed one. */
export function stockNotify(m: Machine): void {
  if (m.isReturn || m.who < 0) return;
  if (m.global(g.printsNotifies) === 0) {
    m.setGlobal(g.printsNotifies, 1);
    dropMaybes(m);
  }
  if (m.global(g.blockUnnamed) === 1) return;
  checkOrder(m);
  if (m.global(g.blockUnnamed) === 1) return;
  const base = m.store.who(m.who);
  const pfn = m.word(base + t.freedPfn) - 1;
  const order = m.word(base + t.freedOrder) - 1;
  if (pfn >= 0 && goesDirectly(m, order)) {
    m.store.set(base + t.freedPfn, 0);
    freed(m, pfn, order);
    setNotified(m, base, isDirect(m, order) && order >= reportingOrder(m) ? Notified.No : Notified.Perhaps);
    return;
  }
  settleNotified(m);
  // A block above a pageblock is freed in pieces (split_large_buddy()), each with a notify.
  const above = order - m.global(g.pageblockOrder);
  setNotified(m, base, pfn >= 0 ? Notified.Open : above > 0 ? Notified.Perhaps : Notified.Yes);
  if (above === 1) m.store.set(base + t.freedOrder, 0); // two pieces
}

function removalsAre(m: Machine, shown: number): void {
  const was = m.global(g.printsRemovals);
  if (was === shown || (shown === Removals.Implied && was !== Removals.Unknown)) return;
  m.setGlobal(g.printsRemovals, shown);
  for (const zone of m.store.zones()) touchZone(m, zone);
}

/** mm_page_free_batched, mm_page_pcpu_drain: nobody switches them on without the event of removals. */
export function stockGroup(m: Machine): void {
  if (pageHere(m) >= 0) removalsAre(m, Removals.Implied);
}

/** mm_page_pcpu_drain: printed after the page has come to the lists. */
export function stockDrain(m: Machine): void {
  const pfn = pageHere(m);
  if (pfn < 0) return;
  const zone = zoneOfPage(m, pfn);
  if (zone < 0) return;
  const base = m.store.who(m.who);
  const r = reportingOrder(m);
  const order = Math.max(0, m.order);
  const notified = m.word(base + t.notified);
  removalsAre(m, Removals.Implied);
  if (order > 0) m.setGlobal(g.drainsOrders, 1);
  m.store.set(base + t.freedPfn, 0);
  m.store.set(base + t.freedOrder, 0);
  if (notified === Notified.No) {
    if (order < r) addSmall(m, zone, pfn, r);
    else addSilently(m, zone, pfn, order, r);
    return;
  }
  setNotified(m, base, Notified.No);
  if (notified === Notified.Perhaps) forgetStock(m);
  else freed(m, pfn, order);
}

/** A page has come to the lists, without a notify. */
function addSmall(m: Machine, zone: number, pfn: number, r: number): void {
  const packed = unitAt(m, pfn, r);
  const kind = unitKind(packed);
  if (m.global(g.printsNotifies) === 1) { if (kind !== Unit.Busy) notListed(m, pfn, 0, r); return; }
  const stamp = m.global(g.maybeStamp);
  if (kind !== Unit.Maybe || unitOrder(packed) !== (stamp & 31) || unitBirth(packed) !== stamp >> 5) {
    if (kind !== Unit.Maybe) notListed(m, pfn, 0, r);
    setUnit(m, pfn, r, Unit.Maybe, stamp & 31, stamp >> 5);
    addMaybe(m, zone);
  }
  loosen(m, zone, blockStart(pfn, r), r, r);
}

/** A block of a reportable order that is freed without a notify is taken at once by who compacts for it (compaction_capture()). */
function addSilently(m: Machine, zone: number, pfn: number, order: number, r: number): void {
  notListed(m, pfn, order, r);
  if (m.global(g.printsNotifies) === 1) return;
  const start = blockStart(pfn, order);
  fillUnits(m, start, order, r, Unit.Open);
  changeLoosely(m, zone, order, loosen(m, zone, start, order, r));
}

/** mm_page_free: the page goes to a per-CPU list, or to the lists right after this line. */
export function stockFree(m: Machine): void {
  if (isDirect(m, m.order) && mayBeStock(m)) listsChangedUnseen(m);
  const pfn = pageHere(m);
  if (pfn < 0) return;
  settleNotified(m);
  const zone = zoneOfPage(m, pfn);
  const order = Math.max(0, m.order);
  if (zone < 0 || order > topOrder(m)) return;
  const base = m.store.who(m.who);
  const r = reportingOrder(m);
  notListed(m, pfn, order, r);
  m.store.set(base + t.freedPfn, pfn + 1);
  m.store.set(base + t.freedOrder, order + 1);
  if (m.global(g.printsNotifies) === 1 || !isDirect(m, order)) return;
  if (order >= r) addSilently(m, zone, pfn, order, r);
  else addSmall(m, zone, pfn, r);
}

/** mm_page_alloc: the page left the lists at the latest now. */
export function stockAllocated(m: Machine): void {
  const pfn = pageHere(m);
  if (pfn < 0) return;
  settleNotified(m);
  const r = reportingOrder(m);
  const kind = unitKind(unitAt(m, pfn, r));
  if (kind === Unit.Busy || m.order > topOrder(m)) return;
  if (m.global(g.printsRemovals) === Removals.Implied && (kind === Unit.Loose || blockAt(m, pfn, r) >= 0)) removalsAre(m, Removals.Hidden);
  if (zoneOfPage(m, pfn) >= 0) notListed(m, pfn, Math.max(0, m.order), r);
}

/** mm_page_alloc_zone_locked: pages left the lists; what was left of their block has come back in smaller ones (expand()). */
export function stockRemoved(m: Machine): void {
  const pfn = pageHere(m);
  if (pfn < 0) return;
  removalsAre(m, Removals.Shown);
  settleNotified(m);
  const zone = zoneOfPage(m, pfn);
  if (zone >= 0 && m.order <= topOrder(m)) remove(m, zone, pfn, Math.max(0, m.order));
}

/**
 * mm_page_alloc_extfrag (__rmqueue_fallback()). Since Linux 6.10 it is printed when the page has been taken, of which no mm_page_alloc_zone_locked tells
 * then. Until 6.9 it names the block that is chosen, and the next line takes a page: of that block, unless it is smaller than a pageblock.
 */
export function stockFallback(m: Machine): void {
  stockGroup(m);
  const pfn = pageHere(m);
  if (pfn < 0 || (m.has & Slot.A) === 0 || (m.has & Slot.B) === 0) return;
  const [order, from] = [m.a, m.b];
  const r = reportingOrder(m);
  if (from < r || from > topOrder(m) || order > from) return;
  settleNotified(m);
  const zone = zoneOfPage(m, pfn);
  if (zone < 0 || (order < r && unitKind(unitAt(m, pfn, r)) === Unit.Busy)) return;
  if (from >= m.global(g.pageblockOrder)) remove(m, zone, pfn, order);
  else forgetStock(m);
}
