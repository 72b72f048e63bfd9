/** The words of a lock and of its sections, see `l` and `sec`. */
import { Irq, Origin, migrateDepthOf } from '../trace/columns.js';
import { LockState, l, sec, t } from './layout.js';
import type { Machine } from './machine.js';
import type { SeenBy } from './observation.js';

export const Variant = { Unknown: 0, Plain: 1, Irq: 2, Irqsave: 3 } as const;
/** Bits of a section that the kernel's own events show. */
export const KERNEL = sec.probe | sec.lockdep;
/** Of `l.releases`. */
export const BY_LOCKDEP = 16;

export const variantOf = (bits: number): number => (bits >> sec.variantShift) & 3;
export const isZoneLock = (m: Machine, lock: number): boolean => (m.word(lock + l.zone) | m.word(lock + l.zoneLock)) !== 0;
/** What the section that the lock's words describe was seen by. */
export const seenBy = (bits: number): SeenBy => ((bits & sec.probe) !== 0 ? 'probe' : 'lock');

/** Section bits of an acquisition that this line shows; `lockdep`: by a lockdep event. */
export function sectionBits(m: Machine, lock: number, variant: number, lockdep: boolean): number {
  const bits = variant << sec.variantShift;
  if (!lockdep && m.origin === Origin.Tracepoint) return bits;
  const releases = m.word(lock + l.releases);
  const needed = lockdep ? BY_LOCKDEP : releasing(m, variant);
  const irqNeeded = lockdep ? BY_LOCKDEP : 1 << Variant.Irq;
  return bits | (lockdep ? sec.lockdep : sec.probe) | ((releases & needed) === needed ? sec.releaseShown : 0) | ((releases & irqNeeded) !== 0 ? sec.releaseIrqShown : 0);
}

/** Functions that may release the section, as bits of `l.releases`: an inlined one, or one without a probe, never prints. */
function releasing(m: Machine, variant: number): number {
  if (variant === Variant.Unknown || variant === Variant.Plain) return 1 << variant;
  // In older kernels rmqueue() released with spin_unlock() and local_irq_restore(); a fifth column of flags is 5.15's.
  const old = migrateDepthOf(m.flags) < 0 ? 1 << Variant.Plain : 0;
  return old | (1 << Variant.Irqsave) | (variant === Variant.Irq ? 1 << Variant.Irq : 0);
}

/** Would the trace show a release between this section and an acquisition by `variant`? */
export const wouldShowRelease = (bits: number, variant: number): boolean =>
  (bits & KERNEL) === 0 || ((bits & sec.releaseShown) !== 0 && (variant !== Variant.Irq || (bits & sec.releaseIrqShown) !== 0));

export const depthBits = (m: Machine, entering: number): number =>
  (m.preemptDepth < 0 || m.origin === Origin.Function ? 0 : (m.preemptDepth + entering + 1) << sec.depthShift);

/** Interrupts of a section as this line shows them. */
export const irqBits = (m: Machine): number => (m.irqs === Irq.Off ? sec.irqsOffAtStart : m.irqs === Irq.On ? sec.irqsOnAtStart : 0);

export function dropHeld(m: Machine, who: number, lock: number): void {
  if (who < 0) return;
  const base = m.store.who(who);
  if (m.word(base + t.taken) === lock) m.store.set(base + t.taken, 0);
  if (m.word(base + t.held0) === lock) {
    m.store.set(base + t.held0, m.word(base + t.held1));
    m.store.set(base + t.held1, 0);
  } else if (m.word(base + t.held1) === lock) m.store.set(base + t.held1, 0);
}

export function freeLock(m: Machine, lock: number): void {
  const { store } = m;
  store.set(lock + l.state, LockState.Free);
  store.set(lock + l.who, 0);
  store.set(lock + l.cpu, 0);
  store.set(lock + l.acquireId, 0);
  store.set(lock + l.section, 0);
}

