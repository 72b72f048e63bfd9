/** Where the facts of a task, an interrupt and a CPU lie; conventions as in layout.ts. */

/** One context of execution: a task, or the interrupts of one kind on one CPU. */
export const t = {
  /** Addresses of up to two zone locks that it holds. */
  held0: 0, held1: 1,
  rcu: 2, rcuId: 3, rcuLock: 4,
  /** Inside __page_reporting_request. */
  requestId: 5,
  reportId: 6,
  /** Lock (address) that it has asked for last, by an event that is printed before the lock is taken. */
  attempt: 7,
  walkId: 8, walkStopId: 9, walkLastRet: 10, walkListId: 11, walkMinOrder: 12,
  hintId: 13, hintSize: 14, hintCount: 15, hintOrder: 16,
  startupId: 17, shutdownId: 18,
  /** A reader that was left open and has not ended since. */
  rcuLeakId: 19,
  /** The request found no device (phdev=0) and no reader has ended since. */
  requestNull: 20,
  /** The list that the walk visits, each + 1; migratetypes that it has visited at least. */
  walkZone: 24, walkOrder: 25, walkType: 26, walkTypes: 27,
  /** Callbacks in the present section, its acquisition; the last callback, its value, and whether the value is known (NO, YES). */
  walkRanges: 28, walkSection: 29, walkRangeId: 30, walkValue: 31, walkValueKnown: 32,
  /** An allocation since the last callback, where no lock event shows whether a section is open. */
  walkAllocId: 33,
  walkSerial: 34,
  /** Zone (+1) and acquisition of the hint list's last section; highest index printed, + 1. */
  hintZone: 35, hintSection: 36, hintSerial: 37, hintHighest: 38,
  /** Balloon allocations of the top order in a row: how many, the first, flags seen, depletion has been noted. */
  runLength: 39, runId: 40, runFlags: 41, runFound: 42,
  /** Zone (+1) whose lock it waits for by contention_begin, since when, and who held it then. */
  waitZone: 48, waitId: 49, waitSec: 50, waitNsec: 51, waitHolder: 52, waitAcquire: 53,
  /** Where this call of startup, shutdown, register or unregister has had the mutex; the call. */
  mutexSeen: 54, callId: 55,
  /** synchronize_rcu has begun and nothing of the task followed; the open reader that it found. */
  syncId: 56, syncLeakId: 57,
  /** Its work item: line, preempt depth + 1. */
  workId: 58, workDepth: 59,
  /** The last page_reporting_notify_free of the section: line, zone + 1, order, nr_free, reported (-1 not known), a value of `Screen`. */
  notifyId: 60, notifyZone: 61, notifyOrder: 62, notifyFree: 63, notifyReported: 64, notifyScreen: 65,
  /** Inside __page_reporting_request, as far as it needs its reader; the zone + 1. */
  scopeId: 66, scopeZone: 67,
  /** Shutdown has waited: 1 synchronize_rcu, 2 then cancel_delayed_work_sync, 3 in the wrong order. */
  grace: 68,
  /** Line where the device was set when this startup began. */
  busyId: 69,
  /** Zone locks that it has taken or released by the trace: a value of `ShownLocks`. */
  shownLocks: 70,
  /** The request of which a missing reader has been noted. */
  readerNoted: 71,
  /** The attempt: line, section bits (see `sec`), CPU + 1, task + 1. */
  attemptId: 72, attemptSection: 73, attemptCpu: 74, attemptTask: 75,
  /** Lock (address) that it has taken last and not released, though it may be no zone lock; the zone lock that it has released last. */
  taken: 76, released: 77,
  /** An event of RCU: before it, the reader that it is in may have begun where nothing was recorded. */
  rcuShown: 78,
  /** Stock kernel: __page_reporting_notify() whose page has not been printed yet; its last mm_page_free, pfn and order each + 1. */
  notified: 96, freedPfn: 97, freedOrder: 98,
  /** Stock kernel: a block that __isolate_free_page() is taking, pfn and order each + 1. */
  takingPfn: 99, takingOrder: 100,
  /** The last __page_reporting_request: its line, the section that it was in, the preempt depth + 1 at its entry. */
  lastRequestId: 101, requestSection: 102, requestDepth: 103,
  size: 104,
} as const;

/** How the trace tells zone locks: not at all, by an address that a zone line gives, by the zone's name. */
export const ShownLocks = { None: 0, Bound: 1, Named: 2 } as const;

export const c = {
  task: 0, flags: 1,
  /** A lock event has been seen on this CPU. */
  lockSeen: 2,
  /** who that an irqs-on finding without an acquisition was made for. */
  irqsOnWho: 3,
  /** Time of its last line: seconds in two halves (the high one + 1, 0 none), nanoseconds + 1. */
  sec: 4, secHigh: 5, nsec: 6,
  /** A lock that was taken here, and then on another CPU, with no release in between: address, line, who, section bits. */
  openLock: 7, openId: 8, openWho: 9, openSection: 10,
  /** Its last line: an event, or one that says that some are missing. */
  lastId: 11,
  size: 12,
} as const;
