/** The viewer of large files: pages of lines, searched and read on the server's side. Lines are 0-based. */
import type { AnalyzeFileResult } from './files.js';

/** client -> server, request: begins to index the lines of a file; what is known of them arrives as `largeIndexed`. */
export const openLargeMethod = 'buddyscope/openLarge';
/** client -> server, notification: nobody looks at the file any more. */
export const closeLargeMethod = 'buddyscope/closeLarge';
export interface LargeParams { readonly uri: string }
export interface OpenLargeResult { readonly bytes: number }

/** server -> client, notification: at most ten in a second for a file, and a last one. */
export const largeIndexedMethod = 'buddyscope/largeIndexed';
export interface LargeIndexedParams {
  readonly uri: string;
  /** Another one than before: the file was opened anew, and no line of it is what it was. */
  readonly opening: number;
  /** Whole lines found so far; the lines of the file where `complete`. */
  readonly lines: number;
  /** How far the file was read, and how long it is. */
  readonly read: number;
  readonly bytes: number;
  readonly complete: boolean;
  /** Why the index ends here, for a person; null while all is well. */
  readonly problem: string | null;
}

/** How far the engine is with a file that is open in the viewer. */
export type LargePhase = 'waiting' | 'reading' | 'stopped' | 'read' | 'following' | 'over';

/** server -> client, notification: at most ten in a second for a file. */
export const largeReadMethod = 'buddyscope/largeRead';
export interface LargeReadParams {
  readonly uri: string;
  readonly phase: LargePhase;
  /** Bytes that have been read, and that there are. */
  readonly read: number;
  readonly bytes: number;
  /** Seconds; null where they cannot be told yet. */
  readonly left: number | null;
  /** What happened to the file, for a person; null while all is well. */
  readonly notice: string | null;
}

/** client -> server, notification: stops the reading where it is (`on` false), or goes on with it. */
export const readLargeMethod = 'buddyscope/readLarge';
export interface ReadLargeParams { readonly uri: string; readonly on: boolean }

/** client -> server, notification: whether the file is read on as it grows, whatever the setting says, until it is closed. */
export const followLargeMethod = 'buddyscope/followLarge';
export type FollowLargeParams = ReadLargeParams;

/** client -> server, request: what is known at a line; an error's message says why nothing is known yet. */
export const largeHoverMethod = 'buddyscope/largeHover';
export interface LargeHoverParams { readonly uri: string; readonly line: number; readonly column: number }
export interface LargeHover {
  readonly column: number;
  readonly endColumn: number;
  /** As of a document's hover: text of the trace is escaped. */
  readonly markdown: string;
}
export interface LargeHoverResult { readonly hover: LargeHover | null }

/** client -> server, request: rows of the table of all findings of a file that is shown. */
export const findingsTableMethod = 'buddyscope/findingsTable';
/** Null: whatever it is. Times in seconds of the trace. */
export interface TableFilter {
  readonly rule: string | null;
  readonly zone: string | null;
  readonly cpu: number | null;
  readonly task: string | null;
  readonly from: number | null;
  readonly to: number | null;
}
export interface FindingsTableParams { readonly uri: string; readonly filter: TableFilter; readonly first: number; readonly count: number }
/** A folded finding at the first of its places that fit; what the place does not tell is null. */
export interface TableRow {
  readonly line: number;
  readonly severity: LargeFinding['severity'];
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
export interface TableChoice { readonly value: string; readonly places: number }
export interface FindingsTableResult {
  readonly total: number;
  readonly all: number;
  /** Places that were too many to be kept: no filter finds them. */
  readonly dropped: number;
  readonly rows: readonly TableRow[];
  readonly rules: readonly TableChoice[];
  readonly zones: readonly TableChoice[];
  readonly cpus: readonly TableChoice[];
  readonly tasks: readonly TableChoice[];
}

/** client -> server, request: lines as text. Fewer than asked for at the end of what is known. */
export const readLinesMethod = 'buddyscope/readLines';
export interface ReadLinesParams { readonly uri: string; readonly from: number; readonly count: number }
export interface ReadLinesResult {
  readonly from: number;
  /** Without line ends; of a line that is too long, the start and a mark. */
  readonly lines: readonly string[];
  /** The file is not what it was when it was indexed. */
  readonly changed: boolean;
}

/** client -> server, request: the next place of a text, around the end of the file; null where there is none. Cancellable, with progress. */
export const searchMethod = 'buddyscope/search';
export interface SearchParams {
  readonly uri: string;
  readonly text: string;
  readonly matchCase: boolean;
  readonly backwards: boolean;
  /** Begin at this line, or behind (before) the place of an earlier answer. */
  readonly line: number;
  readonly after: number | null;
  readonly workDoneToken?: string | number;
}
export interface SearchPlace {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** For `after`. */
  readonly at: number;
  readonly wrapped: boolean;
}
export interface SearchResult { readonly place: SearchPlace | null }

/** client -> server, request: the findings of the last analysis; `result` is null before the first. */
export const largeFindingsMethod = 'buddyscope/largeFindings';
export interface LargeFinding {
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly rule: string;
  readonly message: string;
}
export interface LargeFindingsResult {
  readonly result: AnalyzeFileResult | null;
  /** They are of all of the file. */
  readonly whole: boolean;
  /** In line order; the most severe where there are too many. */
  readonly findings: readonly LargeFinding[];
}
