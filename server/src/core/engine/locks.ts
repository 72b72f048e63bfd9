/** Zone locks, mutex, RCU readers, sleeping: who holds what, and what the flags column says of it. */
import { Irq, Origin, Slot } from '../trace/columns.js';
import { ev } from '../trace/events.js';
import { LockState, ShownLocks, YES, c, g, l, sec, t, z } from './layout.js';
import { isReportingMutexName, isZoneLockName } from './lockNames.js';
import { isZoneLock, seenBy } from './lockBits.js';
import { noteReentry } from './lockJudge.js';
import { attemptLock, enabledInside, goesOn, isInnerLock, presumeReleased, releaseLock, standsBehindRelease, takeHere } from './lockSections.js';
import { contendedZone } from './lockTimes.js';
import { wentOn } from './readers.js';
import type { Machine } from './machine.js';

/** Lines that a holder prints under the lock only; of a kernel's own lock events, they prove it more than their flags deny it. */
const insideOnly = new Set([
  'spin_unlock', 'spin_unlock_irq', 'spin_unlock_irqrestore', 'rt_spin_unlock', 'lock_release', 'lock_acquired', '__isolate_free_page', '__putback_isolated_page',
  '__page_reporting_notify', 'mm_page_pcpu_drain', 'mm_page_alloc_zone_locked', 'mm_page_alloc_extfrag',
].map(ev));

/** Every line of the holder of a zone lock is evidence of what it did with interrupts and with the lock. */
export function checkFlags(m: Machine): void {
  const base = m.store.who(m.who);
  wentOn(m, base);
  const lock = m.word(base + t.held0);
  if (lock === 0) return;
  const section = m.word(lock + l.section);
  const proves = (section & (sec.probe | sec.lockdep)) !== 0 && insideOnly.has(m.event);
  if (!proves && m.word(lock + l.state) === LockState.Held && standsBehindRelease(m, lock)) presumeReleased(m, lock);
  else if (m.irqs === Irq.On) enabledInside(m, lock);
}

/** local_irq_enable(), irq_enable: the line itself may still show interrupts off. */
export function irqsEnabled(m: Machine): void {
  const lock = m.heldZoneLock();
  if (lock !== 0 && m.exact && m.word(lock + l.state) === LockState.Held) enabledInside(m, lock);
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

/** Zone lock of a lockdep event, by its address: hashed pointers tell locks apart as well. 0 for any other lock. */
function lockdepLock(m: Machine): number {
  if (m.s < 0 || (m.has & Slot.A) === 0 || !isZoneLockName(m.names.strings[m.s])) return 0;
  const zone = contendedZone(m);
  if (zone >= 0) return m.store.zone(zone);
  const lock = m.store.lockAt(m.a, m.b);
  if (m.word(lock + l.zoneLock) === 0) m.store.set(lock + l.zoneLock, 1);
  return lock;
}

const TRY = 1;

/** lock_acquire: printed before the lock is taken, and of a trylock when it has been. */
export function lockdepAcquire(m: Machine): void {
  const lock = m.who < 0 ? 0 : lockdepLock(m);
  if (lock === 0) return;
  seen(m);
  if ((m.c & TRY) !== 0) takeHere(m, lock, 0, true);
  else {
    noteReentry(m, lock);
    attemptLock(m, lock, 0, true);
  }
}

/** lock_acquired, of kernels with LOCK_STAT. */
export function lockdepAcquired(m: Machine): void {
  const lock = m.who < 0 ? 0 : lockdepLock(m);
  if (lock !== 0) takeHere(m, lock, 0, true);
}

/** lock_release; false for a lock that is no zone's. */
export function lockdepRelease(m: Machine): boolean {
  const lock = m.who < 0 ? 0 : lockdepLock(m);
  if (lock !== 0) releaseLock(m, lock, 0, true);
  return lock !== 0;
}

export function lockTaken(m: Machine, variant: number): void {
  const lock = lockHere(m);
  if (lock === 0 || m.who < 0) return;
  const attempt = m.origin === Origin.Tracepoint ? (m.has & Slot.A) !== 0 && m.a === 1 && !m.isReturn : !m.isReturn;
  if (m.exact || isZoneLock(m, lock)) seen(m);
  noteReentry(m, lock);
  if (attempt) attemptLock(m, lock, variant, false);
  else takeHere(m, lock, variant, false);
}

const seen = (m: Machine): void => { if (m.cpu >= 0) m.store.set(m.store.cpu(m.cpu) + c.lockSeen, 1); };

/** The spin_lock functions; on PREEMPT_RT a probe on them shows the lock inside the zone lock. */
export function spinLockTaken(m: Machine, variant: number): void {
  if (!isInnerLock(m)) lockTaken(m, variant);
}

/** A trylock that returned something else than 0; its entry says nothing. */
export function trylockTaken(m: Machine, variant: number): boolean {
  if (m.exact ? m.isReturn && m.d === 0 : !m.isReturn || m.d === 0) return false;
  lockTaken(m, variant);
  return true;
}

export function lockReleased(m: Machine, variant: number): void {
  if (m.isReturn) return; // the entry probe of an unlock is still before the release; its return says nothing new
  const lock = lockHere(m);
  if (lock !== 0 && m.who >= 0) releaseLock(m, lock, variant, false);
}

export function spinLockReleased(m: Machine, variant: number): void {
  if (!isInnerLock(m)) lockReleased(m, variant);
}

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
  if (m.exact) m.setGlobal(g.printsMutex, YES);
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
  m.note('reader-left-open', { beginId, requestId: m.word(base + t.requestId), atEnd: false, depth: undefined });
  m.setGlobal(g.rcuLeakId, beginId);
  m.store.set(base + t.rcuLeakId, beginId);
  m.store.set(base + t.rcu, 0);
  m.store.set(base + t.rcuId, 0);
  m.store.set(base + t.rcuLock, 0);
}

/** `spin_unlock` and friends end nothing on their own; a scope's end must hold no zone lock. */
export function checkNoLockHeld(m: Machine, beginId: number): void {
  goesOn(m);
  const lock = m.heldZoneLock();
  if (lock !== 0 && m.word(lock + l.state) === LockState.Held) {
    const section = m.word(lock + l.section);
    m.note('held-at-return', { zone: m.zoneOfLock(lock), acquireId: m.word(lock + l.acquireId), beginId, repeats: (section & sec.returnFound) !== 0, by: seenBy(section) });
    m.store.set(lock + l.section, section | sec.returnFound);
  }
}
