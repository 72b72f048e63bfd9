import type { CountsResult, SeriesResult, ZoneCounts } from '../../server/src/protocol/messages.js';
import type { NotReportedResult } from '../../server/src/protocol/notReported.js';
import type { FromPanel, PanelPlace, PanelSelection, ToPanel } from '../../server/src/protocol/panel.js';
import { defaultSelection } from './defaultSelection.js';

export type Content =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'unavailable'; readonly text: string; readonly action: 'restart' | null }
  | { readonly kind: 'trace'; readonly file: string; readonly uri: string; readonly counts: CountsResult };

export type Section = 'numbers' | 'changes' | 'why';
/** What the line chart runs along. By time a burst of events is a moment; by line it has the room that it has in the trace. */
export type Along = 'time' | 'line';

export interface ViewState {
  readonly content: Content;
  readonly selection: PanelSelection | null;
  /** The last series that arrived; shown only while it is of the trace and the selection. */
  readonly series: { readonly uri: string; readonly selection: PanelSelection; readonly data: SeriesResult } | null;
  /** The last answer to why memory is not reported. */
  readonly why: { readonly uri: string; readonly data: NotReportedResult } | null;
  /** Counts how often the keyboard was to go to that answer. */
  readonly whyAsked: number;
  /** What the page showed before it was hidden or reloaded. */
  readonly place: PanelPlace | null;
  readonly open: Readonly<Record<Section, boolean>>;
  readonly along: Along;
  /** First row of the table of changes; null: the rows around the cursor. */
  readonly firstChange: number | null;
}

export type Action =
  | { readonly type: 'loaded' }
  | { readonly type: 'received'; readonly message: ToPanel }
  | { readonly type: 'pickZone'; readonly zone: string; readonly node: number }
  | { readonly type: 'pickOrder'; readonly order: number }
  | { readonly type: 'plotAlong'; readonly along: Along }
  | { readonly type: 'goTo'; readonly line: number; readonly focus: boolean }
  | { readonly type: 'page'; readonly firstChange: number }
  | { readonly type: 'toggle'; readonly section: Section; readonly open: boolean }
  | { readonly type: 'refresh' }
  | { readonly type: 'restart' };

/** The next state, and what to tell the extension. */
export interface Step { readonly state: ViewState; readonly send: readonly FromPanel[] }

export function reduce(state: ViewState, action: Action): Step {
  switch (action.type) {
    case 'loaded': return { state, send: [{ type: 'ready', selection: state.selection, place: state.place, why: state.open.why }] };
    case 'received': return receive(state, action.message);
    case 'pickZone': return select(state, { zone: action.zone, node: action.node, order: state.selection?.order ?? 0 });
    case 'pickOrder': return state.selection === null ? stay(state) : select(state, { ...state.selection, order: action.order });
    case 'plotAlong': return stay({ ...state, along: action.along });
    case 'goTo': return { state, send: [{ type: 'reveal', line: action.line, focus: action.focus }] };
    case 'page': return stay({ ...state, firstChange: action.firstChange });
    case 'toggle': {
      if (state.open[action.section] === action.open) return stay(state);
      const next = { ...state, open: { ...state.open, [action.section]: action.open } };
      return action.section === 'why' ? { state: next, send: [{ type: 'why', open: action.open }] } : stay(next);
    }
    case 'refresh': return { state, send: [{ type: 'refresh' }] };
    case 'restart': return { state: { ...state, content: { kind: 'waiting' } }, send: [{ type: 'restart' }] };
  }
}

/** The series of the trace and the selection on show, if it has arrived. */
export function shownSeries({ content, selection, series }: ViewState): SeriesResult | undefined {
  if (series === null || selection === null || content.kind !== 'trace') return undefined;
  return series.uri === content.uri && sameSelection(series.selection, selection) ? series.data : undefined;
}

/** The answer for the trace on show, if it has arrived. */
export function shownAnswer({ content, why }: ViewState): NotReportedResult | undefined {
  return content.kind === 'trace' && why?.uri === content.uri ? why.data : undefined;
}

/** The selected zone at the cursor's line; undefined where the trace does not know it yet. */
export function shownZone({ content, selection }: ViewState): ZoneCounts | undefined {
  if (content.kind !== 'trace' || selection === null) return undefined;
  return content.counts.zones.find(({ zone, node }) => zone === selection.zone && node === selection.node);
}

function receive(state: ViewState, message: ToPanel): Step {
  switch (message.type) {
    case 'counts': {
      const { file, uri, counts } = message;
      const otherTrace = state.place?.uri !== uri;
      const moved = otherTrace || state.place?.line !== counts.line;
      const next: ViewState = {
        ...state, content: { kind: 'trace', file, uri, counts }, place: { uri, line: counts.line }, firstChange: moved ? null : state.firstChange,
      };
      // A zone that is not known at this line of the same trace may be known further down: then it stays selected.
      if (state.selection !== null && (!otherTrace || shownZone(next) !== undefined)) return stay(next);
      const selection = defaultSelection(counts.zones);
      return selection === undefined ? stay({ ...next, selection: null }) : select(next, selection);
    }
    case 'series': return stay({ ...state, series: { uri: message.uri, selection: message.selection, data: message.series } });
    case 'notReported': return stay({ ...state, why: { uri: message.uri, data: message.notReported } });
    case 'openWhy': return { state: { ...state, open: { ...state.open, why: true }, whyAsked: state.whyAsked + 1 }, send: [{ type: 'why', open: true }] };
    case 'unavailable': return stay({ ...state, content: { kind: 'unavailable', text: message.text, action: message.action } });
  }
}

function select(state: ViewState, selection: PanelSelection): Step {
  if (state.selection !== null && sameSelection(state.selection, selection)) return stay(state);
  return { state: { ...state, selection, firstChange: null }, send: [{ type: 'select', selection }] };
}

function stay(state: ViewState): Step {
  return { state, send: [] };
}

function sameSelection(a: PanelSelection, b: PanelSelection): boolean {
  return a.zone === b.zone && a.node === b.node && a.order === b.order;
}
