/** get, put, fill, report, drain: one batch of page_reporting_cycle() (page hinting v2, page reporting v5). */
import { Irq, Origin, PFN_NONE, Slot } from '../trace/columns.js';
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import { ZoneBit } from '../trace/zoneBits.js';
import { checkNull, checkStranded, flagIs, isActive, isNull, isUnmanaged } from './boundary.js';
import { isMainline, isV2, isV5, minOrder, sawDialect } from './config.js';
import { landed, takeOut } from './flight.js';
import { settlePending } from './freeLists.js';
import { validBlock } from './validate.js';
import { freePages } from './freePages.js';
import { needListLock } from './guard.js';
import { LockState, NO, PageState, PutStep, YES, fl, g, l, p, pageOrder, pageState, pageType, t, z } from './layout.js';
import { isListed, isReported, listOf, markPage, unlink } from './lists.js';
import { seenBy } from './lockBits.js';
import { batchWork } from './lockTimes.js';
import { goesOn } from './lockSections.js';
import type { Machine } from './machine.js';
import { mainlineCapacity } from './mainline.js';
import { settlePut } from './section.js';
import { elapsedNs } from './time.js';

/** get_unreported_page(): its removal by del_page_from_free_list() precedes it where the trace has the helpers. */
export function getUnreported(m: Machine): void {
  if (m.isReturn) return;
  if (m.global(g.printsPulls) !== YES) m.setGlobal(g.printsPulls, YES);
  sawDialect(m, false);
  needListLock(m);
  batchWork(m);
  if (m.zone < 0) return;
  const base = m.store.zone(m.zone);
  if (m.pfn === PFN_NONE && (m.has & Slot.Pfn) !== 0) {
    if ((m.has & (Slot.Order | Slot.Migratetype)) === (Slot.Order | Slot.Migratetype) && m.order >= 0 && m.order < m.global(g.maxOrder)
      && m.migratetype >= 0 && m.migratetype < 8) checkStranded(m, m.zone, m.order, m.migratetype);
    return;
  }
  const typed = (m.has & Slot.Migratetype) !== 0;
  if (!validBlock(m, typed)) return;
  const page = m.store.page(m.pfn);
  if (page === 0) return;
  // A private probe may not print the type: it is that of the list, if that is known.
  const listed = isListed(m, page) ? pageType(m.store.packed(page)) : MAX_MIGRATETYPES;
  const migratetype = typed ? m.migratetype : listed;
  const block = { zone: m.zone, pfn: m.pfn, order: m.order, migratetype };
  if (m.word(base + z.lastDel) === page) {
    if (m.word(base + z.lastDelPick) === 2) m.note('picked-elsewhere', block);
  }
  if (m.word(base + z.lastDelReported) === page || (isListed(m, page) && isReported(m, page))) m.note('picked-reported', { ...block, lastId: m.word(page + p.lastId), inFlight: false });
  const cma = migratetype === m.global(g.cma) - 1;
  if (migratetype === m.global(g.isolate) - 1 || (cma && isV5(m))) m.note('pulled-type', { ...block, hinting: isV2(m), cma });
  if (isListed(m, page)) unlink(m, page);
  takeOff(m, page, migratetype);
}

function takeOff(m: Machine, page: number, migratetype: number): void {
  if (pageState(m.store.packed(page)) === PageState.InFlight) return;
  takeOut(m, page, m.order, migratetype, m.zone);
  if (m.global(g.filled) !== 0) { // first block of a new fill
    m.setGlobal(g.filled, 0);
    m.setGlobal(g.batch, 0);
    m.setGlobal(g.reported, NO);
    m.setGlobal(g.reportFailed, 0);
    m.setGlobal(g.shortageFound, 0);
  }
  m.setGlobal(g.batch, m.global(g.batch) + 1);
}

/** page_reporting_fill(): has filled `nents` entries. */
export function fill(m: Machine): void {
  if (m.isReturn || m.zone < 0) return;
  sawDialect(m, false);
  needListLock(m);
  batchWork(m);
  if ((m.has & Slot.A) === 0) return;
  const { store } = m;
  const base = store.zone(m.zone);
  const nents = m.a;
  const counted = m.global(g.filled) === 0 && m.global(g.batchKnown) === YES ? m.global(g.batch) : 0;
  if (nents !== counted && counted > 0) m.note('batch-differs', { zone: m.zone, stated: nents, counted, step: 'fill', fillId: 0 });
  const capacity = ((m.has & Slot.B) !== 0 ? m.b : m.global(g.capacity) - 1);
  if (capacity > 0) judgeEnd(m, nents, capacity);
  served(m);
  emptyRun(m, nents);
  watermark(m, m.zone);
  if ((m.has & Slot.D) !== 0) claimRefcount(m, m.d);
  m.setGlobal(g.filled, Math.min(nents, 2 ** 30) + 1);
  m.setGlobal(g.batchKnown, YES);
  m.setGlobal(g.fillId, m.line);
  m.setGlobal(g.reported, NO);
  m.setGlobal(g.reportFailed, 0);
  store.set(base + z.clearedInFillId, 0);
}

function judgeEnd(m: Machine, nents: number, capacity: number): void {
  const base = m.store.zone(m.zone);
  if (nents < capacity) {
    if (flagIs(m, m.zone, ZoneBit.Requested, true)) m.note('request-bit-wrong', { zone: m.zone, nents, capacity, kept: true, lastId: m.word(base + z.requestId) });
    dry(m);
  } else if (nents === capacity && m.word(base + z.clearedInFillId) !== 0) {
    m.note('request-bit-wrong', { zone: m.zone, nents, capacity, kept: false, lastId: m.word(base + z.clearedInFillId) });
  }
}

/** Every list that the interface fills was read as dry. */
function dry(m: Machine): void {
  for (let order = m.global(g.maxOrder) - 1; order >= minOrder(m); order--) {
    for (let type = 0; type < m.global(g.migratetypes); type++) {
      if (isV5(m) && isUnmanaged(m, type)) continue;
      const list = listOf(m, m.zone, order, type);
      if (m.word(list + fl.boundary) === m.word(list + fl.head)) continue; // the end of this list was printed, and judged there
      if (checkStranded(m, m.zone, order, type)) return;
    }
  }
}

/** A request of this worker run that is served before the delay is over (docs/defects: e14). */
function served(m: Machine): void {
  const base = m.store.zone(m.zone);
  const sec = m.word(base + z.requestSec) - 1;
  if (sec < 0) return;
  const requestId = m.word(base + z.requestId);
  const elapsedTime = elapsedNs(m, sec, m.word(base + z.requestNsec));
  m.store.set(base + z.requestSec, 0);
  if (!flagIs(m, m.zone, ZoneBit.Requested, true)) m.store.set(base + z.requestId, 0);
  const delayMs = m.global(g.delayMs);
  if (m.global(g.workerId) === 0 || elapsedTime === undefined || elapsedTime >= delayMs * 1e6) return;
  m.note('request-served-early', { zone: m.zone, elapsedNs: elapsedTime, delayMs, requestId });
}

/** Runs that report nothing although the high water mark keeps asking for them (docs/defects: e07). */
function emptyRun(m: Machine, nents: number): void {
  const base = m.store.zone(m.zone);
  if (nents > 0) {
    m.store.set(base + z.emptyRuns, 0);
    m.store.add(base + z.reportsSinceDrift, 1);
    return;
  }
  for (let order = minOrder(m); order < m.global(g.maxOrder); order++) {
    const bit = 1 << order;
    if ((m.word(base + z.freeKnown) & m.word(base + z.reportedKnown) & bit) === 0) continue;
    const excess = m.word(base + z.nrFree + order) - m.word(base + z.flagged + order);
    if (excess < m.global(g.hwm)) continue;
    if (m.word(base + z.emptyRuns) === 0) m.store.set(base + z.emptyRunId, m.line);
    m.store.add(base + z.emptyRuns, 1);
    const times = m.word(base + z.emptyRuns);
    if (times >= 3) m.note('empty-run', { zone: m.zone, times, order, excess, firstId: m.word(base + z.emptyRunId) });
    return;
  }
}

/** A batch has been pulled from the zone. */
export function watermark(m: Machine, zone: number): void {
  const low = m.word(m.store.zone(zone) + z.low);
  const free = low > 0 ? freePages(m, zone) : undefined;
  if (free === undefined || free >= low) return;
  m.setGlobal(g.shortageFound, 1);
  m.note('below-watermark', { zone, free, low, blocks: 0, sign: undefined, repeats: false, fillId: 0 });
}

/** The number that a `refcnt=` key states, against the zones that are REQUESTED (docs/defects: e12). */
export function claimRefcount(m: Machine, refcnt: number): void {
  if (refcnt < 0) { m.note('refcount-negative', { refcnt }); return; }
  let requested = 0;
  let unknown = 0;
  for (const zone of m.store.zones()) {
    if (requestUnderWay(m, zone)) return;
    if (flagIs(m, zone, ZoneBit.Requested, true)) requested++;
    else if (!flagIs(m, zone, ZoneBit.Requested, false)) unknown++;
  }
  // Zones that nobody has spoken of may have been requested before the trace began; the count begins at 0 with the device.
  const mostBefore = m.global(g.countId) !== 0 ? 0 : m.global(g.zonesStated) === 1 ? unknown : Infinity;
  if (refcnt < requested || refcnt > requested + mostBefore) m.note('refcount-differs', { refcnt, requested, unknown: Math.min(mostBefore, unknown) });
}

/** Another task is inside the zone's request: REQUESTED may be set, but not counted yet. */
export function requestUnderWay(m: Machine, zone: number): boolean {
  const lock = m.store.zone(zone);
  const who = m.word(lock + l.who) - 1;
  return m.word(lock + l.state) === LockState.Held && who >= 0 && who !== m.who && m.word(m.store.who(who) + t.scopeId) !== 0;
}

/** The driver's callback, at its entry and return. */
export function report(m: Machine): void {
  if (m.who < 0) return;
  if (!m.exact) sawDialect(m, true);
  const base = m.store.who(m.who);
  if (m.isReturn) {
    m.store.set(base + t.reportId, 0);
    if ((m.has & Slot.D) !== 0 && m.d !== 0) m.setGlobal(g.reportFailed, 1);
    return;
  }
  goesOn(m);
  const lock = m.heldZoneLock();
  // The function tracers raise the depth themselves.
  const depth = m.origin === Origin.Function ? 0 : Math.max(0, m.preemptDepth);
  if (lock !== 0 || (m.inProcess && (m.irqs === Irq.Off || depth > 0))) {
    m.note('report-in-atomic', { zone: m.zoneOfLock(lock), acquireId: lock === 0 ? 0 : m.word(lock + l.acquireId), irqsOff: m.irqs === Irq.Off, preemptDepth: depth, by: lock === 0 ? undefined : seenBy(m.word(lock + l.section)) });
  }
  m.store.set(base + t.reportId, m.line);
  m.setGlobal(g.reported, YES);
  m.setGlobal(g.reportId, m.line);
  m.setGlobal(g.printsReport, 1);
  if ((m.has & Slot.A) === 0) return;
  const filled = m.global(g.filled) - 1;
  if (filled >= 0 && filled !== m.a) m.note('batch-differs', { zone: m.global(g.activeZone) - 1, stated: m.a, counted: filled, step: 'report', fillId: m.global(g.fillId) });
  const capacity = isMainline(m) ? mainlineCapacity(m) : m.global(g.capacity) - 1;
  if (capacity >= 0 && m.a > capacity) m.note('batch-over-capacity', { nents: m.a, capacity, startupId: m.global(g.startupId) });
}

export function drain(m: Machine): void {
  if (m.isReturn || m.zone < 0) return;
  needListLock(m);
  batchWork(m);
  const filled = m.global(g.filled) - 1;
  if ((m.has & Slot.A) !== 0 && filled >= 0 && filled !== m.a) m.note('batch-differs', { zone: m.zone, stated: m.a, counted: filled, step: 'drain', fillId: m.global(g.fillId) });
}

export function putReported(m: Machine): void {
  if (m.isReturn || !validBlock(m, true)) { if (m.zone >= 0 && !m.isReturn) needListLock(m); return; }
  sawDialect(m, false);
  const { store } = m;
  const base = store.zone(m.zone);
  settlePending(m, m.zone);
  settlePut(m, m.zone);
  needListLock(m);
  batchWork(m);
  const page = store.page(m.pfn);
  if (page === 0) return;
  const packed = store.packed(page);
  const state = pageState(packed);
  if (state === PageState.InFlight) landed(m, page);
  else if ((state === PageState.Listed && m.word(base + z.helpers) === YES) || ((state === PageState.Listed || state === PageState.Returning) && m.global(g.printsPulls) === YES)) {
    m.note('put-not-in-flight', { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype, lastId: m.word(page + p.lastId) });
  }
  if (state !== PageState.Listed) markPage(m, page, PageState.Returning, m.order, m.migratetype, m.zone);
  store.set(base + z.put, page);
  store.set(base + z.putOrder, m.order);
  store.set(base + z.putType, m.migratetype);
  store.set(base + z.putId, m.line);
  const stale = isActive(m, m.zone) && m.order >= minOrder(m)
    && isNull(m, m.word(listOf(m, m.zone, m.order, m.migratetype) + fl.boundary), m.migratetype);
  store.set(base + z.putStep, stale ? PutStep.NullPending : PutStep.Begun);
  if (stale) m.remember();
}

/** The trace prints no put_reported_page: this is what it does first. */
function comesBackUnput(m: Machine): void {
  const page = m.pfn < 0 ? 0 : m.store.page(m.pfn);
  if (page === 0 || pageState(m.store.packed(page)) !== PageState.InFlight) return;
  landed(m, page);
  markPage(m, page, PageState.Returning, pageOrder(m.store.packed(page)), 0, m.zone);
}

/** __free_one_page(..., reported = true): the list that the block goes to is known here. */
export function freeReported(m: Machine): void {
  const base = m.store.zone(m.zone);
  if (m.word(base + z.put) === 0) comesBackUnput(m);
  if (m.word(base + z.put) === 0 || m.order < minOrder(m) || m.order >= m.global(g.maxOrder)) return;
  if (m.word(base + z.putStep) === PutStep.NullPending) m.store.set(base + z.putStep, PutStep.Begun);
  if (m.migratetype < 0 || m.migratetype >= 8 || !isActive(m, m.zone)) return;
  checkNull(m, m.zone, m.order, m.migratetype, m.word(listOf(m, m.zone, m.order, m.migratetype) + fl.boundary));
}
