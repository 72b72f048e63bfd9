import { isFields, isPanelPlace, isPanelSelection } from '../../server/src/protocol/guards.js';
import type { ViewState } from './model.js';

/** The small part of the state that outlives the page; everything else is asked for again. */
export function toSaved({ place, selection, open, along }: ViewState): unknown {
  return { place, selection, open, along };
}

/** The state to start with; `saved` may come from an older version, or be missing. */
export function fromSaved(saved: unknown): ViewState {
  const fields = isFields(saved) ? saved : {};
  const open = isFields(fields['open']) ? fields['open'] : {};
  return {
    content: { kind: 'waiting' },
    selection: isPanelSelection(fields['selection']) ? fields['selection'] : null,
    place: isPanelPlace(fields['place']) ? fields['place'] : null,
    series: null,
    why: null,
    whyAsked: 0,
    along: fields['along'] === 'line' ? 'line' : 'time',
    firstChange: null,
    open: { numbers: open['numbers'] !== false, changes: open['changes'] === true, why: open['why'] === true },
  };
}
