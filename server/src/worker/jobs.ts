/** What the main thread and a worker say to each other. Both ends come from one build, and structured cloning keeps every shape. */
import type { FileTotals, Finding, Severity, TraceSummary } from '../core/index.js';
import type { ReportChoice } from '../io/fileReport.js';
import type { Result } from '../io/result.js';
import type { Settings } from '../protocol/messages.js';

/** The whole file through the engine. */
export interface AnalyseJob {
  readonly kind: 'analyse';
  readonly file: string;
  readonly settings: Settings;
  /** So many findings are handed over, the most severe first. */
  readonly most: number;
}

export interface FileFindings {
  readonly summary: TraceSummary;
  /** Why only a part of the file could be read, for a person; null where all of it was. */
  readonly damage: string | null;
  /** Of all findings that the settings list. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** By severity, then line. */
  readonly findings: readonly Finding[];
}

/** The whole file through the engine, and what a report says of it. */
export interface ReportJob {
  readonly kind: 'report';
  readonly file: string;
  readonly choice: ReportChoice;
  readonly fold: boolean;
}

export interface FileReport {
  /** UTF-8, in pieces. */
  readonly text: readonly Uint8Array<ArrayBuffer>[];
  readonly notes: readonly string[];
  readonly totals: FileTotals;
  readonly damage: string | null;
}

/** Where each so-manieth line of a text file begins. */
export interface IndexJob {
  readonly kind: 'index';
  readonly file: string;
  readonly every: number;
}

export interface IndexEnd {
  readonly lines: number;
  readonly bytes: number;
}

/** The next place of a text in a file. */
export interface SearchJob {
  readonly kind: 'search';
  readonly file: string;
  readonly text: string;
  readonly matchCase: boolean;
  /** Byte to begin at, and where to stop; backwards, the place found ends before `from`. */
  readonly from: number;
  readonly to: number;
  readonly backwards: boolean;
}

/** The byte where the text was found; null where it is not there. */
export interface Found { readonly at: number | null; readonly length: number }

export interface JobResults { analyse: FileFindings; report: FileReport; index: IndexEnd; search: Found }
export type Kind = keyof JobResults;
export type JobOf = { analyse: AnalyseJob; report: ReportJob; index: IndexJob; search: SearchJob };
export type Job = JobOf[Kind];

export interface Progress {
  /** Bytes of the file on the disk. */
  readonly read: number;
  readonly size: number | undefined;
  /** Seconds; undefined where the size is not known, or it is too early to tell. */
  readonly left: number | undefined;
}

/** Lines that an index has found since the last part. */
export interface IndexPart {
  /** Begins of the lines `every * n`, following those of earlier parts. */
  readonly offsets: Float64Array<ArrayBuffer>;
  readonly lines: number;
  readonly bytes: number;
}

export interface Start {
  readonly job: Job;
  /** Becomes 1 when the job shall stop. */
  readonly stop: Int32Array;
}

export type Message<R> =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'part'; readonly part: IndexPart }
  /** Undefined: it was told to stop. */
  | { readonly type: 'done'; readonly result: Result<R> | undefined };
