/** The answer to "why is this memory not reported?". */
import type { RelatedLine } from './findings.js';

/** Why free blocks are not reported. */
export const notReportedReasons = [
  /** Of an order below the smallest that is reported. */
  'order',
  /** Of a migratetype that the fill leaves out (v5: CMA and Isolate). */
  'type',
  'not-registered',
  /** The worker, or the zone's cycle, is at work. */
  'running',
  /** A run has been asked for and has not begun. */
  'requested',
  /** The zone's watermark check has refused the last run. */
  'watermark',
  /** The last run has used up its budget in the list. */
  'budget',
  /** __isolate_free_page() has refused a block of the order. */
  'refused',
  'report-failed',
  /** Merged when it was put back, so that its mark is gone, and nothing has asked for a run since. */
  'merged',
  /** Left over from a split, which asks for no run. */
  'never-notified',
  /** Fewer unreported blocks than ask for a run (v2, v5: 32). */
  'high-water',
  /** In a per-CPU list, not in the free lists. */
  'per-cpu',
  /** The trace does not tell whether they are reported, or why not. */
  'unknown',
] as const;

export type NotReportedReason = (typeof notReportedReasons)[number];

/** Blocks of one order that are free and not reported for one reason. */
export interface NotReportedGroup {
  readonly reason: NotReportedReason;
  /** Blocks; equal where the trace determines the number. */
  readonly atLeast: number;
  readonly atMost: number | null;
  /** A sentence or two, plain text. */
  readonly text: string;
  readonly lines: readonly RelatedLine[];
  /** First pages of some of them. */
  readonly pfns: readonly number[];
}

export interface NotReportedOrder { readonly order: number; readonly groups: readonly NotReportedGroup[] }

export interface NotReportedZone {
  readonly zone: string;
  readonly node: number;
  /** Orders with free blocks that are, or may be, unreported, lowest first. */
  readonly orders: readonly NotReportedOrder[];
}

/** The block that the page of the line lies in, after the line. */
export interface BlockAnswer {
  readonly pfn: number;
  readonly order: number | null;
  /** null: it is reported, or not free. */
  readonly reason: NotReportedReason | null;
  readonly text: string;
  readonly lines: readonly RelatedLine[];
}

/** Why is this memory not reported? */
export interface NotReported {
  /** Smallest order that is reported. */
  readonly smallestOrder: number;
  /** What the worker does, and what it is waiting for; '' where the trace has no page reporting. */
  readonly worker: string;
  readonly workerLines: readonly RelatedLine[];
  readonly block: BlockAnswer | null;
  readonly zones: readonly NotReportedZone[];
  /** What the trace lacks for a full answer: why, and lines for its top that would give it. */
  readonly missing: readonly { readonly text: string; readonly lines: readonly string[] }[];
}
