/** What the panel's page and the extension say to each other. Plain JSON; all text is shown as text, never as HTML. */
import type { CountsResult, SeriesResult } from './messages.js';

export interface PanelSelection { readonly zone: string; readonly node: number; readonly order: number }

export type ToPanel =
  | { readonly type: 'counts'; readonly file: string; readonly counts: CountsResult }
  | { readonly type: 'series'; readonly selection: PanelSelection; readonly series: SeriesResult }
  /** The trace cannot be shown; `text` says why and what to do. */
  | { readonly type: 'unavailable'; readonly text: string };

export type FromPanel =
  /** The page has loaded; it wants everything. */
  | { readonly type: 'ready'; readonly selection: PanelSelection | null }
  | { readonly type: 'select'; readonly selection: PanelSelection }
  | { readonly type: 'reveal'; readonly line: number }
  | { readonly type: 'refresh' };
