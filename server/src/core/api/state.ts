/** The machine after a line, and its counts over time. */
import type { NotReported } from './notReported.js';

/** Blocks (not pages) by order, order 0 first; null where the trace does not determine the count. */
export type Counts = readonly (number | null)[];

/** What the counts are not below and not above: the count itself where it is determined, null where there is no bound. */
export interface Bounds<T> {
  readonly nrFreeAtLeast: T;
  readonly nrFreeAtMost: T;
  readonly reportedAtLeast: T;
  readonly reportedAtMost: T;
}

export interface ZoneSummary {
  readonly zone: string;
  readonly node: number;
  readonly startPfn: number | null;
  readonly endPfn: number | null;
  readonly nrFree: Counts;
  readonly reported: Counts;
  readonly inFlight: Counts;
  /** There where the trace bounds a count that it does not determine. */
  readonly bounds?: Bounds<Counts>;
}

export interface FreeListView {
  readonly order: number;
  readonly migratetype: string;
  /** Head to tail, at most 64. */
  readonly pfns: readonly number[];
  readonly reportedPfns: readonly number[];
  /** How many blocks are not listed in `pfns`. */
  readonly more: number;
  /** First pfn of the boundary block; null where it is the list head itself or not in use. */
  readonly boundary: number | null;
}

export interface ZoneView extends ZoneSummary {
  readonly requested: boolean | null;
  readonly active: boolean | null;
  readonly lists: readonly FreeListView[];
}

export interface LockView { readonly lock: string; readonly zone: string | null; readonly task: string; readonly cpu: number; readonly line: number }

export interface CpuView { readonly cpu: number; readonly irqsOff: boolean | null; readonly preemptDepth: number | null; readonly task: string | null }

/** Lines between which events of a CPU are missing, 0-based: its last one before (null: none), and the one that says so. */
export interface MissingPassage { readonly cpu: number; readonly after: number | null; readonly before: number }

/** The machine after `line`. */
export interface StateView {
  readonly line: number;
  readonly timeNs: string | null;
  readonly zones: readonly ZoneView[];
  readonly locks: readonly LockView[];
  readonly cpus: readonly CpuView[];
  /** As in `TraceSummary`; there only where not every page was kept. */
  readonly pagesNotKept?: { readonly line: number };
  /** The last line (0-based) that says that events are missing: nothing that was known before it counts. There only if there is one. */
  readonly eventsLostAt?: number;
  /** There only where the line lies in such passages: what all CPUs change is not known then. */
  readonly eventsMissing?: readonly MissingPassage[];
  /** Of page reporting and page hinting only. */
  readonly notReported?: NotReported;
}

export interface SeriesRow {
  readonly line: number;
  readonly timeNs: string | null;
  readonly zone: string;
  readonly node: number;
  readonly order: number;
  /** Only where rows by migratetype are wanted. */
  readonly migratetype?: string;
  readonly nrFree: number | null;
  readonly reported: number | null;
  readonly inFlight: number | null;
  /** There where the trace bounds a count that it does not determine. */
  readonly bounds?: Bounds<number | null>;
}
