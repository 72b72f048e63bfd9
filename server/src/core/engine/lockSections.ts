/**
 * Sections of locks, from what each kind of event proves (docs/LOCKS.md). A semantic event and a return probe stand behind the
 * acquisition; an entry probe and lockdep's lock_acquire stand before it and are an attempt, which later events of the same who
 * prove. On one CPU the order of lines is certain, between CPUs it is not.
 */
import { Irq, Origin, Slot } from '../trace/columns.js';
import { LockState, YES, c, g, l, sec, t } from './layout.js';
import { sawRt } from './inputSeen.js';
import { BY_LOCKDEP, KERNEL, Variant, depthBits, dropHeld, freeLock, irqBits, isZoneLock, sectionBits, seenBy, variantOf } from './lockBits.js';
import { askedAgain, askedWhileHeld, becomesZoneLock, judgeEarlier, keepAttempt, keepOpen } from './lockJudge.js';
import { endSection, startSection } from './lockTimes.js';
import { closeSection } from './section.js';
import { showsRt } from './showsRt.js';
import type { Machine } from './machine.js';

/** The function that takes it takes zone locks only. */
const namesZoneLocker = (m: Machine): boolean => m.origin === Origin.Probe && (m.has & Slot.B) !== 0 && m.b === 1;

/** The lock is asked for, and taken as soon as it is free. */
export function attemptLock(m: Machine, lock: number, variant: number, lockdep: boolean): void {
  const base = m.store.who(m.who);
  if (namesZoneLocker(m) && !isZoneLock(m, lock)) becomesZoneLock(m, lock);
  const open = m.word(base + t.attempt);
  // It goes on to another lock, so it has got this one.
  if (open !== 0 && open !== lock && isZoneLock(m, open) && m.word(base + t.attemptCpu) === m.cpu + 1) takeAttempted(m, 0);
  else if (open === lock) askedAgain(m, lock, variant);
  if (open !== 0 && m.word(base + t.attemptCpu) !== m.cpu + 1) keepAttempt(m, open);
  const holds = m.word(lock + l.who) === m.who + 1 && m.word(lock + l.state) >= LockState.Held;
  if (holds && (m.word(lock + l.section) & KERNEL) !== 0) askedWhileHeld(m, lock, variant);
  let bits = sectionBits(m, lock, variant, lockdep);
  // lockdep prints behind local_irq_save() and preempt_disable(), a probe at the entry in front of them.
  if (lockdep) bits |= depthBits(m, 0) | irqBits(m);
  else if ((bits & KERNEL) !== 0 && variant !== Variant.Unknown) bits |= depthBits(m, 1) | (variant === Variant.Plain ? irqBits(m) : 0);
  // At depth 0, lockdep's line may be that of PREEMPT_RT's rt_spin_lock().
  const judged = lockdep ? m.preemptDepth > 0 : variant === Variant.Plain && (bits & KERNEL) !== 0;
  if (judged && m.irqs === Irq.On && isZoneLock(m, lock)) {
    bits |= sec.irqsOnFound;
    m.note('irqs-on', { zone: m.zoneOfLock(lock), acquired: true, variant, rtShown: showsRt(m), scopeId: 0, by: seenBy(bits) });
  }
  m.store.set(base + t.attempt, lock);
  m.store.set(base + t.attemptId, m.line);
  m.store.set(base + t.attemptSection, bits);
  m.store.set(base + t.attemptCpu, m.cpu + 1);
  m.store.set(base + t.attemptTask, m.task + 1);
  if (m.word(base + t.released) === lock) m.store.set(base + t.released, 0);
  // The acquisition may be judged by a later line that proves it.
  if (m.cpu >= 0 && (m.word(m.store.cpu(m.cpu) + c.openLock) === lock || (m.word(lock + l.cpu) === m.cpu + 1 && m.word(lock + l.state) >= LockState.Held))) m.remember();
}

/** The attempt has succeeded. `irqs`: section bits of interrupts as the line that proves it shows them; where it was taken, not where it is proved, counts. */
function takeAttempted(m: Machine, irqs: number): void {
  const base = m.store.who(m.who);
  const lock = m.word(base + t.attempt);
  let bits = m.word(base + t.attemptSection);
  const variant = variantOf(bits);
  const takesIrqsOff = variant === Variant.Irq || variant === Variant.Irqsave || (bits & sec.irqsOffAtStart) !== 0;
  if ((bits & KERNEL) !== 0) {
    if (takesIrqsOff) bits |= sec.irqsOffAtStart;
    else if ((bits & sec.irqsOnAtStart) === 0) bits |= irqs;
    // Where the line shows no deeper level than the entry, the kernel does not count it.
    if (irqs === 0 || m.origin === Origin.Function || m.preemptDepth + 1 < bits >> sec.depthShift) bits &= (1 << sec.depthShift) - 1;
  } else bits |= irqs;
  m.store.set(base + t.attempt, 0);
  takeLock(m, lock, bits, m.word(base + t.attemptId));
  if (irqs !== sec.irqsOnAtStart || !isZoneLock(m, lock)) return;
  if ((bits & sec.irqsOffAtStart) !== 0 && (bits & KERNEL) !== 0) enabledInside(m, lock);
  else if ((bits & sec.irqsOnFound) === 0) onInside(m, lock, false);
}

/** Interrupts are on in a section that began with them off. */
export function enabledInside(m: Machine, lock: number): void {
  const section = m.word(lock + l.section);
  if ((section & (sec.irqsOffAtStart | sec.irqsEnabledFound)) !== sec.irqsOffAtStart || showsRt(m)) return;
  m.store.set(lock + l.section, section | sec.irqsEnabledFound);
  m.note('irqs-enabled', { zone: m.zoneOfLock(lock), acquireId: m.word(lock + l.acquireId), by: seenBy(section) });
}

function onInside(m: Machine, lock: number, acquired: boolean): void {
  const section = m.word(lock + l.section);
  m.store.set(lock + l.section, section | sec.irqsOnFound);
  m.note('irqs-on', {
    zone: m.zoneOfLock(lock), acquired, variant: variantOf(section), rtShown: showsRt(m),
    scopeId: acquired ? m.word(m.store.who(m.who) + t.startupId) || m.global(g.workerId) : 0, by: seenBy(section),
  });
  if (showsRt(m)) sawRt(m);
}

/** The lock has been taken, as the line shows; an attempt may have come before. */
export function takeHere(m: Machine, lock: number, variant: number, lockdep: boolean): void {
  const base = m.store.who(m.who);
  const attempted = m.word(base + t.attempt) === lock && (m.word(base + t.attemptSection) & KERNEL) !== 0;
  const own = sectionBits(m, lock, variant, lockdep) | irqBits(m);
  const bits = own | depthBits(m, 0);
  // A return probe may be missed (maxactive), so it is judged as the attempt is.
  const line = attempted ? m.word(base + t.attemptId) : m.line;
  m.store.set(base + t.attempt, 0);
  takeLock(m, lock, attempted ? bits | (m.word(base + t.attemptSection) & sec.irqsOnFound) : bits, line);
  const section = m.word(lock + l.section);
  if (m.irqs !== Irq.On || !isZoneLock(m, lock) || (section & sec.irqsOnFound) !== 0) return;
  if (lockdep && m.preemptDepth <= 0) return;
  onInside(m, lock, true);
}

/** `line`: where it was asked for, or taken. */
function takeLock(m: Machine, lock: number, bits: number, line: number): void {
  const { store } = m;
  judgeEarlier(m, lock, bits, line);
  const state = m.word(lock + l.state);
  if (state === LockState.Held) {
    keepOpen(m, lock);
    dropHeld(m, m.word(lock + l.who) - 1, lock);
  } else if (state === LockState.Presumed) keepOpen(m, lock);
  if (isZoneLock(m, lock)) hold(m, lock);
  store.set(lock + l.state, LockState.Held);
  store.set(lock + l.who, m.who + 1);
  store.set(lock + l.cpu, m.cpu + 1);
  store.set(lock + l.acquireId, line);
  store.set(lock + l.section, bits);
  store.set(store.who(m.who) + t.taken, lock);
  startSection(m, lock);
}

/** The lock is one of those that this line's who holds. */
function hold(m: Machine, lock: number): void {
  const { store } = m;
  const base = store.who(m.who);
  const first = m.word(base + t.held0);
  if (first === lock) return;
  const zone = m.zoneOfLock(lock);
  const other = m.zoneOfLock(first);
  if (first !== 0 && zone >= 0 && other >= 0) m.note('second-zone-lock', { zone, other, acquireId: m.word(first + l.acquireId) });
  if (first !== 0) store.set(base + t.held1, first);
  store.set(base + t.held0, lock);
}

/** The line's who does what happens only under a zone lock: the lock that it has asked for last is taken, and a zone's. */
export function underZoneLock(m: Machine): void {
  const base = m.store.who(m.who);
  const attempt = m.word(base + t.attempt);
  if (attempt !== 0) {
    if (!isZoneLock(m, attempt) && canBeZoneLock(m.word(base + t.attemptSection))) becomesZoneLock(m, attempt);
    if (isZoneLock(m, attempt)) takeAttempted(m, irqBits(m));
    return;
  }
  const taken = m.word(base + t.taken);
  if (taken === 0 || isZoneLock(m, taken) || m.word(taken + l.who) !== m.who + 1 || !canBeZoneLock(m.word(taken + l.section))) return;
  becomesZoneLock(m, taken);
  hold(m, taken);
}

/** The line's who has come back from the lock function that it had called. */
export function goesOn(m: Machine): void {
  if (m.who < 0) return;
  const attempt = m.word(m.store.who(m.who) + t.attempt);
  if (attempt === 0 || !isZoneLock(m, attempt) || (m.word(m.store.who(m.who) + t.attemptSection) & sec.releaseShown) === 0) return;
  takeAttempted(m, 0);
  if (standsBehindRelease(m, attempt)) presumeReleased(m, attempt);
}

/** Not a lock of a per-CPU list around the zone's: its release would be in the trace, and zone locks are taken with interrupts off, or by PREEMPT_RT. */
function canBeZoneLock(bits: number): boolean {
  const variant = variantOf(bits);
  const fits = variant === Variant.Irq || variant === Variant.Irqsave || (bits & sec.irqsOffAtStart) !== 0 || (variant === Variant.Unknown && (bits & sec.probe) !== 0);
  return fits && (bits & KERNEL) !== 0 && (bits & sec.releaseShown) !== 0;
}

/** The lock is about to be released. */
export function releaseLock(m: Machine, lock: number, variant: number, lockdep: boolean): void {
  const { store } = m;
  const base = store.who(m.who);
  const kernel = lockdep || m.origin !== Origin.Tracepoint;
  if (kernel) store.set(lock + l.releases, m.word(lock + l.releases) | (lockdep ? BY_LOCKDEP : 1 << variant));
  const cpu = m.cpu >= 0 ? store.cpu(m.cpu) : 0;
  const firstOfCpu = cpu !== 0 && m.word(cpu + c.lockSeen) === 0;
  if (cpu !== 0 && (!kernel || isZoneLock(m, lock))) store.set(cpu + c.lockSeen, 1);
  if (cpu !== 0 && endsOpen(m, lock, cpu)) {
    store.set(cpu + c.openLock, 0);
    return;
  }
  const attempted = m.word(base + t.attempt) === lock;
  if (attempted) takeAttempted(m, kernel ? irqBits(m) : 0);
  const state = m.word(lock + l.state);
  const holder = m.word(lock + l.who) - 1;
  const zone = m.zoneOfLock(lock);
  if (isZoneLock(m, lock)) store.set(base + t.released, lock);
  if (state === LockState.Held && holder === m.who) {
    const section = m.word(lock + l.section);
    // irqsave with spin_unlock() and local_irq_restore() is what rmqueue() did for years, and probes show no local_irq_restore().
    if ((section & KERNEL) === 0 && !attempted && variantsDiffer(variantOf(section), variant)) m.note('variant-differs', { zone, taken: variantOf(section), released: variant, acquireId: m.word(lock + l.acquireId) });
    if (zone >= 0) { endSection(m, zone, lock); closeSection(m, zone, lock); }
    dropHeld(m, m.who, lock);
    freeLock(m, lock);
    return;
  }
  if (zone >= 0) closeSection(m, zone, lock);
  const wasPresumed = state === LockState.Presumed && holder === m.who; // the flags of this kernel do not count the depth
  if (m.exact && !wasPresumed && isZoneLock(m, lock) && state !== LockState.Unknown && !firstOfCpu) {
    m.note('released-not-held', { zone, holder: state === LockState.Held ? holder : -1, acquireId: m.word(lock + l.acquireId) });
  }
  if (state !== LockState.Held) freeLock(m, lock);
}

/** The release ends the section that was taken on this CPU before the lock was taken on another: the clocks of the two differ. */
function endsOpen(m: Machine, lock: number, cpu: number): boolean {
  if (m.word(cpu + c.openLock) !== lock || m.word(cpu + c.openWho) !== m.who + 1) return false;
  const base = m.store.who(m.who);
  const asked = m.word(base + t.attempt) === lock && m.word(base + t.attemptCpu) === m.cpu + 1;
  const holds = m.word(lock + l.state) === LockState.Held && m.word(lock + l.who) === m.who + 1 && m.word(lock + l.cpu) === m.cpu + 1;
  return !asked && !holds;
}

/** irqsave..unlock_irq and lock_irq..unlock_irqrestore leave interrupts as the code wants them; the others do not. */
const variantsDiffer = (taken: number, released: number): boolean =>
  taken !== Variant.Unknown && released !== Variant.Unknown && (taken === Variant.Plain) !== (released === Variant.Plain);

/** True where the line, of the holder, can only stand behind a release that the trace does not show. */
export function standsBehindRelease(m: Machine, lock: number): boolean {
  if (showsRt(m)) return false;
  if (m.irqs === Irq.On && m.preemptDepth === 0 && m.inProcess) return true; // no spinlock is held at depth 0
  const section = m.word(lock + l.section);
  return (section & KERNEL) !== 0 && m.preemptDepth >= 0 && m.word(lock + l.cpu) === m.cpu + 1 && m.preemptDepth + 1 < section >> sec.depthShift;
}

/** Kept, so that the next acquisition can tell. */
export function presumeReleased(m: Machine, lock: number): void {
  m.store.set(lock + l.state, LockState.Presumed);
  dropHeld(m, m.word(lock + l.who) - 1, lock);
}

/** Another recording begins: who holds what is no longer known. */
export function forgetSections(m: Machine): void {
  const { store } = m;
  const forget = (lock: number): void => { if (m.word(lock + l.state) !== LockState.Unknown) { freeLock(m, lock); store.set(lock + l.state, LockState.Unknown); } };
  for (const zone of store.zones()) forget(store.zone(zone));
  for (const lock of store.lockAddresses()) forget(lock);
  for (const who of store.whos()) for (const field of [t.attempt, t.held0, t.held1, t.taken, t.released]) store.set(store.who(who) + field, 0);
  for (const cpu of store.cpus()) for (const field of [c.openLock, c.lockSeen]) store.set(store.cpu(cpu) + field, 0);
}

/** PREEMPT_RT's zone lock is taken by rt_spin_lock(); spin_lock functions on its address take the lock inside it. */
export const isInnerLock = (m: Machine): boolean => m.origin !== Origin.Tracepoint && m.global(g.rtSeen) === YES;
