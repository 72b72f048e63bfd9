/** Pages by the stock events: given out by mm_page_alloc, given back by mm_page_free. Many other paths take and give pages unseen. */
import { Slot } from '../trace/columns.js';
import { MAX_ORDERS } from '../trace/migratetypes.js';
import { G, YES, g, o } from './layout.js';
import type { Machine } from './machine.js';
import { OWNERS, OWNERS_SHIFT, OWNER_BITS, OWNER_RECORDS } from './store.js';

/** The block with the page's owner, 0 if there is none; with `make` it is made, unless the memory bound is reached. */
function blockOf(m: Machine, pfn: number, make: boolean): number {
  const { store } = m;
  const block = store.owners(Math.floor(pfn / OWNERS), make);
  if (block !== 0 && store.read(block) !== store.read(G + g.epoch)) forget(m, block);
  return block;
}

/** Events were lost since the block was looked at last. */
function forget(m: Machine, block: number): void {
  const { store } = m;
  store.setOwner(block, store.read(G + g.epoch));
  for (let page = 0; page < OWNERS; page += 32) {
    const bits = bitsOf(block, page);
    for (let left = store.read(bits); left !== 0; left &= left - 1) {
      store.setOwner(recordOf(block, page + 31 - Math.clz32(left & -left)) + o.id, 0);
    }
    store.setOwner(bits, 0);
    store.setOwner(bits + GIVEN, 0);
  }
}

/** Address of the page's record in its block. */
const recordOf = (block: number, pfn: number): number => block + OWNER_RECORDS + (pfn & (OWNERS - 1)) * o.size;
/** The word with the page's bit that says whether there is an id; `GIVEN` words behind, that for one above 0. */
const bitsOf = (block: number, pfn: number): number => block + OWNER_BITS + ((pfn & (OWNERS - 1)) >>> 5) * 2;
const GIVEN = 1;

/** `id`: the line that gave the page out, minus the line that gave it back, 0 where neither is known. */
function setOwner(m: Machine, block: number, pfn: number, id: number): void {
  const { store } = m;
  const record = recordOf(block, pfn);
  const bits = bitsOf(block, pfn);
  const bit = 1 << (pfn & 31);
  store.setOwner(bits, id === 0 ? store.read(bits) & ~bit : store.read(bits) | bit);
  store.setOwner(bits + GIVEN, id > 0 ? store.read(bits + GIVEN) | bit : store.read(bits + GIVEN) & ~bit);
  store.setOwner(record + o.id, id);
  if (id > 0) store.setOwner(record + o.stamp, stampOf(m));
}

/** Time and CPU in one word. Of one time, no two CPUs have the same one. */
const stampOf = (m: Machine): number => (m.nsec + Math.imul(m.cpu + 1, 0x9e3779b1)) | 0;

/** The highest page in [from, end) that has an id, or -1. Its 32 neighbours are looked at in one go. */
function lastOwned(m: Machine, from: number, end: number): number {
  let last = end - 1;
  while (last >= from) {
    const low = Math.max(from, last - (last & 31));
    const block = blockOf(m, last, false);
    if (block !== 0) {
      const bits = m.word(bitsOf(block, last)) & (-1 << (low & 31)) & (-1 >>> (31 - (last & 31)));
      if (bits !== 0) return last - (last & 31) + 31 - Math.clz32(bits);
    }
    last = low - 1;
  }
  return -1;
}

const speaksOfPages = (m: Machine): boolean => m.store.ownersAre !== 'frozen' && !m.isReturn && m.exact && (m.has & Slot.Pfn) !== 0 && m.pfn >= 0;
const pagesOf = (m: Machine): number => ((m.has & Slot.Order) !== 0 && m.order > 0 && m.order < MAX_ORDERS ? 1 << m.order : 1);

/** A clock that counts jiffies, or none of time: lines of different CPUs with equal stamps may stand in any order. */
const TICK_NS = 1e6;

/** Would a free in between stand in between? Two lines of one CPU and one time are one event that is printed twice. */
const inOrder = (m: Machine, record: number): boolean =>
  m.nsec >= 0 && m.nsec % TICK_NS !== 0 && m.word(record + o.stamp) !== stampOf(m);

/** The line that gave the page out and whose free is missing; 0 if there is none. */
function givenOut(m: Machine, record: number): number {
  const id = m.word(record + o.id);
  return id > 0 && inOrder(m, record) ? id : 0;
}

/**
 * A single page changes hands as it mostly does, while nobody listens to reads and writes: the same as below in few steps. False,
 * and nothing done, where it does not: a page that is given out or given back twice.
 */
function changesHands(m: Machine, id: number): boolean {
  const { store, pfn } = m;
  const page = pfn | 0;
  const words = store.ownerWords;
  if (words === undefined || page !== pfn) return false;
  const block = store.owners(page >>> OWNERS_SHIFT, false);
  if (block === 0 || words[block] !== words[G + g.epoch]) return false;
  // The record is far away, and not looked at: the bits say as much, and lie together.
  const bits = bitsOf(block, page);
  const bit = 1 << (page & 31);
  const owned = words[bits];
  const given = words[bits + GIVEN];
  if ((owned & bit) !== 0 && ((given & bit) !== 0) === (id > 0)) return false;
  words[bits] = owned | bit;
  words[bits + GIVEN] = id > 0 ? given | bit : given & ~bit;
  const record = recordOf(block, page);
  words[record + o.id] = id;
  if (id > 0) words[record + o.stamp] = stampOf(m);
  return true;
}

/** mm_page_alloc. What was given out before the first free says nothing: the trace may not print frees. */
export function pageAllocated(m: Machine): void {
  if (m.global(g.printsPageFree) !== YES || !speaksOfPages(m)) return;
  const pages = pagesOf(m);
  if (pages === 1 && changesHands(m, m.line)) return;
  const { pfn } = m;
  const own = blockOf(m, pfn, true);
  if (own === 0) return;
  let earlier = 0;
  if (pages > 1) {
    for (let page = lastOwned(m, pfn + 1, pfn + pages); page >= 0; page = lastOwned(m, pfn + 1, page)) {
      const block = blockOf(m, page, false);
      earlier = givenOut(m, recordOf(block, page)) || earlier;
      setOwner(m, block, page, 0);
    }
  }
  earlier = givenOut(m, recordOf(own, pfn)) || earlier;
  setOwner(m, own, pfn, m.line);
  if (earlier !== 0) m.note('page-allocated-twice', { pfn, order: Math.max(0, m.order), earlierId: earlier });
}

/** mm_page_free; the batched event and the drain repeat pages that had it. */
export function pageFreed(m: Machine, repeats: boolean): void {
  if (!speaksOfPages(m)) return;
  if (!repeats) m.setGlobal(g.printsPageFree, YES);
  else if (m.global(g.printsPageFree) !== YES) return;
  const pages = pagesOf(m);
  if (pages === 1 && !repeats && changesHands(m, -m.line)) return;
  const { pfn } = m;
  const own = blockOf(m, pfn, true);
  if (own === 0) return;
  if (pages > 1) {
    for (let page = lastOwned(m, pfn + 1, pfn + pages); page >= 0; page = lastOwned(m, pfn + 1, page)) {
      const block = blockOf(m, page, false);
      if (!repeats || m.word(recordOf(block, page) + o.id) >= 0) setOwner(m, block, page, 0);
    }
  }
  const id = m.word(recordOf(own, pfn) + o.id);
  if (repeats && id < 0) return;
  if (id < 0 && m.global(g.freedTwiceFound) !== YES) {
    m.setGlobal(g.freedTwiceFound, YES);
    m.note('page-freed-twice', { pfn, order: Math.max(0, m.order), earlierId: -id });
  }
  setOwner(m, own, pfn, -m.line);
}
