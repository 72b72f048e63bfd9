/**
 * Page reporting as it was merged (5.7 and later): one worker, states IDLE, REQUESTED, ACTIVE, batches of 32, a budget
 * for each list, blocks taken by __isolate_free_page() and returned by __putback_isolated_page() (mm/page_reporting.c).
 */
import { Origin, Slot } from '../trace/columns.js';
import { isMainline, sawDialect } from './config.js';
import { listsChangedUnseen } from './freeLists.js';
import { underSomeZoneLock } from './guard.js';
import { NO, PageState, YES, g, p, pageState, pageType } from './layout.js';
import { markPage } from './lists.js';
import type { Machine } from './machine.js';
import { pageIdentity } from './mainlinePage.js';
import { elapsedNs } from './time.js';

/** PAGE_REPORTING_CAPACITY; since 2026 a driver may ask for less. */
const MAINLINE_CAPACITY = 32;
export function mainlineCapacity(m: Machine): number {
  const own = m.global(g.capacity) - 1;
  return own > 0 ? Math.min(own, MAINLINE_CAPACITY) : MAINLINE_CAPACITY;
}
/** PAGE_REPORTING_DELAY, 2 * HZ. */
const DELAY_NS = 2e9;
/** Timers round to jiffies. */
const DELAY_SLACK_NS = 2e7;

const inWorker = (m: Machine): boolean => m.who >= 0 && m.global(g.workerWho) === m.who + 1 && isMainline(m);

/** page_reporting_process(): entry of a run. */
export function beginRun(m: Machine): void {
  if (!isMainline(m)) return;
  const lastId = m.global(g.lastRunId);
  const elapsed = lastId === 0 ? undefined : elapsedNs(m, m.global(g.lastRunSec), m.global(g.lastRunNsec));
  if (elapsed !== undefined && elapsed >= 0 && elapsed < DELAY_NS - DELAY_SLACK_NS) m.note('run-too-early', { elapsedNs: elapsed, lastId });
  m.setGlobal(g.lastRunId, m.nsec >= 0 ? m.line : 0);
  m.setGlobal(g.lastRunSec, Math.min(Math.max(0, m.sec), 2 ** 30));
  m.setGlobal(g.lastRunNsec, Math.max(0, m.nsec));
  for (const field of [g.isolated, g.out, g.isolateWho, g.isolatePage, g.visits, g.refusedId, g.shortId, g.listOrder, g.listType, g.listReports, g.listBudget]) m.setGlobal(field, 0);
  m.setGlobal(g.isolated, 1);
}

export function endRun(m: Machine): void {
  if (!isMainline(m)) return;
  confirmIsolation(m);
  const out = m.global(g.out);
  if (out > 0 && m.global(g.printsPutback) === 1 && m.global(g.isolated) !== 0) m.note('in-flight-at-end', { zone: -1, blocks: out, fillId: m.global(g.workerId) });
  for (const field of [g.isolated, g.out, g.shortId, g.refusedId]) m.setGlobal(field, 0);
}

/** The worker looks at the next zone: page_reporting_process_zone(), or its zone_watermark_ok(). */
export function visitZone(m: Machine): void {
  if (!inWorker(m)) return;
  if (!m.isReturn) {
    m.setGlobal(g.visits, m.global(g.visits) + 1);
    for (const field of [g.shortId, g.refusedId, g.listOrder, g.listType, g.listReports]) m.setGlobal(field, 0);
  }
  if ((m.has & Slot.D) !== 0 && m.d === 0) m.setGlobal(g.refusedId, m.line);
}

/** page_reporting_cycle() of one list. */
export function visitList(m: Machine): void {
  if (m.isReturn || (m.has & (Slot.Order | Slot.Migratetype)) !== (Slot.Order | Slot.Migratetype)) return;
  refused(m);
  const lastOrder = m.global(g.listOrder) - 1;
  const lastType = m.global(g.listType) - 1;
  const isolate = m.migratetype === m.global(g.isolate) - 1;
  const behind = m.order < lastOrder || (m.order === lastOrder && m.migratetype <= lastType);
  if (isolate || (lastOrder >= 0 && behind && m.global(g.visits) > 0)) {
    m.note('list-out-of-order', { order: m.order, migratetype: m.migratetype, lastOrder, lastType, isolate });
  }
  m.setGlobal(g.listOrder, Math.min(m.order, 62) + 1);
  m.setGlobal(g.listType, Math.min(m.migratetype, 62) + 1);
  m.setGlobal(g.listReports, 0);
  m.setGlobal(g.listBudget, (m.has & Slot.A) !== 0 ? Math.min(m.a, 2 ** 30) + 1 : 0);
}

/** Work in a zone that zone_watermark_ok() has refused. */
function refused(m: Machine): void {
  if (m.global(g.refusedId) === 0) return;
  m.note('zone-below-watermark', { refusedId: m.global(g.refusedId) });
  m.setGlobal(g.refusedId, 0);
}

/** __isolate_free_page(): under the zone lock; a probe's entry is an attempt that its return confirms. */
export function isolate(m: Machine): void {
  if (m.who < 0) return;
  if (m.isReturn) {
    if (m.global(g.isolateWho) !== m.who + 1) return;
    if ((m.has & Slot.D) !== 0 && m.d === 0) m.setGlobal(g.isolateWho, 0); // the watermark check refused it
    else confirmIsolation(m);
    return;
  }
  underSomeZoneLock(m);
  listsChangedUnseen(m);
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
  if (m.origin === Origin.Tracepoint) confirmIsolation(m);
}

/** The block is out: by its return probe, or because the worker went on. */
function confirmIsolation(m: Machine): void {
  if (m.global(g.isolateWho) === 0) return;
  m.setGlobal(g.isolateWho, 0);
  const page = m.global(g.isolatePage);
  if (m.global(g.isolated) !== 0) m.setGlobal(g.isolated, m.global(g.isolated) + 1);
  m.setGlobal(g.out, m.global(g.out) + 1);
  if (page !== 0) markPage(m, page, PageState.InFlight, m.global(g.isolateOrder), m.global(g.listType) & 15, -1);
}

/** The report of a batch, after what all interfaces have in common. */
export function reportBatch(m: Machine): void {
  if (!isMainline(m) || m.isReturn) return;
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
  if (m.isReturn || m.who < 0) return;
  underSomeZoneLock(m);
  listsChangedUnseen(m);
  if (!inWorker(m)) return;
  confirmIsolation(m);
  m.setGlobal(g.printsPutback, 1);
  if (m.global(g.out) > 0) m.setGlobal(g.out, m.global(g.out) - 1);
  const identity = pageIdentity(m);
  const page = identity < 0 ? 0 : m.store.page(identity);
  if (page === 0) return;
  const packed = m.store.packed(page);
  const lastId = m.word(page + p.lastId);
  if (pageState(packed) === PageState.Returning) m.note('put-not-in-flight', { zone: m.zone, pfn: identity, order: m.order, migratetype: m.migratetype, lastId });
  if (pageState(packed) === PageState.InFlight && pageType(packed) !== 0 && (m.has & Slot.Migratetype) !== 0 && pageType(packed) - 1 !== m.migratetype) {
    m.note('type-changed', { zone: m.zone, pfn: identity, order: m.order, migratetype: m.migratetype, pulledType: pageType(packed) - 1, lastId });
  }
  markPage(m, page, PageState.Returning, Math.min(Math.max(0, m.order), 31), 0, -1);
}

/** __page_reporting_notify(): a free has asked for a run. */
export function notify(m: Machine): void {
  sawDialect(m, true);
  if (m.isReturn || m.who < 0) return;
  if (m.global(g.drainWho) === m.who + 1) m.note('notify-in-drain', { drainId: m.global(g.drainId) });
}

export function register(m: Machine): void {
  sawDialect(m, true);
  if (!m.isReturn && (m.has & Slot.A) !== 0) m.setGlobal(g.capacity, Math.min(m.a, 2 ** 30) + 1);
  if (!m.isReturn || (m.has & Slot.D) === 0 || m.d !== 0) return;
  m.setGlobal(g.device, YES);
  m.setGlobal(g.unregisterId, 0);
}

export function unregister(m: Machine): void {
  sawDialect(m, true);
  if (!m.isReturn) return;
  m.setGlobal(g.device, NO);
  m.setGlobal(g.unregisterId, m.line);
}

const IDLE = 0;
const REQUESTED = 1;
const ACTIVE = 2;

/** `page_reporting_state: old= new=`. Any state may become REQUESTED, and ACTIVE when the worker starts. */
export function deviceState(m: Machine): void {
  sawDialect(m, true);
  if ((m.has & (Slot.A | Slot.B)) !== (Slot.A | Slot.B)) return;
  const known = m.global(g.deviceState) - 1;
  const legal = m.b === REQUESTED || m.b === ACTIVE || (m.b === IDLE && m.a === ACTIVE);
  if (!legal || (known >= 0 && known !== m.a)) m.note('state-changed', { from: known >= 0 && known !== m.a ? known : m.a, to: m.b });
  m.setGlobal(g.deviceState, Math.min(m.b, 100) + 1);
}
