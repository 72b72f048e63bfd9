/** Which function steps which event. Explicit and in one place; an event without an entry is context only. */
import { ev, eventDefinitions } from '../trace/events.js';
import { balloonAllocation, balloonFree } from './balloon.js';
import { addToBoundary, delFromBoundary, resetBoundary } from './boundary.js';
import { zoneFree } from './claims.js';
import { addHead, addTail, delBlock, listSwap, moveBlock, rmqueueSmallest, rotateToFront, settlePending } from './freeLists.js';
import { allocatedRange, useRange } from './handouts.js';
import { hintEntry, hintList, hintSection } from './hintList.js';
import { cycle, notifyFree, populate, process, request, scheduleWork, setZoneBit, shutdown, startup } from './lifecycle.js';
import { clearPageReported, setPageReported } from './pageFlag.js';
import {
  checkNoLockHeld, irqsEnabled, lockReleased, lockTaken, lockdepAcquire, lockdepAcquired, lockdepRelease, mutexLock, mutexUnlock, rcuLock, rcuUnlock, sleeps,
  spinLockReleased, spinLockTaken, switched, trylockTaken,
} from './locks.js';
import { Variant } from './lockBits.js';
import type { Machine } from './machine.js';
import { countBudget, drainEnds, visitZone } from './mainline.js';
import { drainBatch, isolate, putback, reportBatch } from './mainlineBatch.js';
import { deviceState, notify, register, unregister } from './mainlineDevice.js';
import { pageAllocated, pageFreed } from './pageOwners.js';
import { listDel } from './pluck.js';
import { drainOutcome, registered, reportOutcome, runAsked, runBoundary, stockIsolate, stockPutback, visitBoundary } from './reportingRuns.js';
import { drain, fill, getUnreported, putReported, report } from './reporting.js';
import { resetZone, zoneEmptied } from './zoneGone.js';
import { after, before } from './scopeHandlers.js';
import { allocationFailed, kswapdWoken, reclaimBegins, zoneExhausted } from './shortage.js';
import { allocated, freeOne, hotplug, zoneLocked } from './stock.js';
import { forgetStock } from './stockCounts.js';
import { stockAllocated, stockDrain, stockFree, stockFallback, stockGroup, stockNotify, stockRemoved } from './stockPages.js';
import { changesWalkedList, walk, walkList, walkRange } from './walk.js';
import { allocatesInReport } from './workers.js';

export type Handler = (m: Machine) => void;

/** A lock is taken; what is made of its section depends on the call that it is in. */
const takes = (variant: number): Handler => m => {
  spinLockTaken(m, variant);
  hintSection(m);
  countBudget(m);
};
/** A free list changes, which a walk must not do. */
const changes = (step: Handler): Handler => m => {
  changesWalkedList(m);
  step(m);
};

const releases = (variant: number): Handler => m => {
  spinLockReleased(m, variant);
  drainEnds(m);
};

const table: Readonly<Record<string, Handler>> = {
  spin_lock: takes(Variant.Plain),
  spin_trylock: m => { if (trylockTaken(m, Variant.Plain)) hintSection(m); },
  spin_lock_irq: takes(Variant.Irq),
  spin_lock_irqsave: takes(Variant.Irqsave),
  spin_unlock: releases(Variant.Plain),
  spin_unlock_irq: releases(Variant.Irq),
  spin_unlock_irqrestore: releases(Variant.Irqsave),
  rt_spin_lock: m => { lockTaken(m, Variant.Unknown); },
  rt_spin_trylock: m => { trylockTaken(m, Variant.Unknown); },
  rt_spin_unlock: m => { lockReleased(m, Variant.Unknown); drainEnds(m); },
  lock_acquire: lockdepAcquire,
  lock_acquired: lockdepAcquired,
  lock_release: m => { if (lockdepRelease(m)) drainEnds(m); },
  local_irq_enable: irqsEnabled,
  irq_enable: irqsEnabled,
  mutex_lock: mutexLock,
  mutex_unlock: mutexUnlock,
  rcu_read_lock: rcuLock,
  rcu_read_unlock: rcuUnlock,
  synchronize_rcu: sleeps,
  might_sleep: sleeps,
  cond_resched: sleeps,
  schedule: sleeps,
  cancel_delayed_work_sync: sleeps,
  sched_switch: switched,
  workqueue_execute_end: m => { checkNoLockHeld(m, 0); },
  add_to_free_list: changes(addHead),
  add_to_free_list_tail: changes(addTail),
  move_to_free_list: changes(moveBlock),
  del_page_from_free_list: changes(delBlock),
  list_del: changes(listDel),
  __free_one_page: freeOne,
  __rmqueue_smallest: rmqueueSmallest,
  __isolate_free_page: m => { isolate(m); stockIsolate(m); },
  __putback_isolated_page: m => { putback(m); stockPutback(m); },
  zone_watermark_ok: m => { visitZone(m); visitBoundary(m); },
  page_reporting_process_zone: m => { visitZone(m); visitBoundary(m); },
  page_reporting_state: deviceState,
  list_swap: listSwap,
  list_rotate_to_front: rotateToFront,
  online_pages: m => { hotplug(m); forgetStock(m); },
  offline_pages: m => { zoneEmptied(m); hotplug(m); forgetStock(m); },
  start_isolate_page_range: forgetStock,
  undo_isolate_page_range: forgetStock,
  zone_free: zoneFree,
  // Most lines of most traces: calls that are written out cost less than those of a list.
  mm_page_alloc: m => {
    if (m.pfn < 0) allocationFailed(m);
    allocated(m);
    allocatedRange(m);
    balloonAllocation(m);
    allocatesInReport(m);
    pageAllocated(m);
    stockAllocated(m);
  },
  mm_page_free: m => {
    balloonFree(m);
    drainEnds(m);
    pageFreed(m, false);
    stockFree(m);
  },
  mm_page_free_batched: m => {
    pageFreed(m, true);
    stockGroup(m);
  },
  mm_vmscan_wakeup_kswapd: kswapdWoken,
  mm_vmscan_direct_reclaim_begin: reclaimBegins,
  wakeup_kswapd: kswapdWoken,
  alloc_failed: zoneExhausted,
  kmalloc: allocated,
  kmem_cache_alloc: allocated,
  mm_page_alloc_zone_locked: m => {
    zoneLocked(m);
    stockRemoved(m);
  },
  mm_page_pcpu_drain: m => {
    zoneLocked(m);
    pageFreed(m, true);
    stockDrain(m);
  },
  mm_page_alloc_extfrag: m => {
    zoneLocked(m);
    stockFallback(m);
  },
  page_reporting_register: m => { register(m); registered(m); },
  page_reporting_unregister: unregister,
  __page_reporting_notify: m => { notify(m); runAsked(m); stockNotify(m); },
  page_reporting_startup: startup,
  page_reporting_shutdown: shutdown,
  page_reporting_notify_free: notifyFree,
  __page_reporting_request: request,
  schedule_delayed_work: scheduleWork,
  page_reporting_process: m => { process(m); runBoundary(m); },
  page_reporting_cycle: cycle,
  page_reporting_populate_metadata: populate,
  page_reporting_reset_boundary: resetBoundary,
  set_bit: m => { setZoneBit(m, true); },
  __set_bit: m => { setZoneBit(m, true); },
  clear_bit: m => { setZoneBit(m, false); },
  __clear_bit: m => { setZoneBit(m, false); },
  get_unreported_page: getUnreported,
  page_reporting_fill: fill,
  report: m => { report(m); reportBatch(m); reportOutcome(m); },
  page_reporting_drain: m => { drain(m); drainBatch(m); drainOutcome(m); },
  put_reported_page: putReported,
  page_reporting_add_to_boundary: m => {
    if (m.zone >= 0 && !m.isReturn) settlePending(m, m.zone); // what was put back is on its list by now
    addToBoundary(m);
  },
  page_reporting_del_from_boundary: delFromBoundary,
  __SetPageReported: setPageReported,
  __ClearPageReported: clearPageReported,
  page_reporting_reset: resetZone,
  walk_free_mem_block: walk,
  walk_free_page_list: walkList,
  report_pfn_range: walkRange,
  get_from_free_page_list: hintList,
  free_page_hint: hintEntry,
  free_page_hint_use: useRange,
  report_range: useRange,
};

/** Two or three steps of one event. */
function inTurn([first, second, third]: readonly Handler[]): Handler {
  if (third === undefined) return m => { first(m); second(m); };
  return m => { first(m); second(m); third(m); };
}

/** By event number. */
export const handlers: readonly (Handler | undefined)[] = (() => {
  const list: (Handler | undefined)[] = eventDefinitions.map(() => undefined);
  for (const name of new Set([...Object.keys(before), ...Object.keys(table), ...Object.keys(after)])) {
    const steps = [before[name], table[name], after[name]].filter((step): step is Handler => step !== undefined);
    list[ev(name)] = steps.length === 1 ? steps[0] : inTurn(steps);
  }
  return list;
})();
