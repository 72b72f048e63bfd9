/** The worker: who runs it, whether it gets anything done, and what its work item leaves behind. */
import { TaskName } from '../trace/columns.js';
import { isMainline, isV2, isV5 } from './config.js';
import { YES, c, g, t } from './layout.js';
import type { Machine } from './machine.js';
import { elapsedNs } from './time.js';

/** Visits of cycles or zones without a fill or report. */
export const MAX_IDLE_VISITS = 1000;

/** A run of the posted worker that does nothing for longer is in its loop for good. */
const MAX_IDLE_NS = 10e9;

/** Functions of the work item, of v5 and v2. */
const isWorker = (name: string | undefined): boolean => name === 'page_reporting_process' || name === 'page_hinting_process';

/** The worker does something: it begins to run, fills or reports. */
function getsOn(m: Machine): void {
  const isTime = m.sec >= 0 && m.nsec >= 0 && m.sec < 2 ** 30;
  m.setGlobal(g.workerSec, isTime ? m.sec + 1 : 0);
  m.setGlobal(g.workerNsec, isTime ? m.nsec : 0);
}

/** Where a run begins and ends: with its work item, else with the function. */
const By = { Function: 1, Work: 2 } as const;

function runBegins(m: Machine, by: number): void {
  if (m.global(g.runWho) === m.who + 1 && m.global(g.runBy) > by) return;
  m.setGlobal(g.runWho, m.who + 1);
  m.setGlobal(g.runBy, by);
  m.setGlobal(g.runId, m.line);
  getsOn(m);
}

/** The worker runs, has nothing in the hands of the driver, and has done nothing for very long. */
function judgeRun(m: Machine, line: number, nanoseconds: number | undefined): void {
  const who = m.global(g.runWho) - 1;
  if (who < 0 || nanoseconds === undefined || nanoseconds <= MAX_IDLE_NS || m.global(g.workerSec) === 0) return;
  if (!(isV5(m) || isV2(m)) || m.word(m.store.who(who) + t.reportId) !== 0) return;
  m.note('worker-idles', { visits: 0, elapsedNs: nanoseconds, workerId: m.global(g.runId) }, line);
}

const idleNs = (m: Machine): number | undefined => elapsedNs(m, m.global(g.workerSec) - 1, m.global(g.workerNsec));

/** The work item, or the function where no work item is in the trace, has ended. */
function runEnds(m: Machine, by: number): void {
  m.setGlobal(g.printsRunEnd, m.global(g.printsRunEnd) | by);
  if (m.global(g.runWho) !== m.who + 1 || m.global(g.runBy) > by) return;
  judgeRun(m, m.line, idleNs(m));
  m.setGlobal(g.runWho, 0);
}

/** At the end of the trace; changes no state. The moment is that of the last line with a time. A trace that shows no ends of runs says nothing of this one. */
export function judgeRunAtEnd(m: Machine): void {
  if (m.global(g.runWho) === 0 || (m.global(g.printsRunEnd) & m.global(g.runBy)) === 0) return;
  let last: number | undefined;
  for (const cpu of m.store.cpus()) {
    const base = m.store.cpu(cpu);
    const nsec = m.word(base + c.nsec);
    if (m.word(base + c.secHigh) !== 1 || nsec < 0) continue;
    const now = (m.word(base + c.sec) - m.global(g.workerSec) + 1) * 1e9 + nsec - m.global(g.workerNsec);
    last = Math.max(last ?? now, now);
  }
  judgeRun(m, m.line, last);
}

/** page_reporting_process(). */
export function runScope(m: Machine): void {
  if (m.who < 0) return;
  m.setGlobal(g.printsProcess, YES);
  m.setGlobal(g.spins, 0);
  if (m.isReturn) runEnds(m, By.Function); else runBegins(m, By.Function);
  if (!m.isReturn && m.global(g.frozen) === 2) m.note('run-while-frozen', { frozenId: m.global(g.frozenId) });
}

/** page_reporting_cycle() and page_reporting_fill() belong to the worker: to who is in its function, or in its work item, or has the name of one. */
export function needWorker(m: Machine): void {
  if (m.isReturn || m.who < 0) return;
  if (m.global(g.printsProcess) === YES) inRunOf(m, m.global(g.workerWho), m.global(g.workerId));
  else if (m.global(g.runBy) === By.Work && (m.global(g.printsRunEnd) & By.Work) !== 0) inRunOf(m, m.global(g.runWho), m.global(g.runWho) === 0 ? 0 : m.global(g.runId));
  else if ((m.has & TaskName.Worker) !== 0) {
    m.setGlobal(g.namedWorker, m.who + 1);
    m.setGlobal(g.namedWorkerId, m.line);
  } else if ((m.has & TaskName.Other) !== 0 && m.surelyProcess && m.global(g.namedWorker) !== 0) {
    // A simulator may name its tasks as it likes, but it names them all so.
    m.note('outside-worker', { worker: m.global(g.namedWorker) - 1, workerId: m.global(g.namedWorkerId), byName: true });
  }
}

function inRunOf(m: Machine, worker: number, workerId: number): void {
  if (worker !== m.who + 1) m.note('outside-worker', { worker: worker - 1, workerId, byName: false });
}

/** The posted worker looks at a zone. The mainline one goes round once, but through every list of every zone. */
function visited(m: Machine): void {
  if (m.isReturn || m.who < 0 || m.global(g.workerId) === 0 || m.global(g.workerWho) !== m.who + 1 || isMainline(m)) return;
  const visits = m.global(g.spins) + 1;
  m.setGlobal(g.spins, Math.min(visits, 2 ** 30));
  if (visits === MAX_IDLE_VISITS + 1) m.note('worker-idles', { visits, elapsedNs: 0, workerId: m.global(g.workerId) });
}

/** page_reporting_process_zone: a visit. Its cycle, where there is one, is none of its own. */
export function visitedZone(m: Machine): void {
  if (!m.isReturn) m.setGlobal(g.printsVisit, YES);
  visited(m);
}

/** page_reporting_cycle: a visit where the trace does not print those of zones. */
export function visitedCycle(m: Machine): void {
  if (m.global(g.printsVisit) !== YES) visited(m);
}

/** A fill or a report: the run gets on. */
export function gotOn(m: Machine): void {
  if (m.global(g.spins) !== 0) m.setGlobal(g.spins, 0);
  if (m.global(g.runWho) !== 0) getsOn(m);
}

export function workBegins(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  m.store.set(base + t.workId, m.line);
  m.store.set(base + t.workDepth, m.preemptDepth + 1);
  if (m.s >= 0 && isWorker(m.names.strings[m.s])) runBegins(m, By.Work);
}

export function workEnds(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  const before = m.word(base + t.workDepth) - 1;
  const startId = m.word(base + t.workId);
  if (startId !== 0 && before >= 0 && m.preemptDepth > before) m.note('depth-leaked', { before, after: m.preemptDepth, startId });
  m.store.set(base + t.workId, 0);
  runEnds(m, By.Work);
}

/** After report's entry or return. */
export function reportScope(m: Machine): void {
  gotOn(m);
  if (m.global(g.earlyAllocId) !== 0 && m.global(g.earlyAllocWho) === m.who + 1) {
    if (m.isReturn) m.note('allocation-in-report', { reportId: m.global(g.earlyAllocReportId) }, m.global(g.earlyAllocId));
    m.setGlobal(g.earlyAllocId, 0);
  }
  if (m.isReturn) m.setGlobal(g.printsReportReturn, YES);
}

/** The worker allocates while the driver reports: the allocator may take what is being reported, and the report may fail. */
export function allocatesInReport(m: Machine): void {
  if (m.who < 0 || m.isReturn || !m.surelyProcess) return;
  const reportId = m.word(m.store.who(m.who) + t.reportId);
  if (reportId === 0) return;
  if (m.global(g.printsReportReturn) === YES) m.note('allocation-in-report', { reportId });
  else if (m.global(g.earlyAllocId) === 0) allocatesEarly(m, reportId);
}

/** The trace may print no returns of report: the first one tells. */
function allocatesEarly(m: Machine, reportId: number): void {
  m.setGlobal(g.earlyAllocId, m.line);
  m.setGlobal(g.earlyAllocWho, m.who + 1);
  m.setGlobal(g.earlyAllocReportId, reportId);
  m.remember();
}
