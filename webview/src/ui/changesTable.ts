import type { SeriesResult } from '../../../server/src/protocol/messages.js';
import type { PanelSelection } from '../../../server/src/protocol/panel.js';
import { freeRows, reportedRows } from '../ranges.js';
import { rowAt, timeOf } from '../series.js';
import { lineNumber, nothing, number, time, zoneName } from '../text.js';
import { countCell, rangeCell } from './countsTable.js';
import { el } from './dom.js';

export const rowsShown = 25;

/** First of the rows to show so that the one at the cursor is in their middle, or as the user has paged. */
export function firstRow(series: SeriesResult, line: number, firstChange: number | null): number {
  const wanted = firstChange ?? rowAt(series.lines, line) - Math.floor(rowsShown / 2);
  return Math.max(0, Math.min(wanted, series.lines.length - rowsShown));
}

/** The numbers of the line chart, some rows at a time; each line number is a button that goes there. */
export function changesTable(series: SeriesResult, selection: PanelSelection, line: number, first: number, goTo: (line: number) => void): HTMLTableElement {
  const last = Math.min(first + rowsShown, series.lines.length);
  const current = rowAt(series.lines, line);
  const timed = series.firstTimeNs !== null;
  const heads = ['Line', ...(timed ? ['Time'] : []), 'Free', 'Reported', 'In flight'];
  const [free, reported] = [freeRows(series), reportedRows(series)];
  const body = el('tbody');
  for (let row = first; row < last; row++) {
    const at = series.lines[row] ?? 0;
    const button = el('button', { type: 'button', class: 'link', 'data-line': String(at), title: 'Go to this line of the trace' }, lineNumber(at));
    button.addEventListener('click', () => goTo(at));
    body.append(el('tr', row === current ? { class: 'selected', 'aria-current': 'true' } : {},
      el('th', { scope: 'row' }, button), ...(timed ? [timeCell(timeOf(series, row))] : []),
      rangeCell(free[row] ?? nothing), rangeCell(reported[row] ?? nothing), countCell(series.inFlight[row])));
  }
  return el('table', {},
    el('caption', {}, `Order ${selection.order} in zone ${zoneName(selection)}: changes ${number(first + 1)} to ${number(last)} of ${number(series.lines.length)}`),
    el('thead', {}, el('tr', {}, ...heads.map(text => el('th', { scope: 'col' }, text)))),
    body);
}

// Settings lines change counts, too, and have no time.
function timeCell(ns: string | null): HTMLTableCellElement {
  return el('td', {}, ns === null ? '–' : time(ns));
}
