/** How long zone locks are held and waited for, by the trace's own clock. */
import { Irq, Slot } from '../trace/columns.js';
import { LockState, g, l, sec as bits, t, z } from './layout.js';
import { noteReentry } from './lockJudge.js';
import type { Machine } from './machine.js';
import { showsRt } from './showsRt.js';
import { elapsedNs } from './time.js';

/** A section or a wait that is longer is worth a look, where lock_limit_us= says nothing else of sections. */
export const LONG_NS = 1e6;

/** Keeps the moment of an acquisition. */
export function startSection(m: Machine, lock: number): void {
  m.store.set(lock + l.sec, m.nsec >= 0 && m.sec >= 0 ? Math.min(m.sec, 2 ** 30) + 1 : 0);
  m.store.set(lock + l.nsec, Math.max(0, m.nsec));
}

/** In the section of this line's who blocks are pulled for a report, or put back. */
export function batchWork(m: Machine): void {
  const lock = m.heldZoneLock();
  if (lock === 0) return;
  const section = m.word(lock + l.section);
  if ((section & bits.batch) === 0) m.store.set(lock + l.section, section | bits.batch);
}

/** The section ends, with both its ends in the trace. */
export function endSection(m: Machine, zone: number, lock: number): void {
  const sec = m.word(lock + l.sec) - 1;
  if (sec < 0) return;
  const elapsed = elapsedNs(m, sec, m.word(lock + l.nsec));
  if (elapsed === undefined) return;
  const general = m.global(g.lockLimit) * 1e3 || LONG_NS;
  const batchLimit = (m.word(lock + l.section) & bits.batch) === 0 ? 0 : m.global(g.batchLockLimit) * 1e3;
  const limit = batchLimit || general;
  if (elapsed > limit) m.note('section-long', { zone, elapsedNs: elapsed, limitNs: limit, batch: batchLimit > 0, acquireId: m.word(lock + l.acquireId) });
}

/** The lock of the zone as a zone line gives it: `0x...`. Contention events print the same address only where pointers are not hashed. */
export function knowLockAddress(m: Machine, zone: number, text: string): void {
  const digits = /^0x([0-9a-fA-F]{1,16})$/.exec(text)?.[1].padStart(16, '0');
  if (digits === undefined) return;
  m.store.set(m.store.zone(zone) + z.lockHigh, parseInt(digits.slice(0, 8), 16) | 0);
  m.store.set(m.store.zone(zone) + z.lockLow, parseInt(digits.slice(8), 16) | 0);
}

/** The zone whose lock has the line's address, -1 for none. */
export function contendedZone(m: Machine): number {
  if ((m.has & Slot.A) === 0 || (m.a === 0 && m.b === 0)) return -1;
  for (const zone of m.store.zones()) {
    const base = m.store.zone(zone);
    if (m.word(base + z.lockLow) === (m.b | 0) && m.word(base + z.lockHigh) === (m.a | 0)) return zone;
  }
  return -1;
}

export function contentionBegin(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const zone = contendedZone(m);
  if (zone < 0) return;
  const base = m.store.who(m.who);
  const lock = m.store.zone(zone);
  spinsWithIrqsOn(m, zone);
  noteReentry(m, lock);
  const held = m.word(lock + l.state) === LockState.Held && m.word(lock + l.who) !== m.who + 1;
  m.store.set(base + t.waitZone, zone + 1);
  m.store.set(base + t.waitId, m.line);
  m.store.set(base + t.waitSec, Math.min(Math.max(0, m.sec), 2 ** 30));
  m.store.set(base + t.waitNsec, m.nsec);
  m.store.set(base + t.waitHolder, held ? m.word(lock + l.who) : 0);
  m.store.set(base + t.waitAcquire, held ? m.word(lock + l.acquireId) : 0);
}

/** The queue path prints it with preemption off, and interrupts off where the lock was asked for that way; PREEMPT_RT's lock waits without SPIN. */
function spinsWithIrqsOn(m: Machine, zone: number): void {
  if (m.irqs !== Irq.On || m.preemptDepth <= 0 || m.s < 0 || !/\bSPIN\b/.test(m.names.strings[m.s])) return;
  m.note('irqs-on', { zone, acquired: true, variant: 0, rtShown: showsRt(m), scopeId: 0, by: 'lock' });
}

export function contentionEnd(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  const zone = m.word(base + t.waitZone) - 1;
  if (zone < 0 || contendedZone(m) !== zone) return;
  m.store.set(base + t.waitZone, 0);
  const elapsed = elapsedNs(m, m.word(base + t.waitSec), m.word(base + t.waitNsec)) ?? 0;
  const holder = m.word(base + t.waitHolder) - 1;
  if (elapsed <= LONG_NS && holder < 0) return;
  m.zone = zone;
  m.note('lock-contended', { zone, elapsedNs: elapsed, beginId: m.word(base + t.waitId), holder, acquireId: m.word(base + t.waitAcquire) });
}
