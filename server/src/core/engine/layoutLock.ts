/** Where the facts of a lock and of its sections lie; conventions as in layout.ts. */

/** One lock: a zone's lock, or a lock known by its address. */
export const l = {
  state: 0, who: 1, cpu: 2, acquireId: 3,
  /** Section bits, see `sec`. */
  section: 4,
  /** Zone + 1, 0 for another lock. */
  zone: 5,
  /** Time of the acquisition: seconds + 1 (0: the trace's clock is not one of time), nanoseconds. */
  sec: 6, nsec: 7,
  /** 1: a zone lock, though of which zone is not known. */
  zoneLock: 8,
  /** The first acquisition of a lock that was still held, from before it was known to be a zone lock: its line, who, CPU, then what it is noted with. */
  earlyId: 9, earlyWho: 10, earlyCpu: 11, earlyHeldId: 12, earlyHolder: 13, earlyPresumed: 14,
  /** Functions that have been seen to release it, as bits: 1 rt_spin_unlock(), 2 spin_unlock(), 4 _irq, 8 _irqrestore, 16 by lockdep. */
  releases: 15,
  size: 16,
} as const;

export const LockState = { Unknown: 0, Free: 1, Held: 2, /** Held by the books, but the holder's flags show no lock. */ Presumed: 3 } as const;

export const sec = {
  irqsOnAtStart: 1, irqsOffAtStart: 2, irqsOnFound: 4, irqsEnabledFound: 8, returnFound: 64,
  /** Variant that took it: 0 unknown, 1 plain, 2 irq, 3 irqsave. */
  variantShift: 4,
  /** Seen by the kernel's own events of its lock functions: probes or lockdep. */
  probe: 128, lockdep: 256,
  /** Its release would be in the trace: by a function whose probe has printed before; also if spin_unlock_irq() releases it. */
  releaseShown: 512, releaseIrqShown: 1024,
  /** Blocks are pulled for a report in it, or put back. */
  batch: 2048,
  /** Preempt depth inside the section + 1, 0 unknown. */
  depthShift: 12,
} as const;
