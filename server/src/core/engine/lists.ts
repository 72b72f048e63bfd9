/** Free lists as doubly linked page records, in the kernel's order. No judgement here. */
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import { NO, UNKNOWN, YES, fl, g, p, pageOrder, pageReported, pageState, pageType, pageZone, PageState, z } from './layout.js';
import type { Machine } from './machine.js';

/** Address of free_area[order].free_list[migratetype] of the zone. */
export const listOf = (m: Machine, zone: number, order: number, migratetype: number): number =>
  m.store.zone(zone) + z.lists + (order * MAX_MIGRATETYPES + migratetype) * fl.size;

/** The list that a listed record is on. */
export function listOfPage(m: Machine, packed: number): number {
  return listOf(m, pageZone(packed), pageOrder(packed), pageType(packed));
}

/** Puts the record in front of `before`, or at the tail where `before` is 0. */
export function link(m: Machine, zone: number, page: number, order: number, migratetype: number, before: number): void {
  const { store } = m;
  const list = listOf(m, zone, order, migratetype);
  const after = before === 0 ? m.word(list + fl.tail) : m.word(before + p.prev);
  store.set(page + p.next, before);
  store.set(page + p.prev, after);
  if (after === 0) store.set(list + fl.head, page); else store.set(after + p.next, page);
  if (before === 0) store.set(list + fl.tail, page); else store.set(before + p.prev, page);
  store.add(list + fl.count, 1);
  if (isReported(m, after) && isReported(m, before)) changeRuns(m, zone, list, 1);
  const base = store.zone(zone);
  store.add(base + z.nrFree + order, 1);
  store.setPage(page, PageState.Listed, order, migratetype, 0, zone, m.line);
  m.touch(zone, order);
}

/** Takes a listed record off its list. */
export function unlink(m: Machine, page: number): void {
  const { store } = m;
  const packed = store.packed(page);
  if (pageReported(packed) === 1) setReported(m, page, 0);
  const list = listOfPage(m, packed);
  const next = m.word(page + p.next);
  const prev = m.word(page + p.prev);
  if (prev === 0) store.set(list + fl.head, next); else store.set(prev + p.next, next);
  if (next === 0) store.set(list + fl.tail, prev); else store.set(next + p.prev, prev);
  store.set(page + p.next, 0);
  store.set(page + p.prev, 0);
  store.add(list + fl.count, -1);
  const zone = pageZone(packed);
  const order = pageOrder(packed);
  if (isReported(m, prev) && isReported(m, next)) changeRuns(m, zone, list, -1);
  store.add(store.zone(zone) + z.nrFree + order, -1);
  m.touch(zone, order);
  store.set(page, (store.read(page) & ~7) | PageState.Off);
}

/** Turns the list until the listed record is its first. */
export function rotate(m: Machine, page: number): void {
  const { store } = m;
  const list = listOfPage(m, store.packed(page));
  const head = m.word(list + fl.head);
  if (head === page) return;
  const tail = m.word(list + fl.tail);
  const last = m.word(page + p.prev);
  const zone = pageZone(store.packed(page));
  if (isReported(m, tail) && isReported(m, head)) changeRuns(m, zone, list, -1);
  if (isReported(m, last) && isReported(m, page)) changeRuns(m, zone, list, 1);
  store.set(tail + p.next, head);
  store.set(head + p.prev, tail);
  store.set(last + p.next, 0);
  store.set(page + p.prev, 0);
  store.set(list + fl.head, page);
  store.set(list + fl.tail, last);
}

/** What is on the zone's lists is not known any more. */
export function forgetLists(m: Machine, zone: number): void {
  const { store } = m;
  const base = store.zone(zone);
  for (let order = 0; order < m.global(g.maxOrder); order++) {
    for (let type = 0; type < MAX_MIGRATETYPES; type++) {
      const list = listOf(m, zone, order, type);
      for (let page = m.word(list + fl.head); page !== 0; page = m.word(list + fl.head)) markPage(m, page, PageState.Unknown, 0, 0, zone);
      store.set(list + fl.exact, UNKNOWN);
      store.set(list + fl.boundary, UNKNOWN);
    }
    m.touch(zone, order);
  }
  store.set(base + z.freeKnown, 0);
  store.set(base + z.reportedKnown, 0);
  store.set(base + z.flagDoubt, 0);
}

/** Says what a block is from now on, off the lists. One that the model still has on a list leaves it, so that no list ever holds what is not listed. */
export function markPage(m: Machine, page: number, state: number, order: number, migratetype: number, zone: number, line = m.line): void {
  if (isListed(m, page)) unlink(m, page);
  m.store.setPage(page, state, order, migratetype, 0, zone, line);
}

/** Sets or clears the reported flag of a listed record, with the counts that follow from it. */
export function setReported(m: Machine, page: number, value: 0 | 1): void {
  const packed = m.store.packed(page);
  if (pageState(packed) !== PageState.Listed || pageReported(packed) === value) return;
  const zone = pageZone(packed);
  const order = pageOrder(packed);
  m.store.set(page, (packed & ~(1 << 12)) | (value << 12));
  const change = value === 1 ? 1 : -1;
  m.store.add(m.store.zone(zone) + z.flagged + order, change);
  const list = listOfPage(m, packed);
  m.store.add(list + fl.reported, change);
  const neighbours = (isReported(m, m.word(page + p.prev)) ? 1 : 0) + (isReported(m, m.word(page + p.next)) ? 1 : 0);
  changeRuns(m, zone, list, change * (1 - neighbours));
  m.touch(zone, order);
}

function changeRuns(m: Machine, zone: number, list: number, change: number): void {
  if (change === 0) return;
  m.store.add(list + fl.runs, change);
  if (m.word(list + fl.runs) > 1) m.store.set(m.store.zone(zone) + z.splitList, list);
  else m.store.set(list + fl.splitFound, 0);
}

/** Are the blocks of the list and their order known? Without the free-list helpers the trace shows neither types nor ends. */
export const isExact = (m: Machine, zone: number, list: number): boolean =>
  m.word(list + fl.exact) === YES && m.word(m.store.zone(zone) + z.helpers) !== NO;

export const isListed = (m: Machine, page: number): boolean => page !== 0 && pageState(m.store.packed(page)) === PageState.Listed;
export const isReported = (m: Machine, page: number): boolean => page !== 0 && pageReported(m.store.packed(page)) === 1;

/** Is the record on this very list? */
export function isOn(m: Machine, page: number, zone: number, order: number, migratetype: number): boolean {
  if (!isListed(m, page)) return false;
  const packed = m.store.packed(page);
  return pageZone(packed) === zone && pageOrder(packed) === order && pageType(packed) === migratetype;
}
