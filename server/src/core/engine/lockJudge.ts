/** A lock is taken that by the trace is held: where that is certain, and what is made of it. */
import { Ctx, contextOf } from '../trace/columns.js';
import { LockState, c, l, sec, t } from './layout.js';
import { KERNEL, dropHeld, freeLock, isZoneLock, seenBy, variantOf, wouldShowRelease } from './lockBits.js';
import type { Machine } from './machine.js';
import type { SeenBy } from './observation.js';

/** The same who asks for the lock again, on the same CPU: it had got it, and has not released it. */
export function askedAgain(m: Machine, lock: number, variant: number): void {
  const base = m.store.who(m.who);
  const bits = m.word(base + t.attemptSection);
  if ((bits & KERNEL) === 0 || m.word(base + t.attemptCpu) !== m.cpu + 1 || m.word(base + t.attemptTask) !== m.task + 1 || !wouldShowRelease(bits, variant)) return;
  heldBefore(m, lock, { heldId: m.word(base + t.attemptId), holder: m.who, presumed: true, by: seenBy(bits) }, m.line);
}

/** As above, where the first section has been proved. What follows belongs to the second. */
export function askedWhileHeld(m: Machine, lock: number, variant: number): void {
  const bits = m.word(lock + l.section);
  if (m.word(lock + l.cpu) === m.cpu + 1 && wouldShowRelease(bits, variant)) {
    const presumed = m.word(lock + l.state) === LockState.Presumed;
    heldBefore(m, lock, { heldId: m.word(lock + l.acquireId), holder: m.who, presumed, by: seenBy(bits) }, m.line);
  }
  dropHeld(m, m.who, lock);
  freeLock(m, lock);
}

interface Earlier { readonly heldId: number; readonly holder: number; readonly presumed: boolean; readonly by: SeenBy }

/** A finding for a zone lock. For one that may prove to be a zone lock, the first is kept until then. */
function heldBefore(m: Machine, lock: number, { heldId, holder, presumed, by }: Earlier, line: number): void {
  if (isZoneLock(m, lock)) {
    m.note('taken-while-held', { zone: m.zoneOfLock(lock), same: holder === m.who, acquireId: heldId, holder, presumed, by }, line);
    return;
  }
  if (m.word(lock + l.earlyId) !== 0) return;
  if (line === m.line) m.remember();
  const { store } = m;
  store.set(lock + l.earlyId, line);
  store.set(lock + l.earlyWho, m.who + 1);
  store.set(lock + l.earlyCpu, m.cpu + 1);
  store.set(lock + l.earlyHeldId, heldId);
  store.set(lock + l.earlyHolder, holder + 1);
  store.set(lock + l.earlyPresumed, (presumed ? 1 : 0) | (by === 'probe' ? 2 : 0));
}

/** Work under the lock shows that it is a zone's. */
export function becomesZoneLock(m: Machine, lock: number): void {
  const { store } = m;
  store.set(lock + l.zoneLock, 1);
  const early = m.word(lock + l.earlyId);
  if (early === 0) return;
  const { who, cpu } = m;
  m.who = m.word(lock + l.earlyWho) - 1;
  m.cpu = m.word(lock + l.earlyCpu) - 1;
  const kept = m.word(lock + l.earlyPresumed);
  heldBefore(m, lock, {
    heldId: m.word(lock + l.earlyHeldId), holder: m.word(lock + l.earlyHolder) - 1, presumed: (kept & 1) !== 0, by: (kept & 2) !== 0 ? 'probe' : 'lock',
  }, early);
  m.who = who;
  m.cpu = cpu;
  store.set(lock + l.earlyId, 0);
}

/** By the trace the lock is held where it is taken now: by the same task, or on the same CPU. */
export function judgeEarlier(m: Machine, lock: number, bits: number, line: number): void {
  const state = m.word(lock + l.state);
  const holder = m.word(lock + l.who) - 1;
  const section = m.word(lock + l.section);
  const presumed = state === LockState.Presumed;
  const onCpu = m.cpu >= 0 && m.word(lock + l.cpu) === m.cpu + 1;
  const kernel = (section & KERNEL) !== 0;
  const own = kernel ? onCpu && state >= LockState.Held : (holder === m.who && state >= LockState.Held) || (onCpu && state === LockState.Held);
  const cpu = m.cpu >= 0 ? m.store.cpu(m.cpu) : 0;
  const isOpen = cpu !== 0 && m.word(cpu + c.openLock) === lock;
  if (own && !reentersInterrupted(m, lock) && wouldShowRelease(section, variantOf(bits))) {
    heldBefore(m, lock, { heldId: m.word(lock + l.acquireId), holder, presumed, by: seenBy(section) }, line);
  } else if (isOpen && wouldShowRelease(m.word(cpu + c.openSection), variantOf(bits))) {
    heldBefore(m, lock, { heldId: m.word(cpu + c.openId), holder: m.word(cpu + c.openWho) - 1, presumed: true, by: seenBy(m.word(cpu + c.openSection)) }, line);
  }
  if (isOpen) m.store.set(cpu + c.openLock, 0);
}

/** Another CPU can only have got the lock because it was free: the release is missing, or its line comes later. The holder's CPU will tell. */
export function keepOpen(m: Machine, lock: number): void {
  keep(m, lock, m.word(lock + l.cpu) - 1, m.word(lock + l.acquireId), m.word(lock + l.who), m.word(lock + l.section));
}

/** The same for a who that asks on another CPU: it has got what it asked for before. */
export function keepAttempt(m: Machine, lock: number): void {
  const base = m.store.who(m.who);
  if ((m.word(base + t.attemptSection) & KERNEL) === 0) return;
  keep(m, lock, m.word(base + t.attemptCpu) - 1, m.word(base + t.attemptId), m.who + 1, m.word(base + t.attemptSection));
}

function keep(m: Machine, lock: number, cpu: number, id: number, who: number, section: number): void {
  if (cpu < 0 || cpu === m.cpu) return;
  const base = m.store.cpu(cpu);
  m.store.set(base + c.openLock, lock);
  m.store.set(base + c.openId, id);
  m.store.set(base + c.openWho, who);
  m.store.set(base + c.openSection, section);
}

/** True where an interrupt on the holder's CPU wants a lock that was taken with interrupts on (docs/defects: e02). */
export function reentersInterrupted(m: Machine, lock: number): boolean {
  if (contextOf(m.flags) <= Ctx.Process || m.word(lock + l.state) !== LockState.Held) return false;
  return m.word(lock + l.cpu) === m.cpu + 1 && m.word(lock + l.who) !== m.who + 1
    && (m.word(lock + l.section) & sec.irqsOnAtStart) !== 0;
}

/** An interrupt asks for the lock, or spins for it, that the task below it holds. */
export function noteReentry(m: Machine, lock: number): void {
  if (reentersInterrupted(m, lock)) m.note('irq-reentry', { zone: m.zoneOfLock(lock), acquireId: m.word(lock + l.acquireId), by: seenBy(m.word(lock + l.section)) });
}
