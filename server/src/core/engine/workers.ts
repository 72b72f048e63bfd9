/** The worker: who runs it, whether it gets anything done, and what its work item leaves behind. */
import { isMainline } from './config.js';
import { YES, g, t } from './layout.js';
import type { Machine } from './machine.js';

/** Visits of cycles or zones without a fill or report. */
export const MAX_IDLE_VISITS = 1000;

/** page_reporting_process(). */
export function runScope(m: Machine): void {
  if (m.who < 0) return;
  m.setGlobal(g.printsProcess, YES);
  m.setGlobal(g.spins, 0);
  if (!m.isReturn && m.global(g.frozen) === 2) m.note('run-while-frozen', { frozenId: m.global(g.frozenId) });
}

/** page_reporting_cycle() and page_reporting_fill() belong to the worker. */
export function needWorker(m: Machine): void {
  if (m.isReturn || m.who < 0 || m.global(g.printsProcess) !== YES || m.global(g.workerWho) === m.who + 1) return;
  m.note('outside-worker', { worker: m.global(g.workerWho) - 1, workerId: m.global(g.workerId) });
}

/** The posted worker looks at a zone. The mainline one goes round once, but through every list of every zone. */
export function visited(m: Machine): void {
  if (m.isReturn || m.who < 0 || m.global(g.workerId) === 0 || m.global(g.workerWho) !== m.who + 1 || isMainline(m)) return;
  const visits = m.global(g.spins) + 1;
  m.setGlobal(g.spins, Math.min(visits, 2 ** 30));
  if (visits === MAX_IDLE_VISITS + 1) m.note('worker-idles', { visits, workerId: m.global(g.workerId) });
}

/** A fill or a report: the run gets on. */
export function gotOn(m: Machine): void {
  if (m.global(g.spins) !== 0) m.setGlobal(g.spins, 0);
}

export function workBegins(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  m.store.set(base + t.workId, m.line);
  m.store.set(base + t.workDepth, m.preemptDepth + 1);
}

export function workEnds(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  const before = m.word(base + t.workDepth) - 1;
  const startId = m.word(base + t.workId);
  if (startId !== 0 && before >= 0 && m.preemptDepth > before) m.note('depth-leaked', { before, after: m.preemptDepth, startId });
  m.store.set(base + t.workId, 0);
}

/** After report's entry or return. */
export function reportScope(m: Machine): void {
  gotOn(m);
  if (m.isReturn) m.setGlobal(g.printsReportReturn, YES);
}

/** The worker allocates while the driver reports: the allocator may take what is being reported, and the report may fail. */
export function allocatesInReport(m: Machine): void {
  if (m.who < 0 || m.isReturn || m.global(g.printsReportReturn) !== YES) return;
  const reportId = m.word(m.store.who(m.who) + t.reportId);
  if (reportId !== 0) m.note('allocation-in-report', { reportId });
}
