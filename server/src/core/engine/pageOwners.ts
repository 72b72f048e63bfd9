/** Pages by the stock events: given out by mm_page_alloc, given back by mm_page_free. Many other paths take and give pages unseen. */
import { Slot } from '../trace/columns.js';
import { MAX_ORDERS } from '../trace/migratetypes.js';
import { G, YES, g, o } from './layout.js';
import type { Machine } from './machine.js';

/** The line that gave the page out, minus the line that gave it back, 0 where neither is known. */
function owner(m: Machine, address: number): number {
  const { words } = m.store;
  return words[address + o.epoch] === words[G + g.epoch] ? words[address + o.id] : 0;
}

function setOwner(m: Machine, address: number, id: number): void {
  if (id === 0 && m.word(address + o.id) === 0) return;
  m.store.set(address + o.id, id);
  m.store.set(address + o.epoch, m.global(g.epoch));
  if (id <= 0) return;
  m.store.set(address + o.nsec, m.nsec);
  m.store.set(address + o.cpu, m.cpu + 1);
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
  let earlier = 0;
  for (let i = pagesOf(m) - 1; i >= 0; i--) {
    const address = m.store.owner(m.pfn + i);
    if (address === 0) return;
    const id = owner(m, address);
    if (id > 0 && inOrder(m, address)) earlier = id;
    setOwner(m, address, i === 0 ? m.line : 0);
  }
  if (earlier !== 0) m.note('page-allocated-twice', { pfn: m.pfn, order: Math.max(0, m.order), earlierId: earlier });
}

/** mm_page_free; the batched event and the drain repeat pages that had it. */
export function pageFreed(m: Machine, repeats: boolean): void {
  if (!speaksOfPages(m)) return;
  if (!repeats) m.setGlobal(g.printsPageFree, YES);
  else if (m.global(g.printsPageFree) !== YES) return;
  for (let i = pagesOf(m) - 1; i >= 0; i--) {
    const address = m.store.owner(m.pfn + i);
    if (address === 0) return;
    const id = owner(m, address);
    if (repeats && id < 0) continue;
    if (i === 0 && id < 0 && !repeats && m.global(g.freedTwiceFound) !== YES) {
      m.setGlobal(g.freedTwiceFound, YES);
      m.note('page-freed-twice', { pfn: m.pfn, order: Math.max(0, m.order), earlierId: -id });
    }
    setOwner(m, address, i === 0 ? -m.line : 0);
  }
}
