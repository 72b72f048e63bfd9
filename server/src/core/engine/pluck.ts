/**
 * A free block that leaves its list by a bare list_del(), as in the sketch that uses the first block as the buffer:
 * neither nr_free nor the Buddy flag nor NR_FREE_PAGES know of it.
 */
import { leaveBoundary } from './boundary.js';
import { needListLock } from './guard.js';
import { PageState, YES, pageOrder, pageZone, p, z } from './layout.js';
import { isListed, markPage, setReported, unlink } from './lists.js';
import type { Machine } from './machine.js';
import { validBlock } from './validate.js';

export function listDel(m: Machine): void {
  if (m.isReturn || !validBlock(m, false)) return;
  needListLock(m);
  settlePluck(m, m.zone);
  const page = m.store.page(m.pfn);
  if (!isListed(m, page) || pageZone(m.store.packed(page)) !== m.zone) return;
  const base = m.store.zone(m.zone);
  m.store.set(base + z.plucked, page);
  m.store.set(base + z.pluckedId, m.line);
  m.remember();
}

/** The removal is the kernel's own: the list_del() was part of it. */
export function accountedRemoval(m: Machine, page: number): void {
  const base = m.store.zone(m.zone);
  if (m.word(base + z.plucked) === page && page !== 0) m.store.set(base + z.plucked, 0);
}

/** The section ends, or the next block goes: the removal has not been accounted. */
export function settlePluck(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  const page = m.word(base + z.plucked);
  if (page === 0) return;
  m.store.set(base + z.plucked, 0);
  if (isListed(m, page)) pluck(m, page, m.word(base + z.pluckedId));
}

/** A call returns this block as its buffer; where removals are printed, it must have left its list. */
export function returnedBlock(m: Machine, pfn: number): void {
  for (const zone of m.store.zones()) settlePluck(m, zone);
  const page = Number.isInteger(pfn) && pfn > 0 ? m.store.page(pfn) : 0;
  if (isListed(m, page) && m.word(m.store.zone(pageZone(m.store.packed(page))) + z.helpers) === YES) pluck(m, page, m.line);
}

/** The block is gone, and nr_free still counts it: so does the model from here on. */
function pluck(m: Machine, page: number, line: number): void {
  const packed = m.store.packed(page);
  const zone = pageZone(packed);
  const order = pageOrder(packed);
  m.note('block-plucked', { zone, pfn: m.store.pfnOf(page), order, lastId: m.word(page + p.lastId) }, line);
  setReported(m, page, 0);
  leaveBoundary(m, page);
  unlink(m, page);
  m.store.add(m.store.zone(zone) + z.nrFree + order, 1);
  markPage(m, page, PageState.Off, order, 0, zone, line);
}
