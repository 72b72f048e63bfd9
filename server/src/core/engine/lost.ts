/**
 * Events are missing: what the machine knew becomes unknown, never wrong. The line that says so stands in front of the CPU's next event;
 * what is missing belongs anywhere behind its last one.
 */
import { MAX_MIGRATETYPES, MAX_ORDERS } from '../trace/migratetypes.js';
import { c, fl, g, l, t, z } from './layout.js';
import { lastSecond } from './inputSeen.js';
import { listOf } from './lists.js';
import type { Machine } from './machine.js';
import { forgetAllStock } from './stockCounts.js';

/** A line says that events of a CPU are missing. */
export interface MissingEvents {
  /** -1: the line does not say. */
  readonly cpu: number;
  /** The CPU's last line before, behind which they belong, and its time (-1: not known). 0: they belong anywhere before. */
  readonly sinceId: number;
  readonly sec: number;
  readonly nsec: number;
}

/** What is lost of a lock: not that it is a zone's, nor which functions have probes. */
const lockState = [l.state, l.who, l.cpu, l.acquireId, l.section, l.earlyId];

/** `[LOST 3 EVENTS]`. `count` -1: the line does not say. */
export function loseEvents(m: Machine, cpu: number, count: number): void {
  m.note('lost', { count, cpu, sinceId: forget(m, cpu) });
}

/** `##### CPU 1 buffer started ####`: its earlier events have been overwritten. */
export const bufferStarts = (m: Machine, cpu: number): void => { forget(m, cpu); };

/** The lines behind which events may yet turn out to be missing. */
export function* lastLines(m: Machine): Generator<number> {
  const { store } = m;
  yield m.global(g.recordingId);
  for (const cpu of store.cpus()) yield store.read(store.cpu(cpu) + c.lastId);
}

/**
 * No CPU that is known of can have lost events in front of the line behind this one (its id). Of those that have shown nothing yet
 * an overwritten buffer tells how many there are.
 */
export function soonestLoss(m: Machine): number {
  let soonest = Infinity;
  let shown = 0;
  for (const cpu of m.store.cpus()) {
    const lastId = m.store.read(m.store.cpu(cpu) + c.lastId);
    if (lastId === 0) continue;
    soonest = Math.min(soonest, lastId);
    shown++;
  }
  const more = m.global(g.overwrittenId) !== 0 && shown < m.global(g.bufferCpus);
  return shown === 0 || more ? m.global(g.recordingId) : soonest;
}

/** Gives the line behind which events of the CPU are missing, 0 for the start of the trace. */
function forget(m: Machine, cpu: number): number {
  const { store } = m;
  const base = cpu < 0 ? 0 : store.cpu(cpu);
  const sinceId = base === 0 ? 0 : m.word(base + c.lastId) || m.global(g.recordingId);
  const sec = base === 0 ? -1 : lastSecond(m, base);
  m.onMissing?.({ cpu, sinceId, sec, nsec: sec < 0 ? -1 : m.word(base + c.nsec) });
  if (base !== 0) store.set(base + c.lastId, m.line);
  m.setGlobal(g.lostId, m.line);
  forgetShared(m);
  forgetTasks(m);
  return sinceId;
}

/** What the tasks of all CPUs change: free lists, pages, counts, the course of reporting. */
export function forgetShared(m: Machine): void {
  const { store } = m;
  store.forgetPages();
  store.forgetPageblocks();
  forgetAllStock(m);
  for (const zone of store.zones()) {
    const base = store.zone(zone);
    for (let order = 0; order < MAX_ORDERS; order++) {
      if (order < m.global(g.maxOrder)) m.touch(zone, order);
      for (let type = 0; type < MAX_MIGRATETYPES; type++) {
        const list = listOf(m, zone, order, type);
        for (let i = 0; i < fl.size; i++) store.set(list + i, 0);
      }
    }
    const keep = new Map([z.startPfn, z.endPfn, z.startHigh, z.endHigh, z.present, z.managed, z.low, z.declared, z.named, z.helpers, z.lock + l.zone, z.lock + l.releases,
      z.lockHigh, z.lockLow, z.noStateFound]
      .map(field => [field, m.word(base + field)] as const));
    for (let i = 0; i < z.lists; i++) store.set(base + i, keep.get(i) ?? 0);
  }
  for (const field of [g.device, g.requested, g.activeZone, g.batch, g.batchKnown, g.filled, g.fillId, g.reported, g.reportFailed, g.reportId, g.mutexWho, g.mutexId,
    g.startupWho, g.startupId, g.workerWho, g.workerId, g.workerSec, g.workerNsec, g.runWho, g.runId, g.runBy, g.namedWorker, g.printsVisit, g.scheduled, g.rcuLeakId, g.workerRequests,
    g.printsProcess, g.printsBlockType, g.visitLock, g.earlyEndId, g.earlyPickId, g.earlyAllocId, g.earlyActiveId, g.deviceId, g.countId, g.shutdownDone, g.shutdownWho, g.keyCount, g.keyId, g.spins, g.frozen, g.frozenId,
    g.isolated, g.out, g.isolateWho, g.isolatePage, g.visits, g.visitZone, g.refusedId, g.shortId, g.listOrder, g.listType, g.listReports, g.listBudget,
    g.refcountZeroFound, g.freedTwiceFound, g.shortageFound, // what has been noted once may have been taken back
    g.drainWho, g.landing, g.putback, g.freshReport, g.lastRunId, g.unregisterId, g.deviceState, g.pullsInDoubt, g.toDrain, g.drainFlags, g.flagOrder, g.oddStateId]) m.setGlobal(field, 0);
}

/** What each task and CPU does by itself: its locks, readers, calls. */
function forgetTasks(m: Machine): void {
  const { store } = m;
  for (const lock of store.lockAddresses()) for (const field of lockState) store.set(lock + field, 0);
  for (const cpu of store.cpus()) store.set(store.cpu(cpu) + c.openLock, 0);
  for (const who of store.whos()) {
    const base = store.who(who);
    for (let i = 0; i < t.size; i++) store.set(base + i, 0);
  }
}
