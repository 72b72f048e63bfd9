/** Merging and splitting for traces without the free-list helpers (__free_one_page(), expand()). */
import { blockStart, buddyOf, pagesOf } from './blockMath.js';
import { checkTailPosition, insertionPoint, leaveBoundary } from './boundary.js';
import { isMainline } from './config.js';
import { FlagOps, PageState, YES, fl, g, pageOrder, pageState, pageType, pageZone, z } from './layout.js';
import { isListed, isReported, link, listOf, markPage, setReported, unlink } from './lists.js';
import type { Machine } from './machine.js';

/** Frees a block: merges it with its buddies and inserts the result; `reported` puts go to the tail. */
export function freeBlock(m: Machine, zone: number, pfn: number, order: number, migratetype: number, reported: boolean): void {
  let start = pfn;
  let size = order;
  while (size < m.global(g.maxOrder) - 1) {
    const buddy = buddyOf(start, size);
    const page = m.store.page(buddy);
    if (page === 0 || !isListed(m, page)) break;
    const packed = m.store.packed(page);
    if (pageZone(packed) !== zone || pageOrder(packed) !== size) break;
    const flagged = isReported(m, page);
    takeOff(m, page, false);
    if (flagged && areListsInDoubt(m, zone, size)) mergedInDoubt(m, zone, size);
    start = Math.min(start, buddy);
    size++;
  }
  const page = m.store.page(start);
  if (page === 0) return;
  if (isListed(m, page)) takeOff(m, page);
  const before = reported ? insertionPoint(m, zone, size, migratetype) : m.word(listOf(m, zone, size, migratetype) + fl.head);
  const own = { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype };
  m.zone = zone; m.pfn = start; m.order = size; m.migratetype = migratetype;
  checkTailPosition(m, -1, reported);
  m.zone = own.zone; m.pfn = own.pfn; m.order = own.order; m.migratetype = own.migratetype;
  link(m, zone, page, size, migratetype, before);
}

/** Mainline: others than the worker take free blocks unseen, so that a buddy may be gone, or there without being known. */
export const areListsInDoubt = (m: Machine, zone: number, order: number): boolean =>
  isMainline(m) && m.word(m.store.zone(zone) + z.helpers) !== YES && (m.word(m.store.zone(zone) + z.freeKnown) & (1 << order)) === 0;

/** A flagged buddy would have merged. Its flag is cleared by the line that says so; in a trace without such lines the count is open. */
function mergedInDoubt(m: Machine, zone: number, order: number): void {
  const base = m.store.zone(zone);
  if ((m.global(g.printsFlags) & FlagOps.Clear) !== 0) m.store.add(base + z.flagged + order, 1);
  else m.store.set(base + z.reportedKnown, m.word(base + z.reportedKnown) & ~(1 << order));
}

/** `judged`: what page_reporting_del_from_boundary() does would have been printed before; of a free, its entry is. */
export function takeOff(m: Machine, page: number, judged = true): void {
  if (isReported(m, page)) setReported(m, page, 0);
  leaveBoundary(m, page, judged);
  const packed = m.store.packed(page);
  unlink(m, page);
  markPage(m, page, PageState.Off, pageOrder(packed), 0, pageZone(packed));
}

/** Takes `pfn` of `order` out of whatever listed block contains it; the rest goes to the heads of the smaller lists. */
export function takeBlock(m: Machine, zone: number, pfn: number, order: number): void {
  for (let size = order; size < m.global(g.maxOrder); size++) {
    const start = blockStart(pfn, size);
    const page = m.store.page(start);
    if (page === 0) return;
    const packed = m.store.packed(page);
    if (pageState(packed) !== PageState.Listed || pageOrder(packed) !== size || pageZone(packed) !== zone) continue;
    const type = pageType(packed);
    takeOff(m, page);
    splitDown(m, zone, start, size, pfn, order, type);
    break;
  }
  const page = m.store.page(pfn);
  if (page !== 0) markPage(m, page, PageState.Off, order, 0, zone);
}

function splitDown(m: Machine, zone: number, start: number, size: number, pfn: number, order: number, type: number): void {
  let low = start;
  for (let half = size - 1; half >= order; half--) {
    const upper = low + pagesOf(half);
    const rest = pfn >= upper ? low : upper;
    if (pfn >= upper) low = upper;
    const page = m.store.page(rest);
    if (page !== 0) link(m, zone, page, half, type, m.word(listOf(m, zone, half, type) + fl.head));
  }
}
