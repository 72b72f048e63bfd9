/**
 * What client and server say to each other beyond LSP. Both ends import this file; it imports nothing.
 * Lines are 0-based as in LSP.
 */

/** client -> server, request: the numbers of the bars at a line. */
export const countsMethod = 'buddyscope/counts';
export interface CountsParams { readonly uri: string; readonly line: number }
/** What counts are not below and not above: the count itself where it is determined, null where there is no bound. */
export interface Bounds {
  readonly nrFreeAtLeast: readonly (number | null)[];
  readonly nrFreeAtMost: readonly (number | null)[];
  readonly reportedAtLeast: readonly (number | null)[];
  readonly reportedAtMost: readonly (number | null)[];
}
export interface ZoneCounts {
  readonly zone: string;
  readonly node: number;
  /** Blocks by order, order 0 first; null = not determined by the trace. */
  readonly nrFree: readonly (number | null)[];
  readonly reported: readonly (number | null)[];
  readonly inFlight: readonly (number | null)[];
  /** By order; there where a count is bounded that is not determined. */
  readonly bounds?: Bounds;
}
export interface CountsResult {
  /** Version of the document that the numbers are of. */
  readonly version: number;
  readonly line: number;
  readonly lineCount: number;
  readonly timeNs: string | null;
  readonly interface: string | null;
  readonly zones: readonly ZoneCounts[];
  /** Why nothing is known at this line: sentences about events that are missing around it; null where none are. */
  readonly missing: string | null;
  /** The last line before at which events were lost, null where none were. */
  readonly lostAt: number | null;
}

/** client -> server, request: one zone and order over the whole trace. */
export const seriesMethod = 'buddyscope/series';
export interface SeriesParams { readonly uri: string; readonly zone: string; readonly node: number; readonly order: number; readonly points: number }
/** Parallel arrays in line order. */
export interface SeriesResult {
  readonly version: number;
  readonly lines: readonly number[];
  /** Nanoseconds since `firstTimeNs`; null where the trace's clock is not one of time (then plot by line). */
  readonly offsetsNs: readonly (number | null)[];
  readonly firstTimeNs: string | null;
  /** Of the trace's last line, so that the chart does not end with the last change; absent: not told. */
  readonly lastOffsetNs?: number | null;
  readonly nrFree: readonly (number | null)[];
  readonly reported: readonly (number | null)[];
  readonly inFlight: readonly (number | null)[];
  /** By row; there where a count of some row is bounded that is not determined. */
  readonly bounds?: Bounds;
}

/** server -> client, notification: a trace has been analysed anew. */
export const analysedMethod = 'buddyscope/analysed';
export interface AnalysedParams {
  readonly uri: string;
  readonly version: number;
  readonly interface: string | null;
  readonly lines: number;
  readonly events: number;
  readonly unrecognisedLines: number;
  readonly lostEvents: number;
  /** The line from which on not every page was kept, because the memory for them was full; null: all were. */
  readonly pagesNotKept: number | null;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** client -> server, request: the page of a rule as Markdown; undefined for an unknown id. */
export const ruleMethod = 'buddyscope/rule';
export interface RuleParams { readonly id: string }
export interface RuleResult { readonly markdown: string | null }

/** Passed in `initializationOptions`. */
export interface InitializationOptions {
  /** What a rule's link begins with, e.g. `vscode://buddyscope.buddyscope/rule/`; absent: a file URI of docs/rules. */
  readonly ruleLinkBase?: string;
  /** Scheme of URIs that show a line of a large file, e.g. `buddyscope-large`: path and `?line` as of the file; absent: there is no viewer. */
  readonly lineLinkScheme?: string;
}

/** The settings under `buddyscope`. */
export interface Settings {
  readonly rules: Readonly<Record<string, 'off' | 'info' | 'warning' | 'error'>>;
  /** `auto`, or the name of an interface. */
  readonly interface: string;
  /** Whether findings of severity info are published as diagnostics. */
  readonly showInformation: boolean;
  /** Own events and probes: name -> `get_unreported_page pfn=p order=o`. */
  readonly events: Readonly<Record<string, string>>;
  /** Whether a file that is open in the viewer of large files is read on as it grows. */
  readonly followFiles: boolean;
}
