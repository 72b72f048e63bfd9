/** Counts that a line states, against the model's. */
import { Slot } from '../trace/columns.js';
import { validOrder } from './validate.js';
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import { BuddyCalls, FlagOps, LockState, NO, UNKNOWN, YES, fl, g, l, z } from './layout.js';
import { isExact, listOf } from './lists.js';
import type { Machine } from './machine.js';

/** `nr_free=` on a helper event: blocks of that order after it. */
export function checkNrFree(m: Machine): void {
  if ((m.has & Slot.A) !== 0) claimFree(m, m.zone, m.order, m.a, false);
}

const listsShown = (m: Machine, base: number): boolean =>
  m.word(base + z.helpers) === YES || (m.word(base + z.helpers) === NO && m.global(g.printsBuddy) === BuddyCalls.Both);

export function claimFree(m: Machine, zone: number, order: number, claimed: number, snapshot: boolean): void {
  const base = m.store.zone(zone);
  const bit = 1 << order;
  const model = m.word(base + z.nrFree + order);
  const known = (m.word(base + z.freeKnown) & bit) !== 0;
  if (known && model === claimed) return;
  // Without events of the free lists the trace does not show what they gain and lose between two claims, or snapshots.
  if (known && (listsShown(m, base) || (!snapshot && (m.word(base + z.freeClaimed) & bit) === 0))) {
    m.note('free-count-differs', { zone, order, claimed, model, snapshot, migratetype: -1, atLeast: false });
    if (snapshot) for (let type = 0; type < MAX_MIGRATETYPES; type++) m.store.set(listOf(m, zone, order, type) + fl.exact, UNKNOWN);
  }
  m.store.set(base + z.nrFree + order, Math.min(claimed, 2 ** 31 - 1));
  m.store.set(base + z.freeKnown, m.word(base + z.freeKnown) | bit);
  m.store.set(base + z.freeClaimed, m.word(base + z.freeClaimed) | bit);
  m.touch(zone, order);
}

/** A line of /proc/pagetypeinfo: blocks of one type by order. `atLeast`: the kernel has stopped counting. */
export function claimTypes(m: Machine, zone: number, type: number, counts: readonly number[], atLeast: readonly boolean[]): void {
  const base = m.store.zone(zone);
  // In the middle of a change of the lists, what is counted already may not be printed yet.
  if (m.word(base + z.helpers) !== YES || m.word(base + l.state) === LockState.Held) return;
  counts.slice(0, m.global(g.maxOrder)).forEach((claimed, order) => {
    const list = listOf(m, zone, order, type);
    const model = m.word(list + fl.count);
    if (!isExact(m, zone, list) || model === claimed || (atLeast[order] && model > claimed)) return;
    m.note('free-count-differs', { zone, order, claimed, model, snapshot: true, migratetype: type, atLeast: atLeast[order] });
    m.store.set(list + fl.exact, UNKNOWN);
    const total = m.word(base + z.nrFree + order) + claimed - model;
    if (atLeast[order] || total < 0) m.store.set(base + z.freeKnown, m.word(base + z.freeKnown) & ~(1 << order));
    else m.store.set(base + z.nrFree + order, Math.min(total, 2 ** 31 - 1));
    m.touch(zone, order);
  });
}

/** May flags have changed unseen? The trace has printed no flag event at all, or none that clears one, and no free-list events. */
function changesUnseen(m: Machine, base: number, change: number): boolean {
  const printed = m.global(g.printsFlags);
  return change !== 0 && (printed === 0 || (change < 0 && (printed & FlagOps.Clear) === 0 && m.word(base + z.helpers) !== YES));
}

/** `reported_pages[order]` as the kernel's counter has it. */
export function claimReported(m: Machine, zone: number, order: number, claimed: number): void {
  const base = m.store.zone(zone);
  const bit = 1 << order;
  const flagged = m.word(base + z.flagged + order);
  if ((m.word(base + z.reportedKnown) & bit) === 0 || (claimed >= 0 && (m.word(base + z.reportedClaimed) & bit) !== 0 && changesUnseen(m, base, claimed - flagged))) {
    if (claimed < 0) return;
    m.store.set(base + z.flagged + order, Math.min(claimed, 2 ** 31 - 1));
    m.store.set(base + z.reportedKnown, m.word(base + z.reportedKnown) | bit);
    m.store.set(base + z.reportedClaimed, m.word(base + z.reportedClaimed) | bit);
    m.touch(zone, order);
    return;
  }
  if (claimed === flagged) {
    m.store.set(base + z.counterOff + order, 0);
    return;
  }
  const off = m.word(base + z.counterOff + order);
  m.note('count-differs', { zone, order, claimed, flagged, repeats: off !== 0 && claimed === flagged + off });
  m.store.set(base + z.counterOff + order, claimed - flagged);
}

/** `zone_free: zone= order= nr_free= reported=`. */
export function zoneFree(m: Machine): void {
  if (m.zone < 0 || !validOrder(m)) return;
  const lock = m.store.zone(m.zone);
  // Another task is in the middle of a change: what it has counted already may not be printed yet.
  if (m.word(lock + l.state) === LockState.Held && m.word(lock + l.who) !== m.who + 1) return;
  if ((m.has & Slot.A) !== 0) claimFree(m, m.zone, m.order, m.a, false);
  if ((m.has & Slot.B) !== 0) claimReported(m, m.zone, m.order, m.b);
}
