/** Requests: what page_reporting_notify_free() screens, and what follows from it (docs/defects: e12, e19). */
import { Slot } from '../trace/columns.js';
import { ZoneBit } from '../trace/zoneBits.js';
import { flagIs } from './boundary.js';
import { isMainline, minOrder } from './config.js';
import { LockState, NO, PutStep, YES, g, l, t, z } from './layout.js';
import type { Machine } from './machine.js';
import { needReader } from './readers.js';
import { keyOffId } from './shutdown.js';

/** What the screen of a notify must say. `Below`: no request may follow; `Met`: one must. */
const Screen = { Unknown: 0, Below: 1, Met: 2 } as const;

const known = (m: Machine, base: number, field: number, order: number): boolean => (m.word(base + field) & (1 << order)) !== 0;

/** page_reporting_notify_free(), before its claims are taken over. */
export function screened(m: Machine): void {
  if (m.isReturn || m.zone < 0 || m.who < 0 || (m.has & Slot.Order) === 0 || m.order < 0 || m.order >= m.global(g.maxOrder)) return;
  judgeMissed(m, m.zone);
  const base = m.store.zone(m.zone);
  const own = m.store.who(m.who);
  const model = m.word(base + z.helpers) === YES && known(m, base, z.freeKnown, m.order) ? m.word(base + z.nrFree + m.order) : -1;
  const nrFree = (m.has & Slot.A) !== 0 ? Math.min(m.a, 2 ** 30) : model;
  const counter = m.word(base + z.stats) === NO ? 0
    : known(m, base, z.reportedKnown, m.order) ? m.word(base + z.flagged + m.order) + m.word(base + z.counterOff + m.order) : -1;
  const nrReported = (m.has & Slot.B) !== 0 ? Math.min(m.b, 2 ** 30) : counter;
  let screen: number = Screen.Unknown;
  if (m.order < minOrder(m) || (nrFree >= 0 && nrFree < Math.max(0, nrReported) + m.global(g.hwm))) screen = Screen.Below;
  else if (nrFree >= 0 && nrReported >= 0 && requestedIs(m, false)) screen = Screen.Met;
  m.store.set(own + t.notifyId, m.line);
  m.store.set(own + t.notifyZone, m.zone + 1);
  m.store.set(own + t.notifyOrder, m.order);
  m.store.set(own + t.notifyFree, nrFree);
  m.store.set(own + t.notifyReported, nrReported);
  m.store.set(own + t.notifyScreen, screen);
}

const requestedIs = (m: Machine, value: boolean): boolean =>
  ((m.has & Slot.C) !== 0 ? (m.c !== 0) === value : flagIs(m, m.zone, ZoneBit.Requested, value));

/** The section ends, or another block is freed in it, and nothing came of the notify. */
export function judgeMissed(m: Machine, zone: number): void {
  if (m.who < 0) return;
  const own = m.store.who(m.who);
  const notifyId = m.word(own + t.notifyId);
  if (notifyId === 0 || m.word(own + t.notifyZone) !== zone + 1) return;
  m.store.set(own + t.notifyId, 0);
  if (m.word(own + t.notifyScreen) !== Screen.Met || m.global(g.printsRequest) !== YES) return;
  m.note('request-missing', {
    zone, order: m.word(own + t.notifyOrder), nrFree: m.word(own + t.notifyFree), nrReported: m.word(own + t.notifyReported), hwm: m.global(g.hwm), notifyId,
  });
}

/** __page_reporting_request(). */
export function requestScope(m: Machine): void {
  if (m.who < 0) return;
  const own = m.store.who(m.who);
  if (m.isReturn) {
    m.store.set(own + t.scopeId, 0);
    return;
  }
  const zone = m.zoneHere();
  m.setGlobal(g.printsRequest, YES);
  m.store.set(own + t.scopeId, m.line);
  m.store.set(own + t.scopeZone, zone + 1);
  const notifyId = m.word(own + t.notifyId);
  const keyId = notifyId !== 0 && zone >= 0 && m.word(own + t.notifyZone) === zone + 1 ? keyOffId(m, zone) : 0;
  if (keyId !== 0 || (notifyId !== 0 && m.word(own + t.notifyZone) === zone + 1 && m.word(own + t.notifyScreen) === Screen.Below)) {
    m.note('request-unscreened', {
      zone, keyId, order: m.word(own + t.notifyOrder), nrFree: m.word(own + t.notifyFree), nrReported: m.word(own + t.notifyReported),
      hwm: m.global(g.hwm), minimum: minOrder(m), notifyId,
    });
  }
  m.store.set(own + t.notifyId, 0);
  // `refcnt` is stated as it is after the request.
  if ((m.has & (Slot.B | Slot.C)) === (Slot.B | Slot.C) && m.c !== 0 && m.b > 1) m.note('scheduled-again', { zone, other: -1, refcnt: m.b, otherId: 0 });
}

/** A zone flag has changed. */
export function requestBit(m: Machine): void {
  if (m.isReturn || (m.has & Slot.A) === 0 || m.a !== ZoneBit.Requested || m.zone < 0) return;
  m.store.set(m.store.zone(m.zone) + z.staleRequest, 0);
}

/** schedule_delayed_work(). */
export function scheduled(m: Machine): void {
  if (m.isReturn || m.who < 0) return;
  const lock = m.heldZoneLock();
  const atOnce = (m.has & Slot.B) !== 0 ? m.b === 0 : (m.has & Slot.A) !== 0 && m.a === 0;
  if (atOnce && lock !== 0 && m.word(lock + l.state) === LockState.Held) m.note('queued-without-delay', { zone: m.zoneOfLock(lock), acquireId: m.word(lock + l.acquireId) });
  const own = m.store.who(m.who);
  if (m.word(own + t.scopeId) !== 0) scheduledAgain(m, m.word(own + t.scopeZone) - 1);
  needReader(m);
}

/** Only the first request schedules: no other zone may have been counted before this one. */
function scheduledAgain(m: Machine, zone: number): void {
  if (zone < 0 || isMainline(m)) return;
  for (const other of m.store.zones()) {
    const base = m.store.zone(other);
    if (other === zone || !flagIs(m, other, ZoneBit.Requested, true) || m.word(base + z.staleRequest) !== 0) continue;
    if (m.word(base + l.state) === LockState.Held) continue; // its request, or the fill that ends it, is still under way
    m.note('scheduled-again', { zone, other, refcnt: 0, otherId: m.word(base + z.requestId) });
    return;
  }
}

/** page_reporting_process() begins: somebody must have asked. */
export function runRequested(m: Machine): void {
  if (m.isReturn || m.who < 0 || isMainline(m)) return;
  let zones = 0;
  for (const zone of m.store.zones()) {
    if (flagIs(m, zone, ZoneBit.Requested, true)) return;
    if (flagIs(m, zone, ZoneBit.Requested, false)) zones++;
    else if (m.word(m.store.zone(zone) + z.declared) === 1) return;
  }
  if (zones > 0) m.note('run-unrequested', { zones });
}

/** A `refcnt=` of 0 although a batch is out: the comment of the field promises one more while the worker runs. */
export function refcountStated(m: Machine): void {
  if (m.isReturn || m.zone < 0 || (m.has & Slot.D) === 0 || m.d !== 0 || m.global(g.refcountZeroFound) === 1) return;
  const inFlight = m.word(m.store.zone(m.zone) + z.inFlight) || ((m.has & Slot.A) !== 0 ? m.a : 0);
  if (inFlight <= 0) return;
  m.setGlobal(g.refcountZeroFound, 1);
  m.note('refcount-zero-busy', { zone: m.zone, inFlight });
}

/** A block has been linked: a put whose block merged may lift the unreported blocks of the larger order to the mark. */
export function mergedInPut(m: Machine): void {
  if (m.zone < 0 || (m.has & Slot.Order) === 0) return;
  const base = m.store.zone(m.zone);
  if (m.word(base + z.put) === 0 || m.word(base + z.putStep) < PutStep.Inserted || m.order <= m.word(base + z.putOrder) || m.order >= m.global(g.maxOrder)) return;
  if (!known(m, base, z.freeKnown, m.order) || !known(m, base, z.reportedKnown, m.order) || !flagIs(m, m.zone, ZoneBit.Requested, false)) return;
  const excess = m.word(base + z.nrFree + m.order) - m.word(base + z.flagged + m.order);
  if (excess === m.global(g.hwm)) m.note('merge-unnoticed', { zone: m.zone, order: m.order, excess, hwm: m.global(g.hwm) });
}

/** A line that states both numbers of one order: no more blocks can be reported than are free. */
export function claimsAboveFree(m: Machine): void {
  if (m.isReturn || m.zone < 0 || (m.has & (Slot.Order | Slot.A | Slot.B)) !== (Slot.Order | Slot.A | Slot.B) || m.b <= m.a) return;
  m.note('reported-above-free', { zone: m.zone, order: m.order, reported: m.b, free: m.a });
}
