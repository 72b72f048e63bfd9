/** Checks that stand in front of or behind an event's own handler: they look at the state, and keep words of their own only. */
import { blockTypeSet, endPulls, filled, pulled, putOnList, unmerged } from './blockChecks.js';
import { callScope, inAtomic, mutexTaken } from './calls.js';
import type { Handler } from './handlers.js';
import { listsKnown, sawRt } from './inputSeen.js';
import { contentionBegin, contentionEnd } from './lockTimes.js';
import { needReader, rcuSeen, readerEnds, sleepsInReader, waitForReaders, waitsInReader } from './readers.js';
import { claimsAboveFree, mergedInPut, refcountStated, requestBit, requestScope, runRequested, scheduled, screened } from './requests.js';
import { afterShutdown, readersWaited, shutdownScope, startupScope, staticKey, suspendResume, workWaited } from './shutdown.js';
import { allocatesInReport, gotOn, needWorker, reportScope, runScope, visitedCycle, visitedZone, workBegins, workEnds } from './workers.js';

/** One handler of several; the tables hold few events, so the calls cost little. */
const all = (...handlers: readonly Handler[]): Handler => m => { for (const handler of handlers) handler(m); };

export const before: Readonly<Record<string, Handler>> = {
  page_reporting_startup: all(callScope, startupScope),
  page_reporting_shutdown: all(callScope, shutdownScope),
  page_reporting_register: all(callScope, startupScope),
  page_reporting_unregister: callScope,
  page_reporting_populate_metadata: inAtomic,
  page_reporting_notify_free: all(screened, claimsAboveFree),
  __page_reporting_request: requestScope,
  page_reporting_process: all(runScope, runRequested),
  page_reporting_process_zone: visitedZone,
  page_reporting_cycle: all(needWorker, visitedCycle, listsKnown, m => { endPulls(m, m.zone); }),
  page_reporting_fill: all(needWorker, gotOn, afterShutdown),
  report: afterShutdown,
  get_unreported_page: all(listsKnown, pulled),
  put_reported_page: all(listsKnown, m => { endPulls(m, m.zone); }),
  walk_free_page_list: listsKnown,
  zone_free: claimsAboveFree,
  might_sleep: sleepsInReader,
  cond_resched: sleepsInReader,
  schedule: sleepsInReader,
  sched_switch: waitsInReader,
  mutex_lock: sleepsInReader,
  synchronize_rcu: all(sleepsInReader, waitForReaders, readersWaited),
  cancel_delayed_work_sync: all(sleepsInReader, workWaited),
  rt_spin_lock: sawRt,
  rt_spin_trylock: sawRt,
  rt_spin_unlock: sawRt,
};

const requestBitSet: Handler = m => { requestBit(m); if (m.a === 1 && m.zone >= 0) needReader(m); };

export const after: Readonly<Record<string, Handler>> = {
  mutex_lock: mutexTaken,
  rcu_read_lock: rcuSeen,
  rcu_read_unlock: readerEnds,
  set_bit: requestBitSet,
  __set_bit: requestBitSet,
  clear_bit: requestBit,
  __clear_bit: requestBit,
  schedule_delayed_work: scheduled,
  page_reporting_state: m => { if (m.b === 1) needReader(m); },
  page_reporting_fill: all(filled, refcountStated),
  report: reportScope,
  kmalloc: allocatesInReport,
  kmem_cache_alloc: allocatesInReport,
  add_to_free_list: all(unmerged, mergedInPut),
  add_to_free_list_tail: all(unmerged, mergedInPut),
  __free_one_page: putOnList,
  __putback_isolated_page: putOnList,
  set_pageblock_migratetype: blockTypeSet,
  static_key: staticKey,
  suspend_resume: suspendResume,
  workqueue_execute_start: workBegins,
  workqueue_execute_end: workEnds,
  contention_begin: contentionBegin,
  contention_end: contentionEnd,
};
