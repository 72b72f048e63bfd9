/** What the viewer's page and the extension say to each other. Plain JSON; text of a trace is shown as text, never as HTML. */
import type { FindingsTableResult, LargeFindingsResult, LargeHover, LargeIndexedParams, LargeReadParams, ReadLinesResult, SearchPlace, TableFilter } from './large.js';

/** Things that a key or a menu of VS Code asks the page for. */
export type LargeCommand = 'goToLine' | 'find' | 'findNext' | 'findPrevious' | 'nextFinding' | 'previousFinding' | 'showHover' | 'showFindings';

export type ToLarge =
  | { readonly type: 'indexed'; readonly name: string; readonly index: LargeIndexedParams }
  /** `result` is null where the lines could not be read; the page asks again when it is drawn anew. */
  | { readonly type: 'lines'; readonly from: number; readonly result: ReadLinesResult | null }
  /** How far the analysis is. */
  | { readonly type: 'reading'; readonly reading: LargeReadParams }
  /** `problem`: why nothing is known of the line. */
  | { readonly type: 'hover'; readonly line: number; readonly hover: LargeHover | null; readonly problem: string | null }
  | { readonly type: 'findings'; readonly findings: LargeFindingsResult }
  /** Rows of the table from `first` on; `asked` is that of the question. */
  | { readonly type: 'table'; readonly asked: number; readonly first: number; readonly result: FindingsTableResult | null; readonly problem: string | null }
  | { readonly type: 'searching'; readonly percent: number }
  | { readonly type: 'found'; readonly place: SearchPlace | null; readonly problem: string | null }
  | { readonly type: 'reveal'; readonly line: number }
  | { readonly type: 'command'; readonly command: LargeCommand };

export type FromLarge =
  /** The page has loaded and wants everything. */
  | { readonly type: 'ready' }
  /** The answer to `reveal`. */
  | { readonly type: 'revealed'; readonly line: number }
  | { readonly type: 'lines'; readonly from: number; readonly count: number }
  | { readonly type: 'search'; readonly text: string; readonly matchCase: boolean; readonly backwards: boolean; readonly line: number; readonly after: number | null }
  | { readonly type: 'stopSearch' }
  | { readonly type: 'hover'; readonly line: number }
  /** Stop the analysis, or go on with it. */
  | { readonly type: 'read'; readonly on: boolean }
  | { readonly type: 'follow'; readonly on: boolean }
  | { readonly type: 'reload' }
  | { readonly type: 'openText'; readonly line: number }
  | { readonly type: 'openRule'; readonly rule: string }
  /** The current line is another one. */
  | { readonly type: 'current'; readonly line: number }
  /** Rows of the table of findings. */
  | { readonly type: 'table'; readonly asked: number; readonly filter: TableFilter; readonly first: number }
  /** A finding was clicked. */
  | { readonly type: 'finding'; readonly line: number };
