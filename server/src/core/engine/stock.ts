/** Stock page events: what they prove of locks, and of blocks in flight. */
import { Slot } from '../trace/columns.js';
import { blockStart } from './blockMath.js';
import { minOrder } from './config.js';
import { listsChangedUnseen, freeOnePage } from './freeLists.js';
import { calledUnderLock, underSomeZoneLock } from './guard.js';
import { LockState, PageState, g, l, p, pageOrder, pageState, pageZone, z } from './layout.js';
import type { Machine } from './machine.js';
import { freeReported } from './reporting.js';
import { allocatesInCallback } from './walk.js';

/** Events that only occur under a zone lock. */
export function zoneLocked(m: Machine): void {
  if (m.isReturn) return;
  underSomeZoneLock(m);
  listsChangedUnseen(m);
  usedInFlight(m);
}

/** mm_page_alloc, kmalloc: allocating under the zone lock comes back to the same lock. */
export function allocated(m: Machine): void {
  if (allocatesInCallback(m)) return;
  const lock = m.heldZoneLock();
  if (lock !== 0 && m.word(lock + l.state) === LockState.Held && m.exact) {
    m.note('allocation-under-lock', { zone: m.zoneOfLock(lock), acquireId: m.word(lock + l.acquireId) });
  }
  usedInFlight(m);
}

function usedInFlight(m: Machine): void {
  if ((m.has & Slot.Pfn) === 0 || m.pfn < 0 || (m.global(g.batch) === 0 && m.global(g.out) === 0)) return; // nothing was ever pulled
  for (let order = minOrder(m); order < m.global(g.maxOrder); order++) {
    const page = m.store.page(blockStart(m.pfn, order)); // the block of this order that the page lies in
    if (page === 0) return;
    const packed = m.store.packed(page);
    if (pageState(packed) !== PageState.InFlight || pageOrder(packed) < order) continue;
    m.note('in-flight-used', { pfn: m.pfn, zone: pageZone(packed), lastId: m.word(page + p.lastId) });
    return;
  }
}

/** __free_one_page: of a put, or of an ordinary free. */
export function freeOne(m: Machine): void {
  if (!m.isReturn) calledUnderLock(m);
  if (m.zone >= 0 && (m.has & Slot.A) !== 0 && m.a === 1 && !m.isReturn) freeReported(m);
  freeOnePage(m);
}

/** Memory comes or goes: what the lists of the zone hold is no longer known. */
export function hotplug(m: Machine): void {
  if (m.zone < 0 || m.isReturn) return;
  const base = m.store.zone(m.zone);
  m.store.set(base + z.startPfn, 0);
  m.store.set(base + z.endPfn, 0);
  m.store.set(base + z.startHigh, 0);
  m.store.set(base + z.endHigh, 0);
}
