/** What the panel's page and the extension say to each other. Plain JSON; all text is shown as text, never as HTML. */
import type { CountsResult, SeriesResult } from './messages.js';
import type { NotReportedResult } from './notReported.js';

export interface PanelSelection { readonly zone: string; readonly node: number; readonly order: number }
/** The line that the panel shows; also what the page keeps, to come back to it after a reload. */
export interface PanelPlace { readonly uri: string; readonly line: number }

export type ToPanel =
  | { readonly type: 'counts'; readonly file: string; readonly uri: string; readonly counts: CountsResult }
  | { readonly type: 'series'; readonly uri: string; readonly selection: PanelSelection; readonly series: SeriesResult }
  | { readonly type: 'notReported'; readonly uri: string; readonly notReported: NotReportedResult }
  /** The user has asked why memory is not reported: that part opens, and the keyboard goes there. */
  | { readonly type: 'openWhy' }
  /** The trace cannot be shown; `text` says why and what to do. */
  | { readonly type: 'unavailable'; readonly text: string; readonly action: 'restart' | null };

export type FromPanel =
  /** The page has loaded; it wants everything. The rest is what it showed before, if it did, and whether the answer to why memory is not reported is open. */
  | { readonly type: 'ready'; readonly selection: PanelSelection | null; readonly place: PanelPlace | null; readonly why: boolean }
  /** That answer is opened or closed: only an open one is asked for. */
  | { readonly type: 'why'; readonly open: boolean }
  | { readonly type: 'select'; readonly selection: PanelSelection }
  /** `focus`: the keyboard goes to the trace, too. */
  | { readonly type: 'reveal'; readonly line: number; readonly focus: boolean }
  | { readonly type: 'refresh' }
  /** The button of `unavailable` with the action `restart`. */
  | { readonly type: 'restart' };
