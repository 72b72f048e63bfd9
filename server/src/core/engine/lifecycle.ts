/** Zone flags, requests, the worker and its cycles, startup and shutdown (page hinting v2, page reporting v5). */
import { Dialect, Slot } from '../trace/columns.js';
import { ZoneBit } from '../trace/zoneBits.js';
import { flagIs, isUnmanaged, setBoundaries } from './boundary.js';
import { isMainline, isV5, minOrder, sawDialect } from './config.js';
import { validOrder } from './validate.js';
import { claimReported } from './claims.js';
import { calledUnderLock, needFlagLock, underSomeZoneLock } from './guard.js';
import { Boundary, NO, YES, fl, g, l, t, z } from './layout.js';
import { listOf } from './lists.js';
import { checkNoLockHeld, leaveReaderOpen } from './locks.js';
import type { Machine } from './machine.js';
import { beginRun, visitList } from './mainline.js';
import { endRun } from './mainlineBatch.js';
import { claimRefcount, requestUnderWay } from './reporting.js';
import { judgeInput } from './inputSeen.js';
import { judgeWaiters, preemptionLeft, requestBegins } from './readers.js';
import { judgePut } from './section.js';
import { judgeRunAtEnd } from './workers.js';
import { judgeOffline } from './zoneGone.js';

export function setZoneBit(m: Machine, value: boolean): void {
  if (m.isReturn || (m.has & Slot.A) === 0) return;
  if (m.zone < 0) m.zone = m.zoneHere();
  if (m.zone < 0) return;
  sawDialect(m, false);
  const { store } = m;
  const base = store.zone(m.zone);
  const bit = m.a;
  if (bit !== ZoneBit.Boosted) needFlagLock(m); // rmqueue() clears it atomically, after the lock is released
  checkWord(m, base);
  const was = flagIs(m, m.zone, bit === 2 ? ZoneBit.Active : bit === 1 ? ZoneBit.Requested : ZoneBit.Boosted, true);
  store.set(base + z.flagsKnown, m.word(base + z.flagsKnown) | (1 << bit));
  store.set(base + z.flags, value ? m.word(base + z.flags) | (1 << bit) : m.word(base + z.flags) & ~(1 << bit));
  if (bit === ZoneBit.Requested) requested(m, base, value, was);
  else if (bit === ZoneBit.Active) active(m, base, value);
}

/** `old=`/`new=`: the word as the operation saw it and left it (docs/defects: e10). */
function checkWord(m: Machine, base: number): void {
  const expected = m.word(base + z.flagsNew) - 1;
  if ((m.has & Slot.B) !== 0 && expected >= 0 && m.b !== expected) m.note('flags-word-differs', { zone: m.zone, old: m.b, expected });
  if ((m.has & Slot.C) !== 0) m.store.set(base + z.flagsNew, Math.min(m.c, 2 ** 30) + 1);
}

function requested(m: Machine, base: number, value: boolean, was: boolean): void {
  m.store.set(base + z.offlineId, 0);
  if (!value) {
    m.store.set(base + z.clearedInFillId, m.line);
    if (m.word(base + z.requestSec) === 0) m.store.set(base + z.requestId, 0); // else the fill that serves it asks for both
    return;
  }
  if (was) m.note('requested-twice', { zone: m.zone, requestId: m.word(base + z.requestId) });
  m.store.set(base + z.requestId, m.line);
  if (m.nsec >= 0 && m.global(g.workerId) !== 0) {
    m.store.set(base + z.requestSec, Math.min(m.sec, 2 ** 30) + 1);
    m.store.set(base + z.requestNsec, m.nsec);
  } else m.store.set(base + z.requestSec, 0);
  m.setGlobal(g.scheduled, m.global(g.scheduled) === YES ? YES : NO);
}

function active(m: Machine, base: number, value: boolean): void {
  const other = m.global(g.activeZone) - 1;
  if (!value) {
    if (other === m.zone) m.setGlobal(g.activeZone, 0);
    setBoundaries(m, m.zone, Boundary.Unknown);
    return;
  }
  if (other >= 0 && other !== m.zone) {
    m.note('two-active', { zone: m.zone, other, activeId: m.word(m.store.zone(other) + z.activeId) });
    setBoundaries(m, other, Boundary.Unknown);
  }
  m.setGlobal(g.activeZone, m.zone + 1);
  m.setGlobal(g.batchKnown, YES);
  m.store.set(base + z.activeId, m.line);
  if (m.word(base + z.populatedId) === 0) return;
  if (m.global(g.printsReset) === 1 || m.global(g.printsAddBoundary) === 1) checkReset(m, base);
  else if (m.global(g.earlyActiveId) === 0) activeEarly(m, base);
}

/** The trace may print nothing of boundaries: the first change of one tells. */
function activeEarly(m: Machine, base: number): void {
  m.setGlobal(g.earlyActiveId, m.line);
  m.setGlobal(g.earlyActiveZone, m.zone + 1);
  m.setGlobal(g.earlyPopulatedId, m.word(base + z.populatedId));
  m.remember();
}

/** Every boundary that the interface manages must have been reset since the metadata was populated. */
function checkReset(m: Machine, base: number): void {
  for (let order = m.global(g.maxOrder) - 1; order >= minOrder(m); order--) {
    for (let type = 0; type < m.global(g.migratetypes); type++) {
      if (isV5(m) && isUnmanaged(m, type)) continue;
      if (m.word(listOf(m, m.zone, order, type) + fl.boundary) !== Boundary.Stale) continue;
      m.note('boundary-not-reset', { zone: m.zone, order, migratetype: type, populatedId: m.word(base + z.populatedId) });
      return;
    }
  }
}

export function populate(m: Machine): void {
  if (m.zone < 0) return;
  const base = m.store.zone(m.zone);
  if (!m.isReturn) {
    sawDialect(m, false);
    m.store.set(base + z.populatedId, m.line);
    setBoundaries(m, m.zone, Boundary.Stale);
    return;
  }
  if ((m.has & Slot.D) === 0) return;
  if (m.d === 0) {
    if (m.word(base + z.stats) === NO) for (let order = minOrder(m); order < m.global(g.maxOrder); order++) m.store.set(base + z.counterOff + order, 0);
    m.store.set(base + z.stats, YES);
    return;
  }
  m.store.set(base + z.populatedId, 0);
  m.store.add(base + z.populateFailures, 1);
  const times = m.word(base + z.populateFailures);
  if (m.d === -12 && times >= 2) m.note('populate-failed-again', { zone: m.zone, times, workerId: m.global(g.workerId) });
}

export function notifyFree(m: Machine): void {
  if (m.isReturn) return;
  // Both have this function; mainline's is given no zone and knows no counts.
  if (m.zone < 0) { sawDialect(m, true); underSomeZoneLock(m); return; }
  if ((m.has & (Slot.A | Slot.B)) !== 0) sawDialect(m, false);
  calledUnderLock(m);
  if (!validOrder(m)) return;
  if ((m.has & Slot.B) !== 0) claimReported(m, m.zone, m.order, m.b);
}

export function request(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.isReturn) {
    if (m.word(base + t.rcu) > 0 && m.word(base + t.requestId) !== 0) leaveReaderOpen(m);
    else preemptionLeft(m, m.word(base + t.requestDepth) - 1);
    m.store.set(base + t.requestId, 0);
    m.store.set(base + t.requestNull, 0);
    return;
  }
  if (m.zone >= 0) { sawDialect(m, false); calledUnderLock(m); }
  m.store.set(base + t.requestId, m.line);
  requestBegins(m);
  m.store.set(base + t.requestNull, (m.has & Slot.A) !== 0 && m.a === 0 ? 1 : 0);
  if ((m.has & Slot.B) !== 0 && m.b < 0) m.note('refcount-negative', { refcnt: m.b });
}

export function scheduleWork(m: Machine): void {
  if (m.isReturn) return;
  m.setGlobal(g.scheduled, YES);
  if ((m.has & Slot.B) !== 0) m.setGlobal(g.delayMs, Math.min(m.b, 2 ** 30));
  else if ((m.has & Slot.A) !== 0) m.setGlobal(g.delayMs, Math.min(Math.round(m.a * 1000 / m.global(g.hz)), 2 ** 30));
}

/** The worker, page_reporting_process(). */
export function process(m: Machine): void {
  if (m.who < 0) return;
  if (!m.exact) sawDialect(m, true); // a stock kernel's function, seen by a probe or the function tracer
  if (!m.isReturn) {
    if ((m.has & Slot.A) !== 0 && m.a < 0) m.note('refcount-negative', { refcnt: m.a });
    m.setGlobal(g.workerWho, m.who + 1);
    m.setGlobal(g.batchKnown, YES);
    m.setGlobal(g.workerId, m.line);
    m.setGlobal(g.scheduled, 0);
    for (const zone of m.store.zones()) m.store.set(m.store.zone(zone) + z.populateFailures, 0);
    beginRun(m);
    return;
  }
  endRun(m);
  checkNoLockHeld(m, m.global(g.workerId));
  if (!isMainline(m)) {
    for (const zone of m.store.zones()) {
      m.zone = zone;
      judgeLost(m, zone);
    }
    m.zone = -1;
  }
  for (const zone of m.store.zones()) {
    if (m.global(g.device) !== YES || m.global(g.scheduled) === YES) break;
    if (!flagIs(m, zone, ZoneBit.Requested, true) || requestUnderWay(m, zone)) continue;
    m.note('starved', { zone, requestId: m.word(m.store.zone(zone) + z.requestId) });
  }
  if ((m.has & Slot.A) !== 0) claimRefcount(m, m.a);
  m.setGlobal(g.workerWho, 0);
  m.setGlobal(g.workerId, 0);
}

export function cycle(m: Machine): void {
  if (m.who < 0) return;
  if (m.isReturn && isMainline(m)) { checkNoLockHeld(m, 0); return; }
  if (m.zone < 0) return;
  const mainline = (m.has & Slot.Order) !== 0;
  sawDialect(m, mainline);
  const { store } = m;
  const base = store.zone(m.zone);
  if (mainline) { visitList(m); return; }
  if (!m.isReturn) {
    store.set(base + z.cycleWho, m.who + 1);
    m.setGlobal(g.batchKnown, YES);
    store.set(base + z.cycleId, m.line);
    activeFromHere(m, base);
    if (m.word(base + z.inFlightKnown) === 0) {
      store.set(base + z.inFlightKnown, 1);
      for (let order = 0; order < m.global(g.maxOrder); order++) m.touch(m.zone, order);
    }
    return;
  }
  checkNoLockHeld(m, m.word(base + z.cycleId));
  if (flagIs(m, m.zone, ZoneBit.Active, true)) m.note('active-at-return', { zone: m.zone, activeId: m.word(base + z.activeId) });
  judgeLost(m, m.zone);
  store.set(base + z.cycleWho, 0);
  store.set(base + z.cycleId, 0);
  store.set(base + z.put, 0);
}

/** One worker runs the cycles, so none begins in one: where the zone's flags are printed, a cycle that does not set ACTIVE goes without. */
function activeFromHere(m: Machine, base: number): void {
  const known = m.word(base + z.flagsKnown);
  if ((known & (1 << ZoneBit.Requested)) === 0 || (known & (1 << ZoneBit.Active)) !== 0) return;
  m.store.set(base + z.flagsKnown, known | (1 << ZoneBit.Active));
  m.store.set(base + z.flags, m.word(base + z.flags) & ~(1 << ZoneBit.Active));
}

/** The cycle, or the worker, ends: nothing that was pulled may be out. */
function judgeLost(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  const lost = m.word(base + z.inFlight) - m.word(base + z.inFlightLost);
  if (lost > 0) m.note('in-flight-at-end', { zone, blocks: lost, fillId: m.global(g.fillId) });
  if (lost !== 0) m.store.set(base + z.inFlightLost, m.word(base + z.inFlight));
}

export function startup(m: Machine): void {
  if (m.who < 0) return;
  sawDialect(m, false);
  const base = m.store.who(m.who);
  if (m.isReturn) {
    checkNoLockHeld(m, m.word(base + t.startupId));
    if ((m.has & Slot.D) !== 0 && m.d === 0) {
      m.setGlobal(g.device, YES);
      m.setGlobal(g.countId, m.word(base + t.startupId));
    }
    m.store.set(base + t.startupId, 0);
    if (m.global(g.startupWho) === m.who + 1) m.setGlobal(g.startupWho, 0);
    return;
  }
  const other = m.global(g.startupWho) - 1;
  if (other >= 0 && other !== m.who) m.note('startup-overlaps', { beginId: m.global(g.startupId), other, hinting: m.dialect === Dialect.Hinting, shutdown: false });
  m.store.set(base + t.startupId, m.line);
  m.setGlobal(g.startupWho, m.who + 1);
  m.setGlobal(g.startupId, m.line);
  if ((m.has & Slot.A) === 0 || m.global(g.device) === YES) return;
  m.setGlobal(g.capacity, Math.min(m.a, 2 ** 30) + 1);
  if (m.a === 0) m.note('batch-over-capacity', { nents: 0, capacity: 0, startupId: m.line });
}

export function shutdown(m: Machine): void {
  if (m.who < 0) return;
  if (m.isReturn) {
    checkNoLockHeld(m, m.word(m.store.who(m.who) + t.shutdownId));
    m.setGlobal(g.device, NO);
    m.store.set(m.store.who(m.who) + t.shutdownId, 0);
    if (m.global(g.shutdownWho) === m.who + 1) m.setGlobal(g.shutdownWho, 0);
    return;
  }
  sawDialect(m, false);
  const other = m.global(g.shutdownWho) - 1;
  if (other >= 0 && other !== m.who) {
    const beginId = m.word(m.store.who(other) + t.shutdownId);
    m.note('startup-overlaps', { beginId, other, hinting: m.dialect === Dialect.Hinting, shutdown: true });
  }
  m.setGlobal(g.shutdownWho, m.who + 1);
  m.store.set(m.store.who(m.who) + t.shutdownId, m.line);
}

/** The trace ends with the line of this id: what is still open. Changes no state. */
export function atEnd(m: Machine, lastId: number): void {
  m.standAt(lastId);
  for (const zone of m.store.zones()) {
    const lock = m.store.zone(zone);
    judgePut(m, zone);
    if (m.word(lock + l.state) !== 2) continue;
    m.zone = zone;
    m.note('held-at-end', { zone, acquireId: m.word(lock + l.acquireId), holder: m.word(lock + l.who) - 1 });
  }
  for (const who of m.store.whos()) {
    const base = m.store.who(who);
    const beginId = m.word(base + t.rcuLeakId);
    if (beginId !== 0) m.note('reader-left-open', { beginId, requestId: 0, atEnd: true, depth: undefined });
  }
  judgeWaiters(m);
  judgeInput(m);
  judgeRunAtEnd(m);
  judgeOffline(m);
}
