/** What the machine notices about scopes: sections and waits, readers, requests, startup and shutdown, and about the input itself. */
import type { Block } from './observation.js';

export interface ScopeObservations {
  /** `batch`: the limit is that of sections in which blocks are pulled for a report, or put back. */
  'section-long': { readonly zone: number; readonly elapsedNs: number; readonly limitNs: number; readonly batch: boolean; readonly acquireId: number };
  /** `holder` -1: the trace does not show who had the lock. */
  'lock-contended': { readonly zone: number; readonly elapsedNs: number; readonly beginId: number; readonly holder: number; readonly acquireId: number };
  'queued-without-delay': { readonly zone: number; readonly acquireId: number };
  'mutex-missing': { readonly beginId: number };
  'mutex-held-at-return': { readonly acquireId: number; readonly beginId: number };

  'request-without-reader': { readonly zone: number; readonly requestId: number };
  'grace-period-hangs': { readonly leakId: number };
  'lifecycle-in-atomic': { readonly zone: number; readonly acquireId: number; readonly irqsOff: boolean; readonly preemptDepth: number; readonly interrupt: boolean };
  /** `worker` -1: no task is in page_reporting_process(). `byName`: its name alone tells that it is a worker. */
  'outside-worker': { readonly worker: number; readonly workerId: number; readonly byName: boolean };
  'depth-leaked': { readonly before: number; readonly after: number; readonly startId: number };
  'allocation-in-report': { readonly reportId: number };
  'sleep-in-reader': { readonly beginId: number };

  'type-skipped': { readonly zone: number; readonly order: number; readonly migratetype: number; readonly blocks: number };
  'reported-above-free': { readonly zone: number; readonly order: number; readonly reported: number; readonly free: number };
  'buddies-unmerged': Block & { readonly zone: number; readonly buddy: number; readonly lastId: number };
  'wrong-type-list': Block & { readonly zone: number; readonly blockType: number; readonly lastId: number };
  'pick-out-of-order': Block & { readonly zone: number; readonly lastOrder: number; readonly lastType: number; readonly lastId: number };

  'refcount-zero-busy': { readonly zone: number; readonly inFlight: number };
  /** `nrReported` -1: not known. */
  /** `keyId`: the notify key is off since this line; 0 where it is the counts that are too low. */
  'request-unscreened': { readonly zone: number; readonly keyId: number; readonly order: number; readonly nrFree: number; readonly nrReported: number; readonly hwm: number; readonly minimum: number; readonly notifyId: number };
  'request-missing': { readonly zone: number; readonly order: number; readonly nrFree: number; readonly nrReported: number; readonly hwm: number; readonly notifyId: number };
  'merge-unnoticed': { readonly zone: number; readonly order: number; readonly excess: number; readonly hwm: number };
  /** `visits` of zones without a fill or report; 0: a run that is so long. */
  'worker-idles': { readonly visits: number; readonly elapsedNs: number; readonly workerId: number };
  'run-unrequested': { readonly zones: number };
  /** `refcnt` after the request, where the trace states it, else 0 and the zone that was requested already. */
  'scheduled-again': { readonly zone: number; readonly other: number; readonly refcnt: number; readonly otherId: number };
  'startup-while-set': { readonly ret: number; readonly deviceId: number };
  'after-shutdown': { readonly shutdownId: number };
  'grace-period-missing': { readonly synchronized: boolean; readonly misordered: boolean; readonly beginId: number };
  'key-count-wrong': { readonly count: number; readonly expected: number; readonly keyId: number };
  'reported-at-startup': { readonly zone: number; readonly blocks: number };
  'requested-at-shutdown': { readonly zone: number; readonly requestId: number };
  'run-while-frozen': { readonly frozenId: number };

  'page-allocated-twice': { readonly pfn: number; readonly order: number; readonly earlierId: number };
  'page-freed-twice': { readonly pfn: number; readonly order: number; readonly earlierId: number };

  'buffer-overwritten': { readonly entries: number; readonly written: number };
  /** `otherCpu`: of the line before, -1 for the same one. */
  'time-decreased': { readonly byNs: number; readonly otherCpu: number };
  'preempt-rt': Record<never, never>;
  'flags-missing': Record<never, never>;
  'lists-unknown': { readonly zone: number };
  'interfaces-mixed': { readonly families: number; readonly otherId: number };
  /** `legend`: columns that the header names, 0 where the column itself is odd. */
  'flags-width': { readonly start: number; readonly end: number; readonly text: string; readonly legend: number };
  'task-ambiguous': { readonly start: number; readonly end: number; readonly task: string; readonly pid: string; readonly otherTask: string; readonly otherPid: string };
  'line-repeated': { readonly previousId: number };
}
