/** One batch of mainline page reporting: __isolate_free_page(), the driver's report, the drain, __putback_isolated_page(). */
import { Origin, Slot } from '../trace/columns.js';
import { isMainline } from './config.js';
import { listsChangedUnseen } from './freeLists.js';
import { needListLock, needVisitLock, underSomeZoneLock } from './guard.js';
import { landed, takeOut } from './flight.js';
import { PageState, YES, g, p, pageState, pageType, pageZone, z } from './layout.js';
import { isListed, isReported, markPage } from './lists.js';
import type { Machine } from './machine.js';
import { drainEnds, inWorker, mainlineCapacity, refused } from './mainline.js';
import { pageIdentity } from './mainlinePage.js';
import { watermark } from './reporting.js';
import { zoneOfPfn } from './zones.js';

export function endRun(m: Machine): void {
  if (!isMainline(m)) return;
  confirmIsolation(m);
  const out = m.global(g.out);
  if (out > 0 && m.global(g.printsPutback) === 1 && m.global(g.isolated) !== 0) m.note('in-flight-at-end', { zone: -1, blocks: out, fillId: m.global(g.workerId) });
  for (const field of [g.isolated, g.out, g.shortId, g.refusedId]) m.setGlobal(field, 0);
}

/** __isolate_free_page(): under the zone lock; a probe's entry is an attempt that its return confirms. */
export function isolate(m: Machine): void {
  if (m.who < 0) return;
  if (m.isReturn) {
    underSomeZoneLock(m);
    if (m.global(g.isolateWho) !== m.who + 1) return;
    if ((m.has & Slot.D) !== 0 && m.d === 0) m.setGlobal(g.isolateWho, 0); // the watermark check refused it
    else confirmIsolation(m);
    return;
  }
  underLock(m);
  if (m.origin === Origin.Tracepoint && (m.has & Slot.D) !== 0 && m.d === 0) return; // printed after it has taken nothing
  listsChangedUnseen(m);
  drainEnds(m);
  if (!inWorker(m)) return;
  const identity = pageIdentity(m);
  const page = identity < 0 ? 0 : m.store.page(identity);
  m.setGlobal(g.freshReport, 0);
  // Two probes on one function print one call twice.
  if (page !== 0 && m.global(g.isolateWho) === m.who + 1 && m.global(g.isolatePage) === page) return;
  confirmIsolation(m);
  refused(m);
  if (page !== 0 && pageState(m.store.packed(page)) === PageState.InFlight) {
    m.note('block-overlaps', { zone: m.zone, pfn: identity, order: m.order, migratetype: 0, state: PageState.InFlight, lastId: m.word(page + p.lastId) });
  }
  m.setGlobal(g.isolateWho, m.who + 1);
  m.setGlobal(g.isolatePage, page);
  m.setGlobal(g.isolateOrder, Math.min(Math.max(0, m.order), 31));
  const zone = page === 0 ? -1 : zoneOf(m, identity, page);
  m.setGlobal(g.isolateZone, zone + 1);
  if (zone >= 0) judgePick(m, page, identity, zone);
  if (m.origin === Origin.Tracepoint) confirmIsolation(m);
}

/** A block is taken from a free list, or put on one. */
function underLock(m: Machine): void {
  if (m.zone >= 0) needListLock(m);
  underSomeZoneLock(m);
  if (inWorker(m)) needVisitLock(m);
}

/** Zone of a block: as the line says, else as the lists or the zones' bounds do; -1 where nothing tells. */
function zoneOf(m: Machine, identity: number, page: number): number {
  if (m.zone >= 0) return m.zone;
  const packed = m.store.packed(page);
  return pageState(packed) === PageState.Unknown ? zoneOfPfn(m, identity) : pageZone(packed);
}

/** Blocks that are reported already are passed over, and those of the Isolate list are nobody's to report. */
function judgePick(m: Machine, page: number, pfn: number, zone: number): void {
  const block = { zone, pfn, order: m.order, migratetype: Math.max(0, m.global(g.listType) - 1) };
  const flagged = m.word(m.store.zone(zone) + z.lastDelReported) === page || (isListed(m, page) && isReported(m, page));
  if (flagged) m.note('picked-reported', { ...block, lastId: m.word(page + p.lastId) });
  if (m.global(g.listType) !== 0 && m.global(g.listType) === m.global(g.isolate)) m.note('pulled-type', { ...block, hinting: false, cma: false });
}

/** The block is out: by its return probe, or because the worker went on. */
function confirmIsolation(m: Machine): void {
  if (m.global(g.isolateWho) === 0) return;
  m.setGlobal(g.isolateWho, 0);
  const page = m.global(g.isolatePage);
  if (m.global(g.isolated) !== 0) m.setGlobal(g.isolated, m.global(g.isolated) + 1);
  m.setGlobal(g.out, m.global(g.out) + 1);
  if (page !== 0) takeOut(m, page, m.global(g.isolateOrder), m.global(g.listType) & 15, m.global(g.isolateZone) - 1);
}

/** The report of a batch, after what all interfaces have in common. */
export function reportBatch(m: Machine): void {
  if (!isMainline(m) || m.isReturn) return;
  m.setGlobal(g.reportFailed, 0); // the one before is over
  drainEnds(m);
  if (m.global(g.unregisterId) !== 0) m.note('report-unregistered', { unregisterId: m.global(g.unregisterId) });
  if (!inWorker(m) || (m.has & Slot.A) === 0) return;
  confirmIsolation(m);
  const counted = m.global(g.isolated) - 1;
  if (counted === 0 && m.global(g.freshReport) === 1) return; // the same call, printed by a second probe
  m.setGlobal(g.freshReport, 1);
  if (counted > 0 && counted !== m.a) m.note('batch-differs', { zone: -1, stated: m.a, counted, step: 'report', fillId: 0 });
  if (m.global(g.isolated) !== 0) m.setGlobal(g.isolated, 1);
  if (m.global(g.visits) > 0 && m.global(g.shortId) !== 0) m.note('batch-size', { nents: m.global(g.shortNents), capacity: mainlineCapacity(m), nextId: m.line }, m.global(g.shortId));
  else if (m.a === 0) m.note('batch-size', { nents: 0, capacity: mainlineCapacity(m), nextId: 0 });
  m.setGlobal(g.shortId, m.a < mainlineCapacity(m) ? m.line : 0);
  m.remember();
  m.setGlobal(g.shortNents, Math.min(m.a, 2 ** 30));
  if (m.global(g.visitZone) !== 0) watermark(m, m.global(g.visitZone) - 1);
  overBudget(m);
}

function overBudget(m: Machine): void {
  const budget = m.global(g.listBudget) - 1;
  m.setGlobal(g.listReports, m.global(g.listReports) + 1);
  const reports = m.global(g.listReports);
  if (budget >= 0 && reports > budget + 1 && m.a === mainlineCapacity(m)) {
    m.note('over-budget', { reports, budget, order: m.global(g.listOrder) - 1, migratetype: m.global(g.listType) - 1 });
  }
}

export function drainBatch(m: Machine): void {
  if (m.who < 0 || !isMainline(m)) return;
  underSomeZoneLock(m);
  if (m.isReturn) {
    m.setGlobal(g.printsDrainReturn, YES);
    if (m.global(g.drainWho) === m.who + 1) m.setGlobal(g.drainWho, 0);
    return;
  }
  m.setGlobal(g.freshReport, 0);
  // A function tracer shows no ends: what the worker does later is not in the drain.
  if (m.origin !== Origin.Tracepoint && m.global(g.printsDrainReturn) !== YES) return;
  m.setGlobal(g.drainWho, m.who + 1);
  m.setGlobal(g.drainId, m.line);
}

/** __putback_isolated_page(). */
export function putback(m: Machine): void {
  if (m.who < 0) return;
  if (m.isReturn) { underSomeZoneLock(m); return; }
  underLock(m);
  listsChangedUnseen(m);
  if (!inWorker(m)) return;
  confirmIsolation(m);
  m.setGlobal(g.printsPutback, 1);
  if (m.global(g.out) > 0) m.setGlobal(g.out, m.global(g.out) - 1);
  const identity = pageIdentity(m);
  const page = identity < 0 ? 0 : m.store.page(identity);
  if (page === 0) return;
  m.setGlobal(g.putback, page);
  m.setGlobal(g.putbackOrder, Math.min(Math.max(0, m.order), 31));
  const packed = m.store.packed(page);
  const block = { zone: m.zone, pfn: identity, order: m.order, migratetype: m.migratetype, lastId: m.word(page + p.lastId) };
  const isBack = m.global(g.landing) === page; // its __free_one_page() or its insertion stands before this line
  if (!isBack && (pageState(packed) === PageState.Returning || isListedForSure(m, page))) m.note('put-not-in-flight', block);
  const out = pageState(packed) === PageState.InFlight;
  const pulledType = (isBack ? m.global(g.landingType) : out ? pageType(packed) : 0) - 1;
  if (pulledType >= 0 && (m.has & Slot.Migratetype) !== 0 && pulledType !== m.migratetype) m.note('type-changed', { ...block, pulledType });
  m.setGlobal(g.landing, 0);
  if (isBack || isListed(m, page)) return;
  if (out) landed(m, page);
  markPage(m, page, PageState.Returning, Math.min(Math.max(0, m.order), 31), 0, pageZone(packed));
}

/** By the free-list helpers, which print every change. */
const isListedForSure = (m: Machine, page: number): boolean =>
  isListed(m, page) && m.word(m.store.zone(pageZone(m.store.packed(page))) + z.helpers) === YES;
