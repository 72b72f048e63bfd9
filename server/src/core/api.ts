/**
 * The facade's plain types: what the language server, the command line and the panel get from the core.
 * All line and column numbers here are 0-based, columns in UTF-16 units, ends exclusive; adapters convert.
 */
import type { EventAlias, InterfaceName } from './trace/settings.js';

export type { EventAlias };

export type Severity = 'error' | 'warning' | 'info';
export const ruleGroups = ['locking', 'context', 'walk', 'hint', 'boundary', 'accounting', 'lifecycle', 'mainline', 'input'] as const;
export type RuleGroup = (typeof ruleGroups)[number];
/** What a finding rests on. */
export type Evidence = 'flags' | 'lock' | 'probe' | 'event' | 'snapshot';

export interface RelatedLine {
  readonly line: number;
  readonly message: string;
  /** Of a merged trace: the part (counted from 0) whose line it is. */
  readonly part?: number;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly related: readonly RelatedLine[];
  /** Occurrences folded into this one, itself included. */
  readonly count: number;
  /** The last line of them; equal to `line` where `count` is 1. */
  readonly lastLine: number;
  /** Of a merged trace: the parts (counted from 0) that `line` and `lastLine` are lines of. */
  readonly part?: number;
  readonly lastPart?: number;
}

export type RuleSetting = 'off' | Severity;

export interface AnalysisOptions {
  /** Overrides what the trace says of itself. */
  readonly interface?: InterfaceName;
  /** Rule id -> severity, or off. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Private events and probes, as `buddyscope: event` lines in front of the trace. */
  readonly events?: readonly EventAlias[];
  /** Default true: repeats at one site become one finding. */
  readonly fold?: boolean;
}

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
  /** After the last line. */
  readonly zones: readonly ZoneSummary[];
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

/** The machine after `line`. */
export interface StateView {
  readonly line: number;
  readonly timeNs: string | null;
  readonly zones: readonly ZoneView[];
  readonly locks: readonly LockView[];
  readonly cpus: readonly CpuView[];
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

export interface HoverView {
  readonly column: number;
  readonly endColumn: number;
  /** GitHub-flavoured Markdown; text that comes from the trace is escaped. */
  readonly markdown: string;
}

export interface CompletionView {
  readonly label: string;
  readonly kind: 'keyword' | 'event' | 'key' | 'value' | 'rule';
  /** What it means, as plain text. */
  readonly detail: string;
  /** Put in place of the line's columns [column, endColumn). */
  readonly insertText: string;
  readonly column: number;
  readonly endColumn: number;
}

export interface SymbolView {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'cycle' | 'section' | 'worker' | 'lifecycle' | 'walk';
  readonly startLine: number;
  readonly endLine: number;
  readonly children: readonly SymbolView[];
}

export interface FoldView { readonly startLine: number; readonly endLine: number }

/** A position change in the editor's terms; a range of the document before the edit. */
export interface TextEdit {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** An open trace: text that can be edited, and its analysis. Every answer is for the present text. */
export interface TraceDocument {
  readonly lineCount: number;
  lineText(line: number): string;
  /** Edits in order; each range is relative to the text after the previous one. */
  edit(edits: readonly TextEdit[]): void;
  setOptions(options: AnalysisOptions): void;
  findings(): readonly Finding[];
  summary(): TraceSummary;
  stateAt(line: number): StateView;
  /** Rows for one zone and order, thinned to at most `points` with minima and maxima kept. */
  series(zone: string, node: number, order: number, points: number): readonly SeriesRow[];
  hover(line: number, column: number): HoverView | undefined;
  completions(line: number, column: number): readonly CompletionView[];
  symbols(): readonly SymbolView[];
  folds(): readonly FoldView[];
}

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

/** A state of a machine: everything that can make a later line be judged in another way, and nothing else. Does not change. */
export interface MachineState {
  /** 32 bits; equal states have equal hashes. */
  readonly hash: number;
  /** Also the lines that a later finding would name are the same. States of different machines are not equal. */
  equals(other: MachineState): boolean;
}

/** The executable model of each interface by itself, with no input but the lines that it is given. */
export interface StateMachine {
  /**
   * Steps the lines in order. Their findings one by one; lines count from the machine's first. A finding about a line of an earlier
   * call has no columns, and nothing is said that takes a whole trace, such as what is still held at its end.
   */
  step(text: string): readonly Finding[];
  /** The present state, copied. */
  save(): MachineState;
  /** Goes to a state that this machine was in; false for one of another machine. */
  restore(state: MachineState): boolean;
  /** The present state in words and numbers. */
  view(): StateView;
}

/** A rule as the registry knows it, for `rules`, settings and documentation. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  readonly group: RuleGroup;
  readonly interfaces: readonly InterfaceName[];
  /** Where a rule's evidence is seen: F ftrace, D lock events, K kprobes, I semantic events, P /proc snapshot or settings. */
  readonly visibleIn: readonly ('F' | 'D' | 'K' | 'I' | 'P')[];
  readonly summary: string;
}

/** The whole result of reading a file once from start to end. */
export interface FileAnalysis {
  readonly summary: TraceSummary;
  /** In line order, then rule id; of a merged trace in the order of the merged lines. */
  readonly findings: readonly Finding[];
  /** Of a merged trace: what it was merged from. */
  readonly parts?: readonly PartSummary[];
}

export interface PartSummary { readonly name: string; readonly bytes: number; readonly lines: number; readonly events: number }

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
