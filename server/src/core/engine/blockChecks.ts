/** Blocks against their neighbours and their pageblock, and the order in which a fill takes them. */
import { Slot } from '../trace/columns.js';
import { ev } from '../trace/events.js';
import { pagesOf } from './blockMath.js';
import { isUnmanaged } from './boundary.js';
import { isMainline, isV5, minOrder } from './config.js';
import { LockState, PageState, YES, fl, g, l, p, pageState, z } from './layout.js';
import { isExact, isOn, listOf } from './lists.js';
import type { Machine } from './machine.js';

const PUTBACK = ev('__putback_isolated_page');

/** In the word of a pageblock: its type was set while its first block was in flight. */
const CHANGED_IN_FLIGHT = 64;
const known = (value: number): number => Math.min(value, 62) + 1;

/** get_unreported_page(): highest order first, then highest migratetype. */
export function pulled(m: Machine): void {
  if (m.isReturn || m.zone < 0 || (m.has & (Slot.Order | Slot.Migratetype)) !== (Slot.Order | Slot.Migratetype) || m.order < 0 || m.migratetype < 0) return;
  const base = m.store.zone(m.zone);
  const lastOrder = m.word(base + z.pickOrder) - 1;
  const lastType = m.word(base + z.pickType) - 1;
  const oneFill = m.global(g.printsFill) === YES || m.word(base + l.state) === LockState.Held; // a section has the pulls of one fill
  if (lastOrder >= 0 && oneFill && (m.order > lastOrder || (m.order === lastOrder && m.migratetype > lastType))) {
    m.note('pick-out-of-order', { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype, lastOrder, lastType, lastId: m.word(base + z.pickId) });
  }
  m.store.set(base + z.pickOrder, known(m.order));
  m.store.set(base + z.pickType, known(m.migratetype));
  m.store.set(base + z.pickId, m.line);
}

/** What follows is no part of this fill. */
export function endPulls(m: Machine, zone: number): void {
  if (zone >= 0 && m.word(m.store.zone(zone) + z.pickOrder) !== 0) m.store.set(m.store.zone(zone) + z.pickOrder, 0);
}

/** page_reporting_fill(), after it. */
export function filled(m: Machine): void {
  if (m.isReturn || m.zone < 0) return;
  m.setGlobal(g.printsFill, YES);
  endPulls(m, m.zone);
  const capacity = (m.has & Slot.B) !== 0 ? m.b : m.global(g.capacity) - 1;
  if (isV5(m) && (m.has & Slot.A) !== 0 && m.a < capacity) skippedTypes(m);
}

/** v5 leaves CMA out of its fill, but the high water mark counts it. */
function skippedTypes(m: Machine): void {
  const base = m.store.zone(m.zone);
  const migratetype = m.global(g.cma) - 1;
  if (migratetype < 0 || m.word(base + z.skippedFound) === 1) return;
  for (let order = m.global(g.maxOrder) - 1; order >= minOrder(m); order--) {
    const blocks = m.word(listOf(m, m.zone, order, migratetype) + fl.count);
    if (blocks <= 0) continue;
    m.store.set(base + z.skippedFound, 1);
    m.note('type-skipped', { zone: m.zone, order, migratetype, blocks });
    return;
  }
}

/** A block has been added by one of the helpers: its buddy must not be on the same list. */
export function unmerged(m: Machine): void {
  if (m.zone < 0 || m.isReturn || m.pfn < 0 || m.order < 0 || m.order >= m.global(g.maxOrder) - 1 || m.migratetype < 0 || m.migratetype > 2 || isUnmanaged(m, m.migratetype)) return;
  const page = m.store.page(m.pfn);
  if (page === 0 || m.word(page + p.lastId) !== m.line || !isOn(m, page, m.zone, m.order, m.migratetype)) return;
  if (!isExact(m, m.zone, listOf(m, m.zone, m.order, m.migratetype)) || holdsIsolated(m)) return;
  const size = pagesOf(m.order);
  const buddy = m.pfn % (2 * size) === 0 ? m.pfn + size : m.pfn - size;
  const other = m.store.page(buddy);
  if (other === 0 || !isOn(m, other, m.zone, m.order, m.migratetype)) return;
  m.note('buddies-unmerged', { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype, buddy, lastId: m.word(other + p.lastId) });
}

/** Blocks of pageblocks that are being isolated do not merge with others. */
function holdsIsolated(m: Machine): boolean {
  const isolate = m.global(g.isolate) - 1;
  if (isolate < 0) return false;
  for (let order = 0; order < m.global(g.maxOrder); order++) if (m.word(listOf(m, m.zone, order, isolate) + fl.count) > 0) return true;
  return false;
}

const pageblock = (m: Machine, pfn: number): number => m.store.pageblock(Math.floor(pfn / 2 ** m.global(g.pageblockOrder)));

/** set_pageblock_migratetype(). */
export function blockTypeSet(m: Machine): void {
  if (m.isReturn || (m.has & (Slot.Pfn | Slot.B)) !== (Slot.Pfn | Slot.B) || m.pfn < 0) return;
  m.setGlobal(g.printsBlockType, YES);
  const page = m.store.page(m.pfn);
  const inFlight = page !== 0 && pageState(m.store.packed(page)) === PageState.InFlight;
  m.store.set(pageblock(m, m.pfn), known(m.b) | (inFlight ? CHANGED_IN_FLIGHT : 0));
}

/** Mainline: the line is of a block that was out; others are freed into the same pageblock. */
function comesBackHere(m: Machine): boolean {
  const page = m.store.page(m.pfn);
  return page !== 0 && m.global(m.event === PUTBACK ? g.putback : g.landing) === page;
}

/** A reported block goes back: to the list of what its pageblock is now. */
export function putOnList(m: Machine): void {
  if (m.isReturn || m.global(g.printsBlockType) !== YES || m.pfn < 0 || (m.has & (Slot.Pfn | Slot.Migratetype)) !== (Slot.Pfn | Slot.Migratetype)) return;
  if (!isMainline(m) && (m.zone < 0 || (m.has & Slot.A) === 0 || m.a !== 1 || m.word(m.store.zone(m.zone) + z.put) === 0)) return;
  // A list may hold blocks of pageblocks of other types: only a change while the block was out makes its return wrong, and only the block at the pageblock's begin was seen to be out.
  if (m.pfn % pagesOf(m.global(g.pageblockOrder)) !== 0 || (isMainline(m) && !comesBackHere(m))) return;
  const word = m.word(pageblock(m, m.pfn));
  if ((word & CHANGED_IN_FLIGHT) === 0) return;
  const blockType = (word & ~CHANGED_IN_FLIGHT) - 1;
  m.store.set(pageblock(m, m.pfn), blockType + 1);
  const isolate = m.global(g.isolate) - 1;
  if (blockType < 0 || blockType === m.migratetype || blockType === isolate || m.migratetype === isolate) return;
  const page = m.store.page(m.pfn);
  m.note('wrong-type-list', { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype, blockType, lastId: page === 0 ? 0 : m.word(page + p.lastId) });
}
