/** RCU readers and those who wait for them (docs/defects: e01). */
import { Slot } from '../trace/columns.js';
import { ev } from '../trace/events.js';
import { isMainline } from './config.js';
import { YES, g, l, sec, t } from './layout.js';
import type { Machine } from './machine.js';

export function rcuSeen(m: Machine): void {
  if (!m.exact || m.isReturn) return;
  m.setGlobal(g.printsRcu, YES);
  if (m.who >= 0) m.store.set(m.store.who(m.who) + t.rcuShown, YES);
}

/** rcu_read_unlock(): the request's own reader is closed, what follows is no part of it. */
export function readerEnds(m: Machine): void {
  rcuSeen(m);
  if (m.who >= 0 && m.exact) endRequestScope(m);
}

/** What __page_reporting_request() must do under its reader is over. */
export function endRequestScope(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.word(base + t.scopeId) !== 0) m.store.set(base + t.scopeId, 0);
}

/** REQUESTED is set, or the work is scheduled, by a request. */
export function needReader(m: Machine): void {
  if (m.who < 0 || m.isReturn || m.global(g.printsRcu) !== YES) return;
  const base = m.store.who(m.who);
  const requestId = m.word(base + t.scopeId);
  if (requestId === 0 || m.word(base + t.rcu) > 0 || m.word(base + t.readerNoted) === requestId) return;
  const lock = m.heldZoneLock();
  if (m.word(base + t.rcuShown) !== YES && (lock === 0 || m.word(lock + l.acquireId) === 0)) return;
  // page_reporting_register() asks for the first run before anybody else can see the device.
  if (isMainline(m) && m.word(base + t.callId) !== 0) return;
  m.note('request-without-reader', { zone: m.word(base + t.scopeZone) - 1, requestId });
  m.store.set(base + t.readerNoted, requestId);
}

/** __page_reporting_request(): where it stands, for what its reader may leave behind. */
export function requestBegins(m: Machine): void {
  const base = m.store.who(m.who);
  const lock = m.heldZoneLock();
  m.store.set(base + t.lastRequestId, m.line);
  m.store.set(base + t.requestSection, lock === 0 ? 0 : m.word(lock + l.acquireId));
  m.store.set(base + t.requestDepth, m.exact ? m.preemptDepth + 1 : 0);
}

/**
 * Where the kernel's RCU is not preemptible, rcu_read_lock() turns preemption off. A request, and the section that it is in, end at the depth
 * that they began at. Says nothing where the trace has RCU events: then those decide.
 */
export function preemptionLeft(m: Machine, before: number): void {
  const base = m.store.who(m.who);
  const requestId = m.word(base + t.lastRequestId);
  m.store.set(base + t.lastRequestId, 0);
  if (requestId === 0 || before < 0 || !m.exact || m.preemptDepth <= before || m.global(g.printsRcu) === YES) return;
  m.note('reader-left-open', { beginId: 0, requestId, atEnd: false, depth: { before, after: m.preemptDepth } });
}

/** The section of a lock ends in which there was a request. */
export function sectionLeavesPreemption(m: Machine, lock: number): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.word(base + t.lastRequestId) === 0 || m.word(base + t.held1) !== 0) return;
  const section = m.word(lock + l.section);
  const own = m.word(base + t.requestSection) === m.word(lock + l.acquireId) && m.word(lock + l.acquireId) !== 0;
  preemptionLeft(m, own && (section & (sec.probe | sec.lockdep)) === 0 ? (section >> sec.depthShift) - 1 : -1);
}

/** The line may sleep; a reader that is open then never ends in time for what waits for it. */
export function sleepsInReader(m: Machine): void {
  if (m.isReturn || m.who < 0 || !m.exact || !m.inProcess) return;
  const base = m.store.who(m.who);
  if (m.word(base + t.rcu) > 0) m.note('sleep-in-reader', { beginId: m.word(base + t.rcuId) });
}

/** sched_switch: a task that could run on was only preempted, which a reader of PREEMPT_RCU may be. */
export function waitsInReader(m: Machine): void {
  if ((m.has & Slot.C) !== 0 && m.c === 1) sleepsInReader(m);
}

const waiting = new Set([ev('synchronize_rcu'), ev('sched_switch'), ev('schedule'), ev('might_sleep'), ev('cond_resched')]);

/** synchronize_rcu(): remembers a reader that was left open before, for the end of the trace. */
export function waitForReaders(m: Machine): void {
  rcuSeen(m);
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  m.store.set(base + t.syncId, m.isReturn ? 0 : m.line);
  m.remember();
  m.store.set(base + t.syncLeakId, m.isReturn ? 0 : openLeak(m));
}

function openLeak(m: Machine): number {
  for (const who of m.store.whos()) {
    const leakId = m.word(m.store.who(who) + t.rcuLeakId);
    if (leakId !== 0) return leakId;
  }
  return 0;
}

/** Any other event of the task shows that its synchronize_rcu() has come back. */
export function wentOn(m: Machine, base: number): void {
  if (m.word(base + t.syncId) !== 0 && !waiting.has(m.event)) m.store.set(base + t.syncId, 0);
}

/** At the end of the trace; changes no state. */
export function judgeWaiters(m: Machine): void {
  const leaks = m.store.whos().map(who => m.word(m.store.who(who) + t.rcuLeakId));
  for (const who of m.store.whos()) {
    const base = m.store.who(who);
    const leakId = m.word(base + t.syncLeakId);
    if (m.word(base + t.syncId) === 0 || leakId === 0 || !leaks.includes(leakId)) continue;
    m.who = who;
    m.note('grace-period-hangs', { leakId }, m.word(base + t.syncId));
    m.who = -1;
  }
}
