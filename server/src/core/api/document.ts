/** An open trace, and what an editor asks of it. */
import type { TraceSummary } from './file.js';
import type { Finding, AnalysisOptions } from './findings.js';
import type { StateView, SeriesRow } from './state.js';

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
