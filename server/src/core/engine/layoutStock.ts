/** Where the facts lie that the events of a stock kernel show; conventions as in layout.ts. */
import { MAX_ORDERS } from '../trace/migratetypes.js';

/** Where the arrays by order begin, from `z.stock` on. */
const STOCK_COUNTS = 16;

/** Within a zone's block, from `z.stock` on: what the events of a stock kernel show. See stockCounts.ts. */
export const sz = {
  /** The id (+1) that lines have which name the zone by its address. */
  byAddress: 0,
  /** The arrays `freeLow`, `freeHigh`: YES where a snapshot has anchored them. */
  anchored: 1,
  /** Frees that may have made a block of a reportable order, unknown of which: since the snapshot, of the upper bound of unreported blocks, since the visit began. */
  maybeFree: 2, maybeUnreported: 3, maybeSince: 4,
  /** The worker's last visit: where it began and ended, `VisitEnd`, line that shows how. */
  visitId: 6, visitEndId: 7, visitEnd: 8, visitWhyId: 9,
  /** By order: bounds of nr_free; upper bound of the unreported (+1, 0 unknown); of those, since the visit began. */
  freeLow: STOCK_COUNTS, freeHigh: STOCK_COUNTS + MAX_ORDERS, unreported: STOCK_COUNTS + 2 * MAX_ORDERS, since: STOCK_COUNTS + 3 * MAX_ORDERS,
  /** By order: blocks known one by one: reported, unreported, in flight; taken by the last visit (+ `TAKE_REFUSED`). */
  reported: STOCK_COUNTS + 4 * MAX_ORDERS, plain: STOCK_COUNTS + 5 * MAX_ORDERS, inFlight: STOCK_COUNTS + 6 * MAX_ORDERS, taken: STOCK_COUNTS + 7 * MAX_ORDERS,
  size: STOCK_COUNTS + 8 * MAX_ORDERS,
} as const;

/** Added to `sz.taken`: __isolate_free_page() has refused a block of the order in this visit. */
export const TAKE_REFUSED = 1 << 30;

/** mm_page_alloc_zone_locked: never seen, but other events that are only switched on with it; seen; missing. */
export const Removals = { Unknown: 0, Implied: 1, Shown: 2, Hidden: 3 } as const;

/** A task's __page_reporting_notify(): is there one whose page has not been printed yet? */
export const Notified = { No: 0, Yes: 1, /** Or it was of what the task has freed before. */ Perhaps: 2, /** It may be of a page that the task has freed past the per-CPU lists; then its result is on the lists already. */ Open: 3 } as const;

/** How the worker's last visit of a zone has gone. */
export const VisitEnd = { None: 0, /** The watermark check refused the zone. */ BelowWatermark: 1, Failed: 2, Done: 3 } as const;

/** A unit: the pages of the smallest block that is reported. `packed`: `Unit` 4 bits, order 5, `Birth` 4, epoch 12 from bit 20. */
export const u = { packed: 0, lineId: 1, size: 2 } as const;
export const Unit = {
  Unknown: 0,
  /** Some of its pages are not in the free lists. */
  Busy: 1,
  /** Busy, unless a free that nothing shows has completed it. Its order and birth hold the `maybeStamp` of the last one that was counted. */
  Maybe: 2,
  /** Inside a block that begins in an earlier unit. */
  Inner: 3,
  /** First unit of a free block: not reported, reported, not known which. */
  Plain: 4, Reported: 5, Unsure: 6,
  /** First unit of a block that the worker has out. */
  InFlight: 7,
  /** Free, in a block of unknown size. */
  Loose: 8,
  /** Something has come of which no event would tell whether it has completed the unit. */
  Open: 9,
} as const;
export const MAYBE_STAMPS = 512;
/** How a free block came to be. */
export const Birth = { None: 0, /** By frees. */ Freed: 1, /** What a split has left. */ Split: 2, /** By a merge that has cleared a mark, or kept a block that was put back from being marked. */ Merged: 3, ReportFailed: 4, PutBack: 5, Reported: 6 } as const;
