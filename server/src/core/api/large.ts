/** A trace that is too large to be held, and what a viewer asks of it. */
import type { HoverView } from './document.js';
import type { FileAnalysis } from './file.js';
import type { Severity, Finding, AnalysisOptions } from './findings.js';
import type { StateView, SeriesRow } from './state.js';

/** What is wanted of the table of findings; null: whatever it is. Times in seconds of the trace. */
export interface FindingsQuery {
  readonly rule: string | null;
  readonly zone: string | null;
  readonly cpu: number | null;
  readonly task: string | null;
  readonly from: number | null;
  readonly to: number | null;
  /** The rows that are handed over. */
  readonly first: number;
  readonly count: number;
}

/** A finding, folded, at the first of its places that fit; what the place does not tell is null. */
export interface FindingRow {
  readonly line: number;
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  /** Places that fit. */
  readonly times: number;
  /** The line that the message speaks of, where it is another one. */
  readonly like: number | null;
  readonly zone: string | null;
  readonly cpu: number | null;
  readonly task: string | null;
  readonly timeNs: string | null;
}

export interface FindingChoice { readonly value: string; readonly places: number }

export interface FindingsPage {
  /** Rows that fit, and all of them. */
  readonly total: number;
  readonly all: number;
  /** Places that were too many to keep, and are in no filter. */
  readonly dropped: number;
  readonly rows: readonly FindingRow[];
  /** What there is to filter by, the most frequent first. */
  readonly rules: readonly FindingChoice[];
  readonly zones: readonly FindingChoice[];
  readonly cpus: readonly FindingChoice[];
  readonly tasks: readonly FindingChoice[];
}

/** Bytes of a file from `offset` on: fewer at its end, none behind it. They are valid until the next call. */
export type ReadBytes = (offset: number, length: number) => Uint8Array;

/** A trace that is read once from its start and can then be asked about any line; where it needs text again, it asks for the bytes. */
export interface LargeTrace {
  /** Lines that have been read to their end. */
  readonly lineCount: number;
  push(bytes: Uint8Array): void;
  /** Of all bytes so far, also of a last line without an end; more can follow. `ended`: with what shows only at the end of a trace. */
  analysis(ended: boolean): FileAnalysis;
  /** The interface stays what it was. */
  setOptions(options: AnalysisOptions): void;
  /** Undefined: the line could not be read again. */
  stateAt(line: number): StateView | undefined;
  hover(line: number, column: number): HoverView | 'nothing' | 'unreadable';
  /** `findings`: those of `analysis` that are listed, in the order of the table. */
  findingsPage(findings: readonly Finding[], query: FindingsQuery): FindingsPage;
  /** Of what has been read; rows for one zone and order, thinned to at most `points`. */
  series(zone: string, node: number, order: number, points: number): readonly SeriesRow[];
}
