/** Zone locks, mutex, RCU readers, sleeping: who holds what, and what the flags column says of it. */
import { Ctx, Irq, Origin, contextOf, migrateDepthOf } from '../trace/columns.js';
import { isReportingMutexName, isZoneLockName } from './lockNames.js';
import { LockState, ShownLocks, c, g, l, sec, t, z } from './layout.js';
import { sawRt } from './inputSeen.js';
import { endSection, startSection } from './lockTimes.js';
import { wentOn } from './readers.js';
import { closeSection } from './section.js';
import type { Machine } from './machine.js';

export const Variant = { Unknown: 0, Plain: 1, Irq: 2, Irqsave: 3 } as const;

/** A line under a lock with interrupts on, no preempt depth and migration disabled is PREEMPT_RT's, not a fault. */
export const showsRt = (m: Machine): boolean => m.irqs === Irq.On && m.preemptDepth === 0 && migrateDepthOf(m.flags) > 0;

/** Every line of the holder of a zone lock is evidence of what it did with interrupts and with the lock. */
export function checkFlags(m: Machine): void {
  const base = m.store.who(m.who);
  wentOn(m, base);
  const lock = m.word(base + t.held0);
  if (lock === 0) return;
  const section = m.word(lock + l.section);
  if (m.irqs === Irq.On && m.preemptDepth === 0 && m.inProcess && m.word(lock + l.state) === LockState.Held && !showsRt(m)) {
    // No spinlock is held at depth 0: the release is missing from the trace. Kept, so that the next acquisition can tell.
    presumeReleased(m, lock);
    return;
  }
  if (m.irqs === Irq.On && (section & (sec.irqsOffAtStart | sec.irqsEnabledFound)) === sec.irqsOffAtStart && !showsRt(m)) {
    m.store.set(lock + l.section, section | sec.irqsEnabledFound);
    m.note('irqs-enabled', { zone: m.word(lock + l.zone) - 1, acquireId: m.word(lock + l.acquireId) });
  }
}

function presumeReleased(m: Machine, lock: number): void {
  m.store.set(lock + l.state, LockState.Presumed);
  dropHeld(m, m.word(lock + l.who) - 1, lock);
}

function dropHeld(m: Machine, who: number, lock: number): void {
  if (who < 0) return;
  const base = m.store.who(who);
  if (m.word(base + t.held0) === lock) {
    m.store.set(base + t.held0, m.word(base + t.held1));
    m.store.set(base + t.held1, 0);
  } else if (m.word(base + t.held1) === lock) m.store.set(base + t.held1, 0);
}

/** Address of the lock that the line speaks of, 0 where it cannot be told. */
function lockHere(m: Machine): number {
  const lock = lockNamed(m);
  if (lock !== 0 && m.who >= 0 && m.word(lock + l.zone) !== 0) {
    // A line that names the zone: all zone locks of this trace are told apart, also those that no line has shown yet.
    const shown = m.zone >= 0 ? ShownLocks.Named : ShownLocks.Bound;
    const base = m.store.who(m.who);
    if (m.word(base + t.shownLocks) < shown) m.store.set(base + t.shownLocks, shown);
  }
  return lock;
}

function lockNamed(m: Machine): number {
  if (m.s < 0) return m.zone >= 0 ? m.store.zone(m.zone) : 0;
  if (isZoneLockName(m.names.strings[m.s])) {
    if (m.zone < 0) return 0;
    const base = m.store.zone(m.zone);
    m.store.set(base + z.lock + l.zone, m.zone + 1);
    return base + z.lock;
  }
  return m.store.lock(m.s);
}

export function lockTaken(m: Machine, variant: number): void {
  const lock = lockHere(m);
  if (lock === 0 || m.who < 0) return;
  const attempt = m.origin === Origin.Tracepoint ? (m.has & 16) !== 0 && m.a === 1 && !m.isReturn : !m.isReturn;
  if (m.cpu >= 0) m.store.set(m.store.cpu(m.cpu) + c.lockSeen, 1);
  const reentry = reentersInterrupted(m, lock);
  if (reentry) m.note('irq-reentry', { zone: m.zoneOfLock(lock), acquireId: m.word(lock + l.acquireId) });
  const base = m.store.who(m.who);
  if (attempt) {
    m.store.set(base + t.attempt, lock);
    return;
  }
  m.store.set(base + t.attempt, 0);
  const state = m.word(lock + l.state);
  const holder = m.word(lock + l.who) - 1;
  // Another CPU can only have got the lock because it was free: then it is the release that the trace does not show.
  const own = holder === m.who || (state === LockState.Held && m.cpu >= 0 && m.word(lock + l.cpu) === m.cpu + 1);
  if (!reentry && own && (state === LockState.Held || state === LockState.Presumed)) {
    m.note('taken-while-held', {
      zone: m.zoneOfLock(lock), lock: m.s, same: holder === m.who, acquireId: m.word(lock + l.acquireId), holder, presumed: state === LockState.Presumed,
    });
  }
  if (state === LockState.Held) dropHeld(m, holder, lock);
  take(m, lock, variant);
}

/** True where an interrupt on the holder's CPU wants a lock that was taken with interrupts on (docs/defects: e02). */
function reentersInterrupted(m: Machine, lock: number): boolean {
  if (contextOf(m.flags) <= Ctx.Process || m.word(lock + l.state) !== LockState.Held) return false;
  return m.word(lock + l.cpu) === m.cpu + 1 && m.word(lock + l.who) !== m.who + 1
    && (m.word(lock + l.section) & sec.irqsOnAtStart) !== 0;
}

function take(m: Machine, lock: number, variant: number): void {
  const { store } = m;
  const zone = m.word(lock + l.zone) - 1;
  let section = variant << sec.variantShift;
  if (m.irqs === Irq.On) section |= sec.irqsOnAtStart;
  if (m.irqs === Irq.Off) section |= sec.irqsOffAtStart;
  if (zone >= 0) {
    // A return probe shows the state after the lock was taken, as a semantic event does.
    if (m.irqs === Irq.On) {
      section |= sec.irqsOnFound;
      m.note('irqs-on', { zone, acquired: true, variant, rtShown: showsRt(m), scopeId: m.word(store.who(m.who) + t.startupId) || m.global(g.workerId) });
      if (showsRt(m)) sawRt(m);
    }
    const base = store.who(m.who);
    const first = m.word(base + t.held0);
    if (first !== 0 && first !== lock) m.note('second-zone-lock', { zone, other: m.zoneOfLock(first), acquireId: m.word(first + l.acquireId) });
    if (first !== 0) store.set(base + t.held1, first);
    store.set(base + t.held0, lock);
  }
  store.set(lock + l.state, LockState.Held);
  store.set(lock + l.who, m.who + 1);
  store.set(lock + l.cpu, m.cpu + 1);
  store.set(lock + l.acquireId, m.line);
  store.set(lock + l.section, section);
  startSection(m, lock);
}

export function lockReleased(m: Machine, variant: number): void {
  if (m.isReturn) return; // the entry probe of an unlock is still before the release; its return says nothing new
  const lock = lockHere(m);
  if (lock === 0 || m.who < 0) return;
  const { store } = m;
  const cpu = m.cpu >= 0 ? store.cpu(m.cpu) : 0;
  const firstOfCpu = cpu !== 0 && m.word(cpu + c.lockSeen) === 0;
  if (cpu !== 0) store.set(cpu + c.lockSeen, 1);
  const base = store.who(m.who);
  const attempted = m.word(base + t.attempt) === lock;
  if (attempted) store.set(base + t.attempt, 0);
  const state = m.word(lock + l.state);
  const holder = m.word(lock + l.who) - 1;
  const zone = m.zoneOfLock(lock);
  if (state === LockState.Held && holder === m.who) {
    const taken = (m.word(lock + l.section) >> sec.variantShift) & 3;
    if (variantsDiffer(taken, variant)) m.note('variant-differs', { zone, taken, released: variant, acquireId: m.word(lock + l.acquireId) });
    if (zone >= 0) { endSection(m, zone, lock); closeSection(m, zone, lock); }
    dropHeld(m, m.who, lock);
    clearLock(m, lock);
    return;
  }
  if (zone >= 0) closeSection(m, zone, lock);
  if (attempted || !m.exact) { // an attempt that the trace does not show to succeed: it must have, for it is released here
    if (state !== LockState.Held) clearLock(m, lock);
    return;
  }
  if (state !== LockState.Unknown && !firstOfCpu) m.note('released-not-held', { zone, lock: m.s, holder: state === LockState.Held ? holder : -1, acquireId: m.word(lock + l.acquireId) });
  if (state !== LockState.Held) clearLock(m, lock);
}

function clearLock(m: Machine, lock: number): void {
  const { store } = m;
  store.set(lock + l.state, LockState.Free);
  store.set(lock + l.who, 0);
  store.set(lock + l.cpu, 0);
  store.set(lock + l.acquireId, 0);
  store.set(lock + l.section, 0);
}

/** irqsave..unlock_irq and lock_irq..unlock_irqrestore leave interrupts as the code wants them; the others do not. */
const variantsDiffer = (taken: number, released: number): boolean =>
  taken !== Variant.Unknown && released !== Variant.Unknown && (taken === Variant.Plain) !== (released === Variant.Plain);

export function mutexLock(m: Machine): void {
  sleeps(m);
  if (m.isReturn || m.who < 0 || !namesReportingMutex(m)) return;
  if (m.global(g.mutexWho) === m.who + 1 && m.exact) m.note('mutex-taken-twice', { acquireId: m.global(g.mutexId) });
  m.setGlobal(g.mutexWho, m.who + 1);
  m.setGlobal(g.mutexId, m.line);
}

const namesReportingMutex = (m: Machine): boolean => m.s >= 0 && isReportingMutexName(m.names.strings[m.s]);

export function mutexUnlock(m: Machine): void {
  if (m.isReturn || !namesReportingMutex(m)) return;
  m.setGlobal(g.mutexWho, 0);
  m.setGlobal(g.mutexId, 0);
}

export function rcuLock(m: Machine): void {
  if (m.who < 0 || m.isReturn || !m.exact) return;
  const base = m.store.who(m.who);
  if (m.word(base + t.rcu) === 0) {
    m.store.set(base + t.rcuId, m.line);
    m.store.set(base + t.rcuLock, m.word(base + t.held0));
  }
  m.store.add(base + t.rcu, 1);
}

export function rcuUnlock(m: Machine): void {
  if (m.who < 0 || m.isReturn || !m.exact) return;
  const base = m.store.who(m.who);
  m.store.set(base + t.requestNull, 0);
  if (m.word(base + t.rcu) > 0) m.store.add(base + t.rcu, -1);
  else m.store.set(base + t.rcuLeakId, 0);
}

/** The line is one at which its task may sleep. */
export function sleeps(m: Machine): void {
  if (m.isReturn || m.who < 0 || m.origin === Origin.Function || !m.inProcess) return;
  const lock = m.heldZoneLock();
  const irqsOff = m.irqs === Irq.Off;
  const depth = Math.max(0, m.preemptDepth);
  if (lock === 0 && !irqsOff && depth === 0) return;
  const base = m.store.who(m.who);
  const data = { zone: m.zoneOfLock(lock), acquireId: lock === 0 ? 0 : m.word(lock + l.acquireId), caller: m.s };
  if (m.word(base + t.walkId) !== 0 && lock !== 0) m.note('sleep-in-callback', { ...data, listId: m.word(base + t.walkListId) });
  else m.note('sleep-in-atomic', { ...data, irqsOff, preemptDepth: depth });
}

/** sched_switch: of a holder of a zone lock; the line itself always shows interrupts off. */
export function switched(m: Machine): void {
  if (m.heldZoneLock() !== 0) sleeps(m);
}

/** A reader is still open where the section or function that began it ends (docs/defects: e01). */
export function leaveReaderOpen(m: Machine): void {
  const base = m.store.who(m.who);
  const beginId = m.word(base + t.rcuId);
  m.note('reader-left-open', { beginId, requestId: m.word(base + t.requestId), atEnd: false });
  m.setGlobal(g.rcuLeakId, beginId);
  m.store.set(base + t.rcuLeakId, beginId);
  m.store.set(base + t.rcu, 0);
  m.store.set(base + t.rcuId, 0);
  m.store.set(base + t.rcuLock, 0);
}

/** `spin_unlock` and friends end nothing on their own; a scope's end must hold no zone lock. */
export function checkNoLockHeld(m: Machine, beginId: number): void {
  const lock = m.heldZoneLock();
  if (lock !== 0 && m.word(lock + l.state) === LockState.Held) {
    const section = m.word(lock + l.section);
    m.note('held-at-return', { zone: m.zoneOfLock(lock), acquireId: m.word(lock + l.acquireId), beginId, repeats: (section & sec.returnFound) !== 0 });
    m.store.set(lock + l.section, section | sec.returnFound);
  }
}
