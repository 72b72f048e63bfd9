/** One batch of mainline page reporting: __isolate_free_page(), the driver's report, the drain, __putback_isolated_page(). */
import { Origin, Slot } from '../trace/columns.js';
import { isMainline, minOrder } from './config.js';
import { listsChangedUnseen } from './freeLists.js';
import { needListLock, needVisitLock, underSomeZoneLock } from './guard.js';
import { landed, pullsInDoubt, takeOut } from './flight.js';
import { NO, PageState, UNKNOWN, YES, g, l, p, pageOrder, pageState, pageType, pageZone, z } from './layout.js';
import { isListed, isReported, markPage } from './lists.js';
import { validRange } from './validate.js';
import { batchWork } from './lockTimes.js';
import type { Machine } from './machine.js';
import { drainEnds, inWorker, mainlineCapacity, refused } from './mainline.js';
import { pageIdentity } from './mainlinePage.js';
import { flagInDoubt, mayBeFlagged, settleFlag } from './pageFlag.js';
import { watermark } from './reporting.js';
import { zoneOfPfn } from './zones.js';

/** What the worker has done since its last report: something, or nothing but wait for its return. */
const Fresh = { No: 0, Begun: 1, Returned: 2 } as const;

export function endRun(m: Machine): void {
  if (!isMainline(m)) return;
  confirmIsolation(m);
  settleFlag(m);
  pullsInDoubt(m, 0);
  const out = m.global(g.out);
  if (out > 0) for (const zone of m.store.zones()) for (let order = minOrder(m); order < m.global(g.maxOrder); order++) flagInDoubt(m, zone, order);
  if (out > 0 && m.global(g.isolated) !== 0) {
    if (m.global(g.printsPutback) === 1) m.note('in-flight-at-end', { zone: -1, blocks: out, fillId: m.global(g.workerId) });
    else if (m.global(g.earlyEndId) === 0) endedEarly(m, out);
  }
  for (const field of [g.isolated, g.out, g.shortId, g.refusedId, g.counts]) m.setGlobal(field, 0);
}

/** Nothing has come back, and no putback has been printed yet: there may be no probe on it. The first one to be printed tells. */
function endedEarly(m: Machine, out: number): void {
  m.setGlobal(g.earlyEndId, m.line);
  m.setGlobal(g.earlyBeginId, m.global(g.workerId));
  m.setGlobal(g.earlyOut, out);
  m.remember();
}

function putbacksPrint(m: Machine): void {
  m.setGlobal(g.printsPutback, 1);
  const page = m.global(g.earlyPick);
  if (m.global(g.earlyPickId) !== 0) {
    const block = { pfn: m.store.pfnOf(page), order: m.global(g.earlyPickOrder), migratetype: 0 };
    m.note('picked-reported', { ...block, zone: -1, lastId: m.global(g.earlyPickLastId), inFlight: true }, m.global(g.earlyPickId));
    m.setGlobal(g.earlyPickId, 0);
  }
  if (m.global(g.earlyEndId) === 0) return;
  m.note('in-flight-at-end', { zone: -1, blocks: m.global(g.earlyOut), fillId: m.global(g.earlyBeginId) }, m.global(g.earlyEndId));
  m.setGlobal(g.earlyEndId, 0);
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
  const valid = validRange(m);
  if (!inWorker(m)) return;
  if (valid) isolationPrinted(m);
  else m.setGlobal(g.workerIsolates, UNKNOWN); // of which block is not known
  const identity = valid ? pageIdentity(m) : -1;
  const page = identity < 0 ? 0 : m.store.page(identity);
  m.setGlobal(g.freshReport, Fresh.No);
  // Two probes on one function print one call twice.
  if (page !== 0 && m.global(g.isolateWho) === m.who + 1 && m.global(g.isolatePage) === page) return;
  confirmIsolation(m);
  refused(m);
  m.setGlobal(g.isolateWho, m.who + 1);
  m.setGlobal(g.isolatePage, page);
  m.setGlobal(g.isolateOrder, Math.min(Math.max(0, m.order), 31));
  const zone = page === 0 ? -1 : zoneOf(m, identity, page);
  m.setGlobal(g.isolateZone, zone + 1);
  if (zone >= 0) judgePick(m, page, identity, zone);
  if (page !== 0) {
    judgeOut(m, page, identity, zone);
    judgeReturned(m, page, identity, zone);
  }
  if (m.origin === Origin.Tracepoint) confirmIsolation(m);
}

/** The trace prints isolations. */
function isolationPrinted(m: Machine): void {
  if (m.global(g.workerIsolates) === YES) return;
  m.setGlobal(g.workerIsolates, YES);
  pullsInDoubt(m, 0);
}

/** A block that is reported or put back was isolated, and no line says so. */
function isolatedUnseen(m: Machine): void {
  if (m.global(g.workerIsolates) === YES) return;
  m.setGlobal(g.workerIsolates, NO);
  pullsInDoubt(m, 1);
}

/** A block is taken from a free list, or put on one. */
function underLock(m: Machine): void {
  const held = m.zone < 0 || needListLock(m);
  if (held) underSomeZoneLock(m);
  if (!inWorker(m)) return;
  if (held) needVisitLock(m);
  batchWork(m);
}

/** Zone of a block: as the line says, else as the lists or the zones' bounds do; -1 where nothing tells. */
function zoneOf(m: Machine, identity: number, page: number): number {
  if (m.zone >= 0) return m.zone;
  const packed = m.store.packed(page);
  return pageState(packed) === PageState.Unknown ? zoneOfPfn(m, identity) : pageZone(packed);
}

/** Blocks that are reported already are passed over, and those of the Isolate list are nobody's to report. */
function judgePick(m: Machine, page: number, pfn: number, zone: number): void {
  const block = { zone, pfn, order: m.order, migratetype: (m.has & Slot.Migratetype) !== 0 ? m.migratetype : Math.max(0, m.global(g.listType) - 1) };
  const flagged = m.word(m.store.zone(zone) + z.lastDelReported) === page || (isListed(m, page) && isReported(m, page));
  if (flagged) m.note('picked-reported', { ...block, lastId: m.word(page + p.lastId), inFlight: false });
  const listType = (m.has & Slot.Migratetype) !== 0 ? m.migratetype + 1 : m.global(g.listType);
  if (listType !== 0 && listType === m.global(g.isolate)) m.note('pulled-type', { ...block, hinting: false, cma: false });
}

/** A block that is out is on no list to be taken from. Where putbacks are not printed, it may have come back. */
function judgeOut(m: Machine, page: number, pfn: number, zone: number): void {
  if (pageState(m.store.packed(page)) !== PageState.InFlight) return;
  const lastId = m.word(page + p.lastId);
  if (m.global(g.printsPutback) === 1) m.note('picked-reported', { zone, pfn, order: m.order, migratetype: Math.max(0, m.global(g.listType) - 1), lastId, inFlight: true });
  if (m.global(g.printsPutback) === 1 || m.global(g.earlyPickId) !== 0) return;
  m.setGlobal(g.earlyPickId, m.line);
  m.setGlobal(g.earlyPick, page);
  m.setGlobal(g.earlyPickOrder, Math.min(Math.max(0, m.order), 31));
  m.setGlobal(g.earlyPickLastId, lastId);
  m.remember();
}

/**
 * A batch is put back and the next one begun in one section, in which nobody else changes the lists. A block that merges in between
 * is one of a higher order, which is another list; after a failed report the run ends.
 */
function judgeReturned(m: Machine, page: number, pfn: number, zone: number): void {
  const packed = m.store.packed(page);
  const section = m.global(g.drainSection);
  if (pageState(packed) !== PageState.Returning || pageOrder(packed) !== m.order || section === 0 || m.word(m.heldZoneLock() + l.acquireId) !== section) return;
  m.note('picked-reported', { zone, pfn, order: m.order, migratetype: Math.max(0, m.global(g.listType) - 1), lastId: m.word(page + p.lastId), inFlight: false });
}

/** The block is out: by its return probe, or because the worker went on. */
function confirmIsolation(m: Machine): void {
  if (m.global(g.isolateWho) === 0) return;
  m.setGlobal(g.isolateWho, 0);
  m.setGlobal(g.reported, NO);
  m.setGlobal(g.reportFailed, 0);
  const page = m.global(g.isolatePage);
  if (m.global(g.isolated) !== 0) m.setGlobal(g.isolated, m.global(g.isolated) + 1);
  if (page !== 0 && pageState(m.store.packed(page)) === PageState.InFlight) m.setGlobal(g.repeats, m.global(g.repeats) + 1);
  else m.setGlobal(g.out, m.global(g.out) + 1);
  if (page !== 0) takeOut(m, page, m.global(g.isolateOrder), m.global(g.listType) & 15, m.global(g.isolateZone) - 1);
}

/** The report of a batch, after what all interfaces have in common. */
export function reportBatch(m: Machine): void {
  if (!isMainline(m)) return;
  if (m.isReturn) {
    if (m.global(g.freshReport) === Fresh.Begun && inWorker(m)) m.setGlobal(g.freshReport, Fresh.Returned);
    return;
  }
  m.setGlobal(g.reportFailed, 0); // the one before is over
  drainEnds(m);
  if (m.global(g.unregisterId) !== 0) m.note('report-unregistered', { unregisterId: m.global(g.unregisterId) });
  if (!inWorker(m) || (m.has & Slot.A) === 0) return;
  confirmIsolation(m);
  if (m.a > 0) isolatedUnseen(m);
  const counted = m.global(g.isolated) - 1;
  const printed = counted === 0 || (counted < 0 && m.global(g.unkeptId) !== 0); // isolations are, even if they are not counted
  if (printed && m.global(g.freshReport) === Fresh.Begun) return; // the same call, printed by a second probe
  m.setGlobal(g.freshReport, Fresh.Begun);
  // Of a run that begins before the trace, or without probes on __isolate_free_page(), nothing is counted.
  const differs = counted !== m.a && counted - m.global(g.repeats) !== m.a; // a block that was found taken twice counts twice, or the line is a copy
  const again = counted === 0 && m.a > 0 && m.global(g.counts) === 1; // the batch that was reported before
  if ((counted > 0 || again) && differs) m.note('batch-differs', { zone: -1, stated: m.a, counted, step: 'report', fillId: 0 });
  // What was pulled is the batch, whatever the report states.
  const entries = counted > 0 && differs ? counted : Math.min(m.a, 2 ** 30);
  m.setGlobal(g.toDrain, entries + 1);
  m.setGlobal(g.drainFlags, UNKNOWN);
  if (counted > 0) m.setGlobal(g.counts, 1);
  m.setGlobal(g.repeats, 0);
  if (m.global(g.isolated) !== 0) m.setGlobal(g.isolated, 1);
  if (again) return;
  if (m.a === 0) { // wrong by itself: it says nothing of the one before
    m.note('batch-size', { nents: 0, capacity: mainlineCapacity(m), nextId: 0 });
    return;
  }
  if (m.global(g.visits) > 0 && m.global(g.shortId) !== 0) m.note('batch-size', { nents: m.global(g.shortNents), capacity: mainlineCapacity(m), nextId: m.line }, m.global(g.shortId));
  const isCounted = counted > 0 || m.global(g.unkeptId) === 0; // else it may state too few
  m.setGlobal(g.shortId, isCounted && entries < mainlineCapacity(m) ? m.line : 0);
  m.remember();
  m.setGlobal(g.shortNents, entries);
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
    drainEnds(m);
    return;
  }
  m.setGlobal(g.freshReport, Fresh.No);
  if (inWorker(m)) judgeDrained(m);
  // A function tracer shows no ends: what the worker does later is not in the drain.
  if (m.origin !== Origin.Tracepoint && m.global(g.printsDrainReturn) !== YES) return;
  m.setGlobal(g.drainWho, m.who + 1);
  m.setGlobal(g.drainId, m.line);
}

/** It puts back the batch that was reported last, and says whether that succeeded. */
function judgeDrained(m: Machine): void {
  const entries = m.global(g.toDrain) - 1;
  m.setGlobal(g.toDrain, 0);
  if ((m.has & Slot.B) !== 0) m.setGlobal(g.drainFlags, m.b === 0 ? NO : YES);
  if ((m.has & Slot.A) !== 0 && entries >= 0 && m.a !== entries) m.note('batch-differs', { zone: -1, stated: m.a, counted: entries, step: 'drain', fillId: m.global(g.reportId) });
}

/** __putback_isolated_page(). */
export function putback(m: Machine): void {
  if (m.who < 0) return;
  if (m.isReturn) { underSomeZoneLock(m); return; }
  underLock(m);
  listsChangedUnseen(m);
  const valid = validRange(m);
  if (!inWorker(m)) return;
  confirmIsolation(m);
  isolatedUnseen(m);
  if (m.global(g.printsPutback) === 0) putbacksPrint(m);
  const lock = m.heldZoneLock();
  m.setGlobal(g.drainSection, lock === 0 ? 0 : m.word(lock + l.acquireId));
  if (m.global(g.out) > 0) m.setGlobal(g.out, m.global(g.out) - 1);
  if (m.global(g.isolated) > 1) m.setGlobal(g.isolated, 1); // they come back unreported; the next batch is another
  const identity = valid ? pageIdentity(m) : -1;
  const page = identity < 0 ? 0 : m.store.page(identity);
  if (page === 0) return;
  m.setGlobal(g.putback, page);
  m.setGlobal(g.putbackOrder, Math.min(Math.max(0, m.order), 31));
  const packed = m.store.packed(page);
  const block = { zone: m.zone, pfn: identity, order: m.order, migratetype: m.migratetype, lastId: m.word(page + p.lastId) };
  mayBeFlagged(m, m.zone >= 0 ? m.zone : pageZone(packed), m.order, page);
  const isBack = m.global(g.landing) === page; // its __free_one_page() or its insertion stands before this line
  if (!isBack && m.global(g.workerIsolates) === YES && (pageState(packed) === PageState.Returning || isListedForSure(m, page))) m.note('put-not-in-flight', block);
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
