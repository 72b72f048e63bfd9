/** Is the zone's lock held for what the line does? */
import { Irq } from '../trace/columns.js';
import { LockState, c, l, sec, t } from './layout.js';
import { showsRt } from './locks.js';
import type { Machine } from './machine.js';

/** The zone's lock is held by this line's who; else `note` is called where that is certain. */
function guard(m: Machine, note: (otherZone: number, acquireId: number, otherId: number) => void): void {
  if (m.who < 0 || m.zone < 0) return;
  const lock = m.store.zone(m.zone);
  const state = m.word(lock + l.state);
  if (state === LockState.Held && m.word(lock + l.who) === m.who + 1) return;
  const own = m.store.who(m.who);
  if (m.word(own + t.attempt) === lock) return; // taken after an attempt: this event proves it
  if (state === LockState.Unknown) {
    const held = m.word(own + t.held0);
    if (held !== 0) note(m.zoneOfLock(held), 0, m.word(held + l.acquireId));
    else underUnseenLock(m);
    return;
  }
  const held = m.word(own + t.held0);
  note(m.zoneOfLock(held), state === LockState.Held ? m.word(lock + l.acquireId) : 0, held === 0 ? 0 : m.word(held + l.acquireId));
}

export function needListLock(m: Machine): void {
  guard(m, (otherZone, acquireId, otherId) => { m.note('list-op-without-lock', { zone: m.zone, otherZone, acquireId, otherId }); });
}

export function needFlagLock(m: Machine): void {
  guard(m, (_otherZone, acquireId) => { m.note('flag-op-without-lock', { zone: m.zone, acquireId }); });
}

/** Work that happens only under a zone lock whose acquisition the trace does not show: its flags are the evidence. */
export function underUnseenLock(m: Machine): void {
  if (m.cpu < 0) return;
  const cpu = m.store.cpu(m.cpu);
  if (m.irqs === Irq.On) {
    if (m.word(cpu + c.irqsOnWho) === m.who + 1) return; // the same section
    m.store.set(cpu + c.irqsOnWho, m.who + 1);
    m.note('irqs-on', { zone: m.zone, acquired: false, variant: 0, rtShown: showsRt(m), scopeId: 0 });
  } else if (m.word(cpu + c.irqsOnWho) !== 0) m.store.set(cpu + c.irqsOnWho, 0);
}

/** Stock events under a zone lock of unknown zone: judged by flags only where no acquisition is in sight. */
export function underSomeZoneLock(m: Machine): void {
  if (m.who < 0 || m.heldZoneLock() !== 0) return;
  underUnseenLock(m);
}

export const irqsOnAtStart = (m: Machine, lock: number): boolean => (m.word(lock + l.section) & sec.irqsOnAtStart) !== 0;
