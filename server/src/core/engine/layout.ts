/**
 * Where each fact of the machine's state lies: offsets in 32-bit words, relative to the block's base.
 * Zero means "unknown", "none" or "nothing yet" everywhere, so that fresh zero memory is a valid start.
 * Fields ending in `Id` hold a line id (see Machine.line); `who` fields hold a who number + 1.
 */
import { MAX_MIGRATETYPES, MAX_ORDERS } from '../trace/migratetypes.js';
import { sz } from './layoutStock.js';

export * from './layoutLock.js';
export * from './layoutPage.js';
export * from './layoutStock.js';
export * from './layoutWho.js';

/** Tri-states. */
export const UNKNOWN = 0;
export const NO = 1;
export const YES = 2;

/** Global block, at address `G`. */
export const G = 8;
export const g = {
  epoch: 0,
  pageShift: 1, maxOrder: 2, pageblockOrder: 3, capacity: 4, hwm: 5, hz: 6, migratetypes: 7,
  /** CMA and ISOLATE by number, plus 1. */
  cma: 8, isolate: 9,
  /** Interface that the events show: index in interfaceNames + 1. */
  interface: 10,
  /** A reporting device is registered. */
  device: 11,
  /** refcnt of the device + 1 where a trace states it, else the number that the bit operations give. */
  requested: 12,
  /** Zone (+1) that is ACTIVE. */
  activeZone: 13,
  /** Blocks pulled since the last fill; entries of the last fill (+1); line of the last fill. */
  batch: 14, filled: 15, fillId: 16,
  /** The batch's report: NO not begun, YES begun; its return value was not 0. */
  reported: 17, reportFailed: 18, reportId: 19,
  mutexWho: 20, mutexId: 21,
  startupWho: 22, startupId: 23,
  /** The worker that runs page_reporting_process, and since when; for the times see `runWho`. */
  workerWho: 24, workerId: 25, workerSec: 26, workerNsec: 27,
  /** A request was followed by schedule_delayed_work and no worker has run since. */
  scheduled: 28,
  /** Nanoseconds of the delay, as seconds and rest. */
  delayMs: 29,
  /** The trace prints reset_boundary / report events (seen once). */
  printsReset: 30, printsReport: 31, printsAddBoundary: 32,
  /** Zone (+1) that a zoneinfo line speaks of. */
  zoneinfoZone: 33,
  rcuLeakId: 34,
  workerRequests: 35,
  /** Mainline: struct page base and size; PAGE_REPORTING_ORDER; the device's state + 1. */
  vmemmapHigh: 36, vmemmapLow: 37, pageStruct: 38, reportingOrder: 39, deviceState: 40,
  /** Mainline, in this run of the worker: entries isolated since the last report (+1), blocks out, a putback was printed (ever). */
  isolated: 41, out: 42, printsPutback: 43,
  /** Mainline: isolations that their return probe has not confirmed yet: who, record. */
  isolateWho: 44, isolatePage: 45, isolateOrder: 46,
  /** Mainline: what the worker visits: zone visit number, refused by the watermark, short report of this visit, last list. */
  visits: 47, refusedId: 48, shortId: 49, shortNents: 50, listOrder: 51, listType: 52, listReports: 53, listBudget: 54,
  drainWho: 55, drainId: 56, lastRunSec: 57, lastRunNsec: 58, lastRunId: 59, unregisterId: 60,
  /** Mainline: the worker has done nothing since its last report. */
  freshReport: 61,
  /** Mainline: a batch of this run has been counted by its isolations. */
  counts: 126,
  /** Mainline: where the section was entered in which the worker has put back a block last. */
  drainSection: 127,
  /** Mainline: the trace has shown where a drain ends. */
  printsDrainReturn: 89,
  /** kernel= as 1000 times the version plus the patch level; 0 unknown. */
  kernel: 62,
  /** Mainline: the zone (+1) that the worker visits; the zone (+1) of an isolation that is not confirmed. */
  visitZone: 63, isolateZone: 64,
  /** Mainline: a block that is back before its putback's line, and the type (+1) that it was pulled from; the last block that was put back: record, order. */
  landing: 65, landingType: 66, putback: 67, putbackOrder: 68,
  /** YES: where the present batch begins is in the trace, so `batch` is all of it. */
  batchKnown: 69,
  /** Walks and hint lists: number of the last one; ranges were handed out; the trace names the migratetypes. */
  handoutSerial: 90, handedOut: 91, typesGiven: 92,
  /** The trace, not a setting, has shown the balloon that allocates. */
  balloonFound: 93,
  /** Callbacks in one section of a walk from which on it is long; 0 = the default. */
  sectionLimit: 94,
  /** Kinds of events that the trace has printed, so that a missing one says something: the mutex, RCU readers, requests, report's return, fill, worker, types of pageblocks. */
  printsMutex: 96, printsRcu: 97, printsRequest: 98, printsReportReturn: 99, printsFill: 100, printsProcess: 101, printsBlockType: 102,
  /** Where the device was set, and where shutdown has returned with none since. */
  deviceId: 103, shutdownDone: 104,
  /** Count of the static key + 1001, and its line. */
  keyCount: 105, keyId: 106,
  /** Visits of the worker since it last did something. */
  spins: 107,
  /** Suspend: 1 tasks are being frozen, 2 they are; since when. */
  frozen: 108, frozenId: 109,
  /** The input: its first event, a flags column was seen, PREEMPT_RT was seen, names of which patches (see `Family`). */
  firstEventId: 110, flagsSeen: 111, rtSeen: 112, families: 113, familyId: 114,
  /** A stated refcnt of 0 during a batch has been noted. */
  refcountZeroFound: 115,
  /** mm_page_free has been printed; a second free of a page has been noted. */
  printsPageFree: 116, freedTwiceFound: 117,
  /** Columns of flags that the header's legend has named so far; the shape that it gives them (a value of `FlagsShape`). */
  legendColumns: 118, legendShape: 119,
  /** The work item of the worker, or page_reporting_process where there is none in the trace: who, since when; the trace prints its visits of zones. workerSec (+ 1), workerNsec: when it last did something. */
  runWho: 120, runId: 121, runBy: 122, printsVisit: 123, printsRunEnd: 124,
  /** Mainline: the zone lock under which blocks were taken or put back in this visit of a zone. */
  visitLock: 125,
  /** Mainline: isolations of this batch that took a block which was out already. */
  repeats: 128,
  /** Mainline: the first run that ended with blocks out before a putback was printed: where it began, how many. */
  earlyEndId: 129, earlyBeginId: 130, earlyOut: 131,
  /** The same of a block that was taken twice: line, page record, order, where it was taken first. */
  earlyPickId: 132, earlyPick: 133, earlyPickOrder: 134, earlyPickLastId: 135,
  /** Microseconds for which a zone lock may be held, and in a section of a batch; 0 = the default. */
  lockLimit: 136, batchLockLimit: 137,
  /** That memory is short has been noted of this batch. */
  shortageFound: 138,
  /** A zone line states a zone. */
  zonesStated: 139,
  /** CPU (+1) of the line before; the time has gone back from one CPU to another in this recording. */
  lastCpu: 140, disorderFound: 141,
  /** A task named as a kworker has run a cycle or fill: who, where. */
  namedWorker: 142, namedWorkerId: 143,
  /** The header of this recording; that says that the beginning of the buffer was overwritten; CPUs that it names. */
  recordingId: 144, overwrittenId: 145, bufferCpus: 146,
  /** The trace prints entries of get_from_free_page_list(). */
  printsHints: 147,
  /** The startup, of which all is shown, that the count of requests begins with. */
  countId: 148,
  /** The last line that says that events are missing. */
  lostId: 149,
  /** Free blocks of a stock kernel (stockLists.ts): epoch of the unit records; removals from the lists are in the trace (a value of `Removals`); it prints isolations, notifies; a block could not be named. */
  unitEpoch: 160, printsRemovals: 161, printsIsolations: 162, printsNotifies: 163, blockUnnamed: 164,
  /** The order that the unit records are of, + 1. */
  unitOrder: 165,
  /** Runs of the mainline worker (reportingRuns.ts): the first request since the last run began, and its time; the end of the last run. */
  runRequestId: 166, runRequestSec: 167, runRequestNsec: 168, runEndId: 169,
  /** The zone (+1) that the worker visits, where that began, its watermark check has passed, its report has failed. */
  visitedZone: 170, visitId: 171, visitPassed: 172, visitFailedId: 173,
  /** Report of the batch that is being drained: UNKNOWN, NO failed, YES done. */
  batchDone: 174,
  /** The smallest order that the worker has taken, + 1, where no setting gives page_reporting_order. */
  shownOrder: 175,
  /** Pages of an order above 0 come from per-CPU lists (5.13 and later). */
  drainsOrders: 176,
  /** A run of the worker has been seen from its beginning or to its end, so that it is known what it has out. */
  runSeen: 177,
  /** Something has happened unseen during the visit. */
  visitBroken: 178,
  /** Tasks whose notify is `Notified.Open`. */
  openNotifies: 179,
  /** Number, below `MAYBE_STAMPS`, of the last time that a count of frees which may have completed a unit began anew. */
  maybeStamp: 180,
  /** It prints page events of any kind. */
  printsPages: 181,
  /** Forms of probes (1 entry, 2 return) that have shown interrupts on, see `flagsOfProbe`. */
  probesShowIrqsOn: 182,
  /** Who is in a shutdown. */
  shutdownWho: 183,
  /** Pages are not kept any more since this line; the last line for which no zone's lists were kept (pageLimits.ts). */
  unkeptId: 184, unkeptAt: 185,
  /** An allocation during a report, before a return of one was printed: its line, who, the report. */
  earlyAllocId: 186, earlyAllocWho: 187, earlyAllocReportId: 188,
  /** Bits of `FlagOps`: it prints page flags being set, being cleared. */
  printsFlags: 189,
  /** A cycle that began before the trace printed anything of boundaries: where it set ACTIVE, the zone + 1, its populate. */
  earlyActiveId: 150, earlyActiveZone: 151, earlyPopulatedId: 152,
  /** Bits of `BuddyCalls`, and pulls by get_unreported_page(). */
  printsBuddy: 190, printsPulls: 191,
  /** Mainline: YES isolations are printed, NO they are not, so that in a run it is open how many blocks are out. */
  workerIsolates: 192, pullsInDoubt: 193,
  /** Mainline: entries (+1) of the batch that was reported last and is not drained yet; its drain says NO to the flags. */
  toDrain: 194, drainFlags: 195,
  /** Mainline: the block that is put back and may be flagged next: zone (+1), order (+1), record. */
  flagZone: 196, flagOrder: 197, flagPage: 198,
  /** Mainline: a change of the device's state that does not follow from the one before: its line, its states (+1); another's line may have overtaken it. */
  oddStateId: 199, oddOld: 200, oddNew: 201,
  size: 202,
} as const;

/** One free list; block `zoneList(order, migratetype)` of a zone. */
export const fl = {
  /** Addresses of page records; 0 = empty. */
  head: 0, tail: 1,
  /** `Boundary` or the address of the page record that it points to. */
  boundary: 2,
  count: 3, reported: 4,
  /** YES: every block of the list is known. */
  exact: 5,
  /** Runs of neighbouring reported blocks. */
  runs: 6,
  /** The list has been found split and still is. */
  splitFound: 7,
  size: 8,
} as const;

export const Boundary = { Unknown: 0, /** Not reset since the metadata was populated. */ Stale: 1, Head: 2 } as const;

/** Where the counts by order begin in a zone's block. */
const ZONE_COUNTS = 88;
/** Free lists of a zone. */
const LISTS = MAX_ORDERS * MAX_MIGRATETYPES;
const ZONE_STOCK = ZONE_COUNTS + 4 * MAX_ORDERS + LISTS * (2 + fl.size);

export const z = {
  lock: 0, // l.size words
  flags: 80, flagsKnown: 81, flagsNew: 82,
  /** reported_pages: UNKNOWN, NO = NULL, YES = allocated. */
  stats: 83,
  startPfn: 84, endPfn: 85, startHigh: 86, endHigh: 87,
  requestId: 16, requestSec: 17, requestNsec: 18, activeId: 19,
  inFlight: 20, inFlightLost: 21, inFlightKnown: 22,
  populateFailures: 23, populatedId: 24,
  emptyRuns: 25, emptyRunId: 26,
  cycleWho: 27, cycleId: 28,
  /** The put in progress: address of its page record, order, line. */
  put: 29, putOrder: 30, putId: 31, putStep: 32, putType: 33,
  /** A free that waits for its helper events: page record, order, type, reported + 1, line. */
  pending: 34, pendingOrder: 35, pendingType: 36, pendingReported: 37, pendingId: 38,
  /** UNKNOWN, NO = the trace has no free-list helpers, YES = it has. */
  helpers: 39,
  /** The last removal by the cycle: page record; 1 right, 2 wrong place. The last record whose flag was cleared. */
  lastDel: 40, lastDelPick: 41, lastDelReported: 42,
  clearedInFillId: 43,
  /** Bits by order: nr_free, reported are known. */
  freeKnown: 44, reportedKnown: 45,
  /** Bits by order: known from a line that stated it, not from the start. */
  freeClaimed: 58, reportedClaimed: 59,
  /** Bits by order: a block may have been flagged, if the trace does not print flags. They are not in `reportedKnown` then. */
  flagDoubt: 63,
  present: 46, managed: 47, low: 48, driftKnown: 49, drift: 50, reportsSinceDrift: 51, resetId: 52,
  declared: 53, splitList: 54,
  /** A line has named the zone. */
  named: 55,
  /** Where the zone lost its last page while it was requested; the section was open when the notify key went off. */
  offlineId: 56, keyWasOn: 57,
  /** A block taken by list_del, and where; the walk that the `walked` lines are of. */
  plucked: 60, pluckedId: 61, walkedBy: 62,
  /** Address of the lock, where a zone line gives it. */
  lockHigh: 64, lockLow: 65,
  /** Found once: unknown lists, blocks of a type that is left out. */
  noStateFound: 66, skippedFound: 67,
  /** REQUESTED is left from a device that has gone. */
  staleRequest: 68,
  /** Order and migratetype of the last pull of this fill, each + 1. */
  pickOrder: 69, pickType: 70, pickId: 71,
  nrFree: ZONE_COUNTS,
  flagged: ZONE_COUNTS + MAX_ORDERS,
  inFlightBy: ZONE_COUNTS + 2 * MAX_ORDERS,
  /** What the kernel's counter is off by, once that has been found. */
  counterOff: ZONE_COUNTS + 3 * MAX_ORDERS,
  /** Blocks in flight, by the list that they came from. */
  inFlightOf: ZONE_COUNTS + 4 * MAX_ORDERS,
  lists: ZONE_COUNTS + 4 * MAX_ORDERS + LISTS,
  /** By list: the line at which the present walk visits it. */
  walked: ZONE_COUNTS + 4 * MAX_ORDERS + LISTS * (1 + fl.size),
  /** What stock events show of the zone (`sz`). */
  stock: ZONE_STOCK,
  size: ZONE_STOCK + sz.size,
} as const;

/** One range that was handed out as a hint: byte address, order + 1 and high half, walk or call, its line, a later allocation. */
export const h = { low: 0, high: 1, serial: 2, lineId: 3, allocId: 4, size: 5 } as const;

/** A page's owner by the stock events: the line that gave the page out, or minus the line that gave it back; when and where it was given out, mixed. */
export const o = { id: 0, stamp: 1, size: 2 } as const;

/** What the trace has shown of page flags. */
export const FlagOps = { Set: 1, Clear: 2 } as const;
/** Calls of the buddy allocator that it has shown: without the free-list helpers the lists are known by both only. */
export const BuddyCalls = { Free: 1, Take: 2, Both: 3 } as const;

/** How far a put has come. `NullFound`: the insertion at a NULL boundary has been noted. */
export const PutStep = { Begun: 0, NullPending: 1, NullFound: 2, Inserted: 3, Misplaced: 4 } as const;
