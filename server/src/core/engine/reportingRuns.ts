/**
 * Runs of the mainline worker on a stock kernel (mm/page_reporting.c): which zone it visits and how that ends, what it
 * takes and puts back, and what has asked for the next run.
 */
import { Origin, Slot } from '../trace/columns.js';
import { isAligned } from './blockMath.js';
import { isMainline } from './config.js';
import { Birth, NO, UNKNOWN, Unit, VisitEnd, YES, g, sz, t } from './layout.js';
import type { Machine } from './machine.js';
import { inWorker, mainlineCapacity } from './mainline.js';
import { pageIdentity } from './mainlinePage.js';
import { MAX_PFN, reportingOrder, topOrder, unitAt, unitKind, unitOrder } from './stockBlocks.js';
import { beginVisitCounts, countTaken, endVisitCounts, forgetStock, refuseTaking, stockOf, touchZone } from './stockCounts.js';
import { lowerOrder, putBack, putUnknown, takenAway, takenOut, unnamed, zoneOfPage } from './stockLists.js';

/** The zone that the line names, by name or by the address that a settings line gives; -1 for none. */
function namedZone(m: Machine): number {
  if (m.zone < 0) return -1;
  for (const zone of m.store.zones()) if (m.word(stockOf(m, zone) + sz.byAddress) === m.zone + 1) return zone;
  return m.names.zones[m.zone].name.startsWith('0x') ? -1 : m.zone;
}

/** page_reporting_process(), after what all interfaces have in common. */
export function runBoundary(m: Machine): void {
  if (m.who < 0 || !isMainline(m)) return;
  endVisit(m);
  if (m.global(g.runSeen) === 0) for (const zone of m.store.zones()) touchZone(m, zone);
  m.setGlobal(g.runSeen, 1);
  if (m.isReturn) m.setGlobal(g.runEndId, m.line);
  // What asks from now on asks for another run.
  else for (const field of [g.runRequestId, g.runRequestSec, g.runRequestNsec]) m.setGlobal(field, 0);
}

/** __page_reporting_notify(), page_reporting_register(): a run is asked for. */
export function runAsked(m: Machine): void {
  if (m.isReturn || m.global(g.runRequestId) !== 0) return;
  m.setGlobal(g.runRequestId, m.line);
  m.setGlobal(g.runRequestSec, Math.min(Math.max(0, m.sec), 2 ** 30));
  m.setGlobal(g.runRequestNsec, m.nsec);
}

/** page_reporting_register(): until then no free was notified, so the records of free blocks may be wrong. */
export function registered(m: Machine): void {
  runAsked(m);
  if (!m.isReturn && m.global(g.printsNotifies) === 0) forgetStock(m);
}

/** page_reporting_process_zone(), or the zone_watermark_ok() that it begins with. */
export function visitBoundary(m: Machine): void {
  if (!inWorker(m)) return;
  if (!m.isReturn) beginVisit(m);
  if ((m.has & Slot.D) === 0) return;
  const zone = m.global(g.visitedZone) - 1;
  m.setGlobal(g.visitPassed, m.d === 0 ? NO : YES);
  if (m.d === 0 && zone >= 0) closeVisit(m, zone, VisitEnd.BelowWatermark, m.line);
  if (m.d === 0) m.setGlobal(g.visitedZone, 0);
}

function beginVisit(m: Machine): void {
  endVisit(m);
  const zone = namedZone(m);
  m.setGlobal(g.visitedZone, zone + 1);
  m.setGlobal(g.visitId, m.line);
  m.setGlobal(g.visitPassed, UNKNOWN);
  m.setGlobal(g.visitFailedId, 0);
  m.setGlobal(g.visitBroken, 0);
  if (zone < 0) return;
  m.store.set(stockOf(m, zone) + sz.visitId, m.line);
  m.store.set(stockOf(m, zone) + sz.visitEnd, VisitEnd.None);
  beginVisitCounts(m, zone);
}

function endVisit(m: Machine): void {
  const zone = m.global(g.visitedZone) - 1;
  m.setGlobal(g.visitedZone, 0);
  if (zone < 0) return;
  const failedId = m.global(g.visitFailedId);
  if (failedId !== 0) closeVisit(m, zone, VisitEnd.Failed, failedId);
  else if (m.global(g.visitPassed) === YES) {
    if (m.global(g.visitBroken) === 0) endVisitCounts(m, zone, mainlineCapacity(m));
    closeVisit(m, zone, VisitEnd.Done, m.line);
  }
}

function closeVisit(m: Machine, zone: number, end: number, whyId: number): void {
  const base = stockOf(m, zone);
  m.store.set(base + sz.visitEnd, end);
  m.store.set(base + sz.visitWhyId, whyId);
  m.store.set(base + sz.visitEndId, m.line);
}

/** The report of a batch, at its entry and return. */
export function reportOutcome(m: Machine): void {
  if (!inWorker(m)) return;
  settleTaking(m);
  if (!m.isReturn) { m.setGlobal(g.batchDone, UNKNOWN); return; }
  if ((m.has & Slot.D) === 0) return;
  m.setGlobal(g.batchDone, m.d === 0 ? YES : NO);
  if (m.d !== 0) m.setGlobal(g.visitFailedId, m.line);
}

/** page_reporting_drain(): `reported=` where the trace has it. */
export function drainOutcome(m: Machine): void {
  if (!inWorker(m) || m.isReturn) return;
  settleTaking(m);
  if ((m.has & Slot.B) !== 0) m.setGlobal(g.batchDone, m.b === 0 ? NO : YES);
}

/** First page of the block that the line is about; -1 where it does not tell, so that nothing is sure any more. */
function blockHere(m: Machine): number {
  const pfn = pageIdentity(m);
  const order = m.order;
  if (pfn >= 0 && pfn < MAX_PFN && (m.has & Slot.Order) !== 0 && order >= 0 && order <= topOrder(m) && isAligned(pfn, order)) return pfn;
  unnamed(m);
  return -1;
}

/** __isolate_free_page(): its return value, or what the task does next, tells whether the block was taken. */
export function stockIsolate(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.isReturn) {
    if ((m.has & Slot.D) === 0 || m.d !== 0) settleTaking(m);
    else refused(m, base);
    return;
  }
  settleTaking(m);
  shown(m);
  const pfn = blockHere(m);
  if (pfn < 0) return;
  m.store.set(base + t.takingPfn, pfn + 1);
  m.store.set(base + t.takingOrder, m.order + 1);
  if (m.origin === Origin.Tracepoint) settleTaking(m);
}

function shown(m: Machine): void {
  if (m.global(g.printsIsolations) === 1) return;
  m.setGlobal(g.printsIsolations, 1);
  for (const zone of m.store.zones()) touchZone(m, zone);
}

/** The block is out. */
function settleTaking(m: Machine): void {
  const base = m.store.who(m.who);
  const pfn = m.word(base + t.takingPfn) - 1;
  if (pfn < 0) return;
  const order = m.word(base + t.takingOrder) - 1;
  m.store.set(base + t.takingPfn, 0);
  if (inWorker(m)) lowerOrder(m, order);
  const zone = zoneOfPage(m, pfn);
  if (zone < 0 || m.global(g.blockUnnamed) === 1) return;
  if (!inWorker(m)) return takenAway(m, zone, pfn, order);
  takenOut(m, zone, pfn, order);
  countTaken(m, zone, order);
  m.setGlobal(g.visitPassed, YES);
}

/** The zone's minimum watermark would be broken. */
function refused(m: Machine, base: number): void {
  const pfn = m.word(base + t.takingPfn) - 1;
  if (pfn < 0) return;
  const order = m.word(base + t.takingOrder) - 1;
  m.store.set(base + t.takingPfn, 0);
  const zone = zoneOfPage(m, pfn);
  if (zone < 0 || !inWorker(m)) return;
  refuseTaking(m, zone, order);
  m.store.set(stockOf(m, zone) + sz.visitWhyId, m.line);
}

/** __putback_isolated_page(): no notify; marked by page_reporting_drain() if the report went well and it did not merge. */
export function stockPutback(m: Machine): void {
  if (m.isReturn || m.who < 0) return;
  settleTaking(m);
  shown(m);
  const pfn = blockHere(m);
  const zone = pfn < 0 ? -1 : zoneOfPage(m, pfn);
  if (zone < 0 || m.global(g.blockUnnamed) === 1) return;
  const r = reportingOrder(m);
  const packed = unitAt(m, pfn, r);
  if (!inWorker(m) || unitKind(packed) !== Unit.InFlight || unitOrder(packed) !== m.order) { putUnknown(m, zone, pfn, m.order); return; }
  const done = m.global(g.batchDone);
  const kind = done === YES ? Unit.Reported : done === NO ? Unit.Plain : Unit.Unsure;
  putBack(m, zone, pfn, m.order, kind, done === YES ? Birth.Reported : done === NO ? Birth.ReportFailed : Birth.PutBack);
}
