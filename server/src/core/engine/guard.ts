/** Is the zone's lock held for what the line does? */
import { Irq } from '../trace/columns.js';
import { LockState, ShownLocks, c, g, l, t, z } from './layout.js';
import { sawRt } from './inputSeen.js';
import { underZoneLock } from './lockSections.js';
import { showsRt } from './showsRt.js';
import type { Machine } from './machine.js';

interface Missing {
  /** >= 0: the lock of this zone is held instead. */
  readonly otherZone: number;
  /** Where another task has taken the zone's lock, and where this one has taken the other zone's. */
  readonly acquireId: number;
  readonly otherId: number;
}

/** What is held instead where this line's who certainly does not hold the zone's lock; else undefined. */
export function lacksLock(m: Machine, zone: number): Missing | undefined {
  const lock = m.store.zone(zone);
  const state = m.word(lock + l.state);
  if (state === LockState.Held && m.word(lock + l.who) === m.who + 1) return undefined;
  const own = m.store.who(m.who);
  if (m.word(own + t.attempt) === lock) return undefined; // taken after an attempt: this event proves it
  const held = m.word(own + t.held0);
  if (held !== 0 && m.zoneOfLock(held) < 0) return undefined; // the lock of a zone that the trace does not name
  if (state === LockState.Unknown && held === 0 && !wouldShow(m, own, lock)) return undefined;
  return { otherZone: m.zoneOfLock(held), acquireId: state === LockState.Held ? m.word(lock + l.acquireId) : 0, otherId: held === 0 ? 0 : m.word(held + l.acquireId) };
}

/**
 * Had this who taken the zone's lock, the trace would show it: it shows its other zone locks the same way. Since zone locks
 * do not nest, it was not in a section of this one, begun before the trace, when it took or released another.
 */
function wouldShow(m: Machine, own: number, lock: number): boolean {
  const shown = m.word(own + t.shownLocks);
  return shown === ShownLocks.Named || (shown === ShownLocks.Bound && (m.word(lock + z.lockHigh) | m.word(lock + z.lockLow)) !== 0);
}

/** The zone's lock is held by this line's who, or may be; else `note` is called, and the result is false. */
function guard(m: Machine, note: (missing: Missing) => void): boolean {
  if (m.who < 0 || m.zone < 0) return true;
  const lock = m.store.zone(m.zone);
  if (m.word(m.store.who(m.who) + t.attempt) === lock) underZoneLock(m); // this event proves that it was taken
  const missing = lacksLock(m, m.zone);
  if (missing !== undefined) note(missing);
  else if (m.word(lock + l.state) === LockState.Unknown) underUnseenLock(m);
  return missing === undefined;
}

/** False where the lock is certainly not held, which is noted. */
export function needListLock(m: Machine): boolean {
  return guard(m, missing => { m.note('list-op-without-lock', { zone: m.zone, ...missing }); });
}

export function needFlagLock(m: Machine): void {
  guard(m, ({ acquireId }) => { m.note('flag-op-without-lock', { zone: m.zone, acquireId }); });
}

/** The entry or result of a function that is called under the zone's lock only: what it does there is judged. */
export function calledUnderLock(m: Machine): void {
  guard(m, () => {});
}

/** Work that happens only under a zone lock whose acquisition the trace does not show: its flags are the evidence. */
export function underUnseenLock(m: Machine): void {
  if (m.cpu < 0) return;
  const cpu = m.store.cpu(m.cpu);
  if (m.irqs === Irq.On) {
    if (m.word(cpu + c.irqsOnWho) === m.who + 1) return; // the same section
    m.store.set(cpu + c.irqsOnWho, m.who + 1);
    m.note('irqs-on', { zone: m.zone, acquired: false, variant: 0, rtShown: showsRt(m), scopeId: 0, by: undefined });
    if (showsRt(m)) sawRt(m);
  } else if (m.word(cpu + c.irqsOnWho) !== 0) m.store.set(cpu + c.irqsOnWho, 0);
}

/** Stock events under a zone lock of unknown zone: judged by flags only where no acquisition is in sight. */
export function underSomeZoneLock(m: Machine): void {
  if (m.who < 0) return;
  underZoneLock(m);
  if (m.heldZoneLock() === 0) underUnseenLock(m);
}

/**
 * Mainline: the worker takes or puts back a block. In one visit of a zone every such block is the same zone's, so the lock that one
 * was under is the lock for all; outside it, released by the trace and not asked for again, the list is not locked.
 */
export function needVisitLock(m: Machine): void {
  const held = m.heldZoneLock();
  if (held !== 0) {
    if (m.global(g.visits) > 0) m.setGlobal(g.visitLock, held);
    return;
  }
  const lock = m.global(g.visitLock);
  if (lock === 0 || m.word(m.store.who(m.who) + t.released) !== lock) return;
  m.note('list-op-without-lock', { zone: m.zoneOfLock(lock), otherZone: -1, acquireId: m.word(lock + l.state) === LockState.Held ? m.word(lock + l.acquireId) : 0, otherId: 0 });
}
