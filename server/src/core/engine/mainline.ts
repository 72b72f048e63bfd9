/**
 * Page reporting as it was merged (5.7 and later): one worker, states IDLE, REQUESTED, ACTIVE, batches of 32, a budget
 * for each list, blocks taken by __isolate_free_page() and returned by __putback_isolated_page() (mm/page_reporting.c).
 */
import { Slot } from '../trace/columns.js';
import { ev } from '../trace/events.js';
import { isMainline } from './config.js';
import { pullsInDoubt } from './flight.js';
import { NO, g, z } from './layout.js';
import type { Machine } from './machine.js';
import { settleFlag } from './pageFlag.js';
import { elapsedNs } from './time.js';
import { validOrder } from './validate.js';

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

const KERNEL_WITH_BUDGET = 5_008;

const PROCESS_ZONE = ev('page_reporting_process_zone');

export const inWorker = (m: Machine): boolean => m.who >= 0 && m.global(g.workerWho) === m.who + 1 && isMainline(m);

/** page_reporting_process(): entry of a run. */
export function beginRun(m: Machine): void {
  if (!isMainline(m)) return;
  const lastId = m.global(g.lastRunId);
  const elapsed = lastId === 0 ? undefined : elapsedNs(m, m.global(g.lastRunSec), m.global(g.lastRunNsec));
  if (elapsed !== undefined && elapsed >= 0 && elapsed < DELAY_NS - DELAY_SLACK_NS) m.note('run-too-early', { elapsedNs: elapsed, lastId });
  m.setGlobal(g.lastRunId, m.nsec >= 0 ? m.line : 0);
  m.setGlobal(g.lastRunSec, Math.min(Math.max(0, m.sec), 2 ** 30));
  m.setGlobal(g.lastRunNsec, Math.max(0, m.nsec));
  for (const field of [g.isolated, g.out, g.isolateWho, g.isolatePage, g.visits, g.refusedId, g.shortId, g.listOrder, g.listType, g.listReports, g.listBudget, g.landing, g.putback, g.drainWho, g.visitZone, g.visitLock, g.counts, g.drainSection, g.repeats, g.toDrain, g.drainFlags]) m.setGlobal(field, 0);
  m.setGlobal(g.isolated, 1);
  m.setGlobal(g.reported, 0);
  if (m.global(g.workerIsolates) === NO) pullsInDoubt(m, 1);
}

/** The worker looks at the next zone: page_reporting_process_zone(), or its zone_watermark_ok(). */
export function visitZone(m: Machine): void {
  if (!inWorker(m)) return;
  drainEnds(m);
  if (!m.isReturn) {
    m.setGlobal(g.visitZone, m.zone + 1);
    m.setGlobal(g.visits, m.global(g.visits) + 1);
    for (const field of [g.visitLock, g.shortId, g.refusedId, g.listOrder, g.listType, g.listReports]) m.setGlobal(field, 0);
  }
  // Where the line has the result, the numbers may be of another moment than the check.
  const isShort = m.event === PROCESS_ZONE && (m.has & (Slot.B | Slot.C)) === (Slot.B | Slot.C) && m.c < m.b;
  if ((m.has & Slot.D) !== 0 ? m.d === 0 : isShort) m.setGlobal(g.refusedId, m.line);
}

/** page_reporting_cycle() of one list. */
export function visitList(m: Machine): void {
  if ((m.has & (Slot.Order | Slot.Migratetype)) !== (Slot.Order | Slot.Migratetype)) return;
  if (!validOrder(m)) return;
  drainEnds(m);
  refused(m);
  m.setGlobal(g.visitZone, m.zone + 1);
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

/** The worker takes the lock for a list: its budget is DIV_ROUND_UP(nr_free, 16 * capacity) of this moment. The first 5.7 had none. */
export function countBudget(m: Machine): void {
  if (m.global(g.kernel) < KERNEL_WITH_BUDGET) return;
  if (m.global(g.listOrder) === 0 || m.global(g.listBudget) !== 0 || !m.exact || m.zone < 0 || m.global(g.visitZone) !== m.zone + 1 || !inWorker(m)) return;
  const base = m.store.zone(m.zone);
  const order = m.global(g.listOrder) - 1;
  if (order >= m.global(g.maxOrder) || (m.word(base + z.freeKnown) & (1 << order)) === 0) return;
  m.setGlobal(g.listBudget, Math.ceil(m.word(base + z.nrFree + order) / (16 * mainlineCapacity(m))) + 1);
}

/** page_reporting_drain() of this line's who is over, also where its return is not printed. */
export function drainEnds(m: Machine): void {
  if (m.global(g.flagOrder) !== 0 && inWorker(m)) settleFlag(m);
  if (m.global(g.drainWho) !== 0 && m.global(g.drainWho) === m.who + 1) m.setGlobal(g.drainWho, 0);
}

/** Work in a zone that zone_watermark_ok() has refused. */
export function refused(m: Machine): void {
  if (m.global(g.refusedId) === 0) return;
  m.note('zone-below-watermark', { refusedId: m.global(g.refusedId) });
  m.setGlobal(g.refusedId, 0);
}
