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
  /** Whole lines found so far; the lines of the file where `complete`. */
  readonly lines: number;
  /** How far the file was read, and how long it is. */
  readonly read: number;
  readonly bytes: number;
  readonly complete: boolean;
  /** Why the index ends here, for a person; null while all is well. */
  readonly problem: string | null;
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
  /** In line order; the most severe where there are too many. */
  readonly findings: readonly LargeFinding[];
}
