/** What must be settled when a zone's lock is released: deferred frees, puts and readers of the section. */
import { PutStep, t, z } from './layout.js';
import { leaveReaderOpen } from './locks.js';
import type { Machine } from './machine.js';
import { settlePending } from './freeLists.js';
import { settlePluck } from './pluck.js';
import { endPulls } from './blockChecks.js';
import { checkListShapes } from './boundary.js';
import { endRequestScope, sectionLeavesPreemption } from './readers.js';
import { judgeMissed } from './requests.js';

export function closeSection(m: Machine, zone: number, lock: number): void {
  const base = m.store.zone(zone);
  settlePending(m, zone);
  settlePut(m, zone);
  settlePluck(m, zone);
  leaveReader(m, lock);
  sectionLeavesPreemption(m, lock);
  endRequestScope(m);
  judgeMissed(m, zone);
  endPulls(m, zone);
  checkListShapes(m, zone);
  if (m.word(base + z.lastDel) !== 0) m.store.set(base + z.lastDel, 0);
  if (m.word(base + z.lastDelReported) !== 0) m.store.set(base + z.lastDelReported, 0);
  if (m.word(base + z.keyWasOn) !== 0) m.store.set(base + z.keyWasOn, 0);
}

/** A put whose insertion the trace does not show: judged at the put itself. */
export function settlePut(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  if (m.word(base + z.put) === 0) return;
  judgePut(m, zone);
  m.store.set(base + z.put, 0);
  m.store.set(base + z.putStep, PutStep.Begun);
}

/** Changes no state. */
export function judgePut(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  const put = m.word(base + z.put);
  if (put !== 0 && m.word(base + z.putStep) === PutStep.NullPending) {
    m.note('insertion-at-null-boundary', {
      zone, pfn: m.store.pfnOf(put), order: m.word(base + z.putOrder), migratetype: m.word(base + z.putType),
      activeId: m.word(base + z.activeId), pullId: 0,
    }, m.word(base + z.putId));
  }
}

/** A reader that began inside this section of this task must have ended with it (docs/defects: e01). */
function leaveReader(m: Machine, lock: number): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  // Without the acquisition in the trace, a request that found no device shows that the reader is its own.
  const own = m.word(base + t.rcuLock) === lock || (m.word(base + t.rcuLock) === 0 && m.word(base + t.requestNull) === 1);
  m.store.set(base + t.requestNull, 0);
  if (m.word(base + t.rcu) > 0 && own) leaveReaderOpen(m);
}
