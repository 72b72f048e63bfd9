/**
 * The free-list helpers. Where a trace has them they are the authority on order and counts; without them the engine
 * merges and splits itself (buddy.ts).
 */
import { PFN_HEAD, PFN_NONE, Slot } from '../trace/columns.js';
import { checkTailPosition, insertionPoint, leaveBoundary, notePick } from './boundary.js';
import { blockStart, pagesOf } from './blockMath.js';
import { freeBlock, takeBlock, takeOff } from './buddy.js';
import { calledUnderLock, needListLock } from './guard.js';
import { checkNrFree } from './claims.js';
import { isMainline, movesToTail } from './config.js';
import { comesBack, landed } from './flight.js';
import { accountedRemoval } from './pluck.js';
import { validBlock, validOrder } from './validate.js';
import { forgetLists, isListed, isOn, isReported, link, listOf, markPage, rotate, setReported, unlink } from './lists.js';
import { BuddyCalls, G, NO, PageState, YES, fl, g, p, pageOrder, pageState, pageType, pageZone, z } from './layout.js';
import type { Machine } from './machine.js';

export function addHead(m: Machine): void {
  if (!validBlock(m, true)) return;
  helperSeen(m);
  needListLock(m);
  const page = m.store.page(m.pfn);
  if (page === 0) return;
  const first = m.word(listOf(m, m.zone, m.order, m.migratetype) + fl.head);
  admit(m, page);
  checkTailPosition(m, first, false);
  link(m, m.zone, page, m.order, m.migratetype, m.word(listOf(m, m.zone, m.order, m.migratetype) + fl.head));
  checkNrFree(m);
}

export function addTail(m: Machine): void {
  if (!validBlock(m, true)) return;
  helperSeen(m);
  needListLock(m);
  const page = m.store.page(m.pfn);
  if (page === 0) return;
  admit(m, page);
  const before = statedPosition(m);
  checkTailPosition(m, before, true);
  link(m, m.zone, page, m.order, m.migratetype, before < 0 ? insertionPoint(m, m.zone, m.order, m.migratetype) : before);
  checkNrFree(m);
}

/** Record that the `before` key names, 0 for the list head, -1 where the line does not say or names no block of the list. */
function statedPosition(m: Machine): number {
  if ((m.has & Slot.B) === 0) return -1;
  if (m.b === PFN_HEAD) return 0;
  if (m.b === PFN_NONE || m.b < 0) return -1;
  const page = m.store.page(m.b);
  return isOn(m, page, m.zone, m.order, m.migratetype) ? page : -1;
}

/** A block that enters a list must not be on one, nor in flight. */
function admit(m: Machine, page: number): void {
  const state = pageState(m.store.packed(page));
  if (state === PageState.InFlight && isMainline(m)) {
    comesBack(m, page);
    return;
  }
  if (state === PageState.Listed || state === PageState.InFlight) {
    m.note('block-overlaps', { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype, state, lastId: m.word(page + p.lastId) });
  }
  else if (!isMainline(m)) overlapping(m);
  if (state === PageState.Listed) unlink(m, page);
  if (state === PageState.InFlight) landed(m, page);
}

/** A larger block that the line's block lies in, or the upper half of one that it should have been merged from, is free or in flight. */
function overlapping(m: Machine): void {
  const top = m.global(g.maxOrder) - 1;
  const start = blockStart(m.pfn, top);
  // Each larger block that it can lie in begins where one more of its low bits is clear.
  for (let rest = m.pfn - start; rest !== 0;) {
    const lowest = rest & -rest;
    rest -= lowest;
    if (overlaps(m, start + rest, 32 - Math.clz32(lowest))) return;
  }
  for (let order = m.order - 1; order >= 0; order--) if (overlaps(m, m.pfn + pagesOf(order), 0)) return;
}

/** Notes the block that begins at `pfn`, if it is known to be free or in flight and of at least this order. */
function overlaps(m: Machine, pfn: number, least: number): boolean {
  const page = m.store.page(pfn);
  if (page === 0) return false;
  const packed = m.store.packed(page);
  const state = pageState(packed);
  if ((state !== PageState.Listed && state !== PageState.InFlight) || pageOrder(packed) < least || pageZone(packed) !== m.zone) return false;
  m.note('block-overlaps', { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype, state, lastId: m.word(page + p.lastId) });
  return true;
}

export function moveBlock(m: Machine): void {
  if (!validBlock(m, true)) return;
  helperSeen(m);
  needListLock(m);
  const page = m.store.page(m.pfn);
  if (page === 0) return;
  const keepsFlag = isMainline(m) && isReported(m, page);
  if (isListed(m, page)) remove(m, page);
  else uncount(m); // it leaves a list that the model does not know of
  m.store.set(m.store.zone(m.zone) + z.lastDelReported, 0);
  link(m, m.zone, page, m.order, m.migratetype, movesToTail(m) ? 0 : m.word(listOf(m, m.zone, m.order, m.migratetype) + fl.head));
  if (keepsFlag) setReported(m, page, 1);
}

export function delBlock(m: Machine): void {
  if (!validBlock(m, false)) return;
  helperSeen(m);
  needListLock(m);
  const page = m.store.page(m.pfn);
  if (page === 0) return;
  if (isMainline(m) && pageState(m.store.packed(page)) === PageState.InFlight) return; // the removal of an isolation that is printed before it
  notePick(m, page);
  accountedRemoval(m, page);
  if (isListed(m, page)) {
    if (isReported(m, page)) m.store.set(m.store.zone(m.zone) + z.lastDelReported, page);
    remove(m, page);
  } else uncount(m); // the kernel had it on a list that the model does not know of
  markPage(m, page, PageState.Off, m.order, 0, m.zone);
  checkNrFree(m);
}

/** Takes a listed block off, by the kernel's contract: flag cleared first, boundary moved first. */
function remove(m: Machine, page: number): void {
  const packed = m.store.packed(page);
  if (isReported(m, page)) {
    m.note('flag-kept', { zone: pageZone(packed), pfn: m.pfn, order: pageOrder(packed), migratetype: pageType(packed), lastId: m.word(page + p.lastId) });
  }
  leaveBoundary(m, page);
  unlink(m, page);
}

/** A block of the line's zone and order that the model has not had on a list was counted all the same. */
function uncount(m: Machine): void {
  const base = m.store.zone(m.zone);
  m.store.add(base + z.nrFree + m.order, -1);
  if (m.word(base + z.nrFree + m.order) < 0) m.store.set(base + z.freeKnown, m.word(base + z.freeKnown) & ~(1 << m.order));
  m.touch(m.zone, m.order);
}

/** The trace has the helpers: a deferred free is context only. Where it began in the middle of an operation, what was made of that is not true. */
function helperSeen(m: Machine): void {
  const base = m.store.zone(m.zone);
  if (m.word(base + z.helpers) === NO) forgetLists(m, m.zone);
  m.store.set(base + z.helpers, YES);
  if (m.word(base + z.pending) !== 0) m.store.set(base + z.pending, 0);
}

/** __free_one_page: entry. Whether helpers follow is known only at the zone's next event. */
export function freeOnePage(m: Machine): void {
  if (m.isReturn || !validBlock(m, true)) return;
  const base = m.store.zone(m.zone);
  shows(m, BuddyCalls.Free);
  const page = m.store.page(m.pfn);
  if (isMainline(m) && page !== 0 && pageState(m.store.packed(page)) === PageState.InFlight) comesBack(m, page);
  if (m.word(base + z.helpers) === YES) return;
  settlePending(m, m.zone);
  if (page === 0) return;
  const { store } = m;
  store.set(base + z.pending, page);
  store.set(base + z.pendingOrder, m.order);
  store.set(base + z.pendingType, m.migratetype);
  store.set(base + z.pendingReported, (m.has & Slot.A) !== 0 && m.a === 1 ? 2 : 1);
  store.set(base + z.pendingId, m.line);
  if (m.word(base + z.helpers) === NO) settlePending(m, m.zone);
}

function shows(m: Machine, call: number): void {
  const shown = m.global(g.printsBuddy);
  if ((shown & call) === 0) m.setGlobal(g.printsBuddy, shown | call);
}

/** The trace has no helpers: which list a block is on is not known. */
function helpersAbsent(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  if (m.word(base + z.helpers) === NO) return;
  m.store.set(base + z.helpers, NO);
  for (let order = 0; order < m.global(g.maxOrder); order++) m.touch(zone, order);
}

/** No helper came for the last __free_one_page: merge and insert ourselves. */
export function settlePending(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  const page = m.word(base + z.pending);
  if (page === 0) return;
  m.store.set(base + z.pending, 0);
  helpersAbsent(m, zone);
  freeBlock(m, zone, m.store.pfnOf(page), m.word(base + z.pendingOrder), m.word(base + z.pendingType), m.word(base + z.pendingReported) === 2);
}

/** __rmqueue_smallest: its result. */
export function rmqueueSmallest(m: Machine): void {
  if (m.isReturn || !validBlock(m, true)) return;
  calledUnderLock(m);
  shows(m, BuddyCalls.Take);
  settlePending(m, m.zone);
  if (m.word(m.store.zone(m.zone) + z.helpers) !== YES) {
    helpersAbsent(m, m.zone);
    takeBlock(m, m.zone, m.pfn, m.order);
    return;
  }
  const page = m.store.page(m.pfn);
  if (page === 0 || !isListed(m, page) || pageZone(m.store.packed(page)) !== m.zone) return;
  // It has been given out, so the line of its removal is missing.
  takeOff(m, page, false);
  markPage(m, page, PageState.Off, m.order, 0, m.zone);
}

export function listSwap(m: Machine): void {
  if (!validOrder(m) || m.zone < 0) return;
  needListLock(m);
  const one = m.store.page(m.pfn);
  const two = m.store.page(m.a);
  if (!isListed(m, one) || !isListed(m, two) || one === two) return;
  swapRecords(m, one, two);
}

/** list_rotate_to_front(): mainline has no boundary, it turns the list so that what is left stands first. */
export function rotateToFront(m: Machine): void {
  if (m.isReturn || !validBlock(m, true)) return;
  needListLock(m);
  const page = m.store.page(m.pfn);
  if (isOn(m, page, m.zone, m.order, m.migratetype)) rotate(m, page);
}

/** The two change places; flags, counts and boundary do not know of it (docs/defects: e16). */
function swapRecords(m: Machine, one: number, two: number): void {
  const a = m.store.packed(one);
  const b = m.store.packed(two);
  if (pageZone(a) !== pageZone(b) || pageOrder(a) !== pageOrder(b)) return;
  const afterOne = m.word(one + 1) === two ? -1 : m.word(one + 1);
  const afterTwo = m.word(two + 1) === one ? -1 : m.word(two + 1);
  const [flagA, flagB] = [(a >> 12) & 1, (b >> 12) & 1];
  unlink(m, one);
  unlink(m, two);
  const typeA = (a >> 8) & 15;
  const typeB = (b >> 8) & 15;
  const zone = pageZone(a);
  const order = pageOrder(a);
  if (afterOne === -1) { link(m, zone, one, order, typeB, afterTwo); link(m, zone, two, order, typeA, one); }
  else if (afterTwo === -1) { link(m, zone, two, order, typeA, afterOne); link(m, zone, one, order, typeB, two); }
  else { link(m, zone, two, order, typeA, afterOne); link(m, zone, one, order, typeB, afterTwo); }
  if (flagA === 1) setReported(m, one, 1);
  if (flagB === 1) setReported(m, two, 1);
}

/** Stock events that change free lists without saying how: counts that no helper keeps are no longer known. */
export function listsChangedUnseen(m: Machine): void {
  for (const zone of m.store.zones()) {
    const base = m.store.zone(zone);
    if (m.word(base + z.helpers) === YES || m.word(base + z.freeKnown) === 0) continue;
    m.store.set(base + z.freeKnown, 0);
    for (let order = 0; order < m.word(G + g.maxOrder); order++) m.touch(zone, order);
  }
}
