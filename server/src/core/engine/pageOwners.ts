/** Pages by the stock events: given out by mm_page_alloc, given back by mm_page_free. Many other paths take and give pages unseen. */
import { Slot } from '../trace/columns.js';
import { MAX_ORDERS } from '../trace/migratetypes.js';
import { G, YES, g, o } from './layout.js';
import type { Machine } from './machine.js';
import { OWNERS, OWNER_BITS } from './store.js';

/** The line that gave the page out, minus the line that gave it back, 0 where neither is known. */
function owner(m: Machine, record: number): number {
  const { words } = m.store;
  return words[record + o.epoch] === words[G + g.epoch] ? words[record + o.id] : 0;
}

/** Address of the page's record in a block of owners. */
const recordOf = (block: number, pfn: number): number => block + OWNER_BITS + (pfn & (OWNERS - 1)) * o.size;

function setOwner(m: Machine, block: number, pfn: number, id: number): void {
  const { store } = m;
  const record = recordOf(block, pfn);
  const bits = block + ((pfn & (OWNERS - 1)) >>> 5);
  const bit = 1 << (pfn & 31);
  store.set(record + o.id, id);
  store.set(bits, id === 0 ? store.words[bits] & ~bit : store.words[bits] | bit);
  store.set(record + o.epoch, store.words[G + g.epoch]);
  if (id <= 0) return;
  store.set(record + o.nsec, m.nsec);
  store.set(record + o.cpu, m.cpu + 1);
}

/** The highest page in [from, end) that has an owner's record, or -1. Its 32 neighbours are looked at in one go. */
function lastOwned(m: Machine, from: number, end: number): number {
  const { store } = m;
  let last = end - 1;
  while (last >= from) {
    const low = Math.max(from, last - (last & 31));
    const block = store.owners(Math.floor(last / OWNERS), false);
    if (block !== 0) {
      const bits = store.words[block + ((last & (OWNERS - 1)) >>> 5)] & (-1 << (low & 31)) & (-1 >>> (31 - (last & 31)));
      if (bits !== 0) return last - (last & 31) + 31 - Math.clz32(bits);
    }
    last = low - 1;
  }
  return -1;
}

const speaksOfPages = (m: Machine): boolean => !m.isReturn && m.exact && (m.has & Slot.Pfn) !== 0 && m.pfn >= 0;
const pagesOf = (m: Machine): number => ((m.has & Slot.Order) !== 0 && m.order > 0 && m.order < MAX_ORDERS ? 2 ** m.order : 1);

/** A clock that counts jiffies, or none of time: lines of different CPUs with equal stamps may stand in any order. */
const TICK_NS = 1e6;

/** Would a free in between stand in between? Two lines of one CPU and one time are one event that is printed twice. */
const inOrder = (m: Machine, address: number): boolean =>
  m.nsec >= 0 && m.nsec % TICK_NS !== 0 && !(m.nsec === m.word(address + o.nsec) && m.cpu + 1 === m.word(address + o.cpu));

/** mm_page_alloc. What was given out before the first free says nothing: the trace may not print frees. */
export function pageAllocated(m: Machine): void {
  if (m.global(g.printsPageFree) !== YES || !speaksOfPages(m)) return;
  const { pfn, store } = m;
  const own = store.owners(Math.floor(pfn / OWNERS), true);
  if (own === 0) return;
  let earlier = 0;
  for (let page = lastOwned(m, pfn, pfn + pagesOf(m)); page >= 0; page = lastOwned(m, pfn, page)) {
    const block = store.owners(Math.floor(page / OWNERS), false);
    const record = recordOf(block, page);
    const id = owner(m, record);
    if (id > 0 && inOrder(m, record)) earlier = id;
    if (page !== pfn) setOwner(m, block, page, 0);
  }
  setOwner(m, own, pfn, m.line);
  if (earlier !== 0) m.note('page-allocated-twice', { pfn, order: Math.max(0, m.order), earlierId: earlier });
}

/** mm_page_free; the batched event and the drain repeat pages that had it. */
export function pageFreed(m: Machine, repeats: boolean): void {
  if (!speaksOfPages(m)) return;
  if (!repeats) m.setGlobal(g.printsPageFree, YES);
  else if (m.global(g.printsPageFree) !== YES) return;
  const { pfn, store } = m;
  const own = store.owners(Math.floor(pfn / OWNERS), true);
  if (own === 0) return;
  for (let page = lastOwned(m, pfn + 1, pfn + pagesOf(m)); page >= 0; page = lastOwned(m, pfn + 1, page)) {
    const block = store.owners(Math.floor(page / OWNERS), false);
    if (!repeats || owner(m, recordOf(block, page)) >= 0) setOwner(m, block, page, 0);
  }
  const id = owner(m, recordOf(own, pfn));
  if (repeats && id < 0) return;
  if (id < 0 && m.global(g.freedTwiceFound) !== YES) {
    m.setGlobal(g.freedTwiceFound, YES);
    m.note('page-freed-twice', { pfn, order: Math.max(0, m.order), earlierId: -id });
  }
  setOwner(m, own, pfn, -m.line);
}
