/** Calls that begin and end a device's life: their mutex and the context that they are made in. */
import { Ctx, Irq, Origin, contextOf } from '../trace/columns.js';
import { YES, g, l, t } from './layout.js';
import { isReportingMutexName } from './lockNames.js';
import type { Machine } from './machine.js';

/** Where the call has had the mutex. */
const Seen = { Not: 0, AtEntry: 1, Inside: 2 } as const;

/** page_reporting_startup(), _shutdown(), _register(), _unregister(). Before the state follows the call. */
export function callScope(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  const holds = m.global(g.mutexWho) === m.who + 1;
  if (!m.isReturn) {
    inAtomic(m);
    m.store.set(base + t.callId, m.line);
    m.store.set(base + t.mutexSeen, holds ? Seen.AtEntry : Seen.Not);
    return;
  }
  const beginId = m.word(base + t.callId);
  // Taken before the call began, it is the caller's: the lines stand inside the section then.
  if (holds && m.word(base + t.mutexSeen) !== Seen.AtEntry) {
    m.note('mutex-held-at-return', { acquireId: m.global(g.mutexId), beginId });
    m.setGlobal(g.mutexWho, 0); // that the task takes it again would follow from this
  } else if (beginId !== 0 && m.word(base + t.mutexSeen) === Seen.Not && m.global(g.printsMutex) === YES) m.note('mutex-missing', { beginId });
  m.store.set(base + t.callId, 0);
  m.store.set(base + t.mutexSeen, Seen.Not);
}

/** After page_reporting_mutex was taken. */
export function mutexTaken(m: Machine): void {
  if (m.isReturn || m.who < 0 || !m.exact || m.s < 0 || !isReportingMutexName(m.names.strings[m.s])) return;
  m.setGlobal(g.printsMutex, YES);
  m.store.set(m.store.who(m.who) + t.mutexSeen, Seen.Inside);
}

/** A call that sleeps is entered where nothing may. The function tracers raise the depth themselves. */
export function inAtomic(m: Machine): void {
  if (m.isReturn || m.who < 0 || m.origin === Origin.Function) return;
  const lock = m.heldZoneLock();
  const interrupt = contextOf(m.flags) > Ctx.Process;
  const irqsOff = m.irqs === Irq.Off;
  const preemptDepth = Math.max(0, m.preemptDepth);
  if (lock === 0 && !interrupt && !irqsOff && preemptDepth === 0) return;
  m.note('lifecycle-in-atomic', { zone: m.zoneOfLock(lock), acquireId: lock === 0 ? 0 : m.word(lock + l.acquireId), irqsOff, preemptDepth, interrupt });
}
