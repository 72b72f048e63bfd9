/** A trace that is read once from start to end. */
import type { InterfaceName } from '../trace/settings.js';
import type { Finding } from './findings.js';
import type { ZoneSummary, StateView, SeriesRow } from './state.js';

/** A line; of a merged trace, of the part (counted from 0). */
export interface PlaceOfLine { readonly line: number; readonly part?: number }

export interface TraceSummary {
  readonly bytes: number;
  readonly lines: number;
  readonly events: number;
  readonly unrecognisedLines: number;
  readonly lostEvents: number;
  readonly interface: InterfaceName | null;
  /** Decimal nanoseconds; null where the clock is not one of time. */
  readonly firstTimeNs: string | null;
  readonly lastTimeNs: string | null;
  /** `time`, or `counter` where timestamps are plain counts, or `none`. */
  readonly clock: 'time' | 'counter' | 'none';
  /** The first line that speaks of a page for which there was no memory any more: what depends on such pages is unknown from there on. null: all pages were kept. */
  readonly pagesNotKept: PlaceOfLine | null;
  /** After the last line. */
  readonly zones: readonly ZoneSummary[];
}

export interface PartSummary { readonly name: string; readonly bytes: number; readonly lines: number; readonly events: number }

/** The whole result of reading a file once from start to end. */
export interface FileAnalysis {
  readonly summary: TraceSummary;
  /** In line order, then rule id; of a merged trace in the order of the merged lines. */
  readonly findings: readonly Finding[];
  /** Of a merged trace: what it was merged from. */
  readonly parts?: readonly PartSummary[];
}

export interface StreamHooks {
  /** Called for every change of a count, in line order. */
  readonly onSeries?: (row: SeriesRow) => void;
  /** Counts of each free list, instead of those of all lists of an order. */
  readonly seriesByMigratetype?: boolean;
  /** Called once, after this line (0-based) has been stepped, or after the last line if the file is shorter. */
  readonly stateAfterLine?: number;
  readonly onState?: (state: StateView) => void;
}

/** Reads a trace as bytes, in chunks of any size and split anywhere. */
export interface StreamAnalyser {
  push(bytes: Uint8Array): void;
  end(): FileAnalysis;
}
