import type { ZoneCounts } from '../../../server/src/protocol/messages.js';
import { freeOf, isBounded, reportedOf } from '../ranges.js';
import type { Range } from '../ranges.js';
import { count, lineNumber, nothing, rangeText, zoneName } from '../text.js';
import { el } from './dom.js';

/** The numbers of the bars; each order is a button that selects it. */
export function countsTable(zone: ZoneCounts, line: number, selectedOrder: number, pick: (order: number) => void): HTMLTableElement {
  const table = el('table', {},
    el('caption', {}, `Blocks by order in zone ${zoneName(zone)}, at line ${lineNumber(line)}`),
    el('thead', {}, el('tr', {}, ...['Order', 'Free', 'Reported', 'In flight'].map(text => el('th', { scope: 'col' }, text)))));
  const body = el('tbody');
  const reported = reportedOf(zone);
  freeOf(zone).forEach((free, order) => {
    const button = el('button', { type: 'button', class: 'link', 'data-order': String(order), 'aria-pressed': String(order === selectedOrder), title: `Show order ${order} over time` }, String(order));
    button.addEventListener('click', () => pick(order));
    body.append(el('tr', order === selectedOrder ? { class: 'selected' } : {},
      el('th', { scope: 'row' }, button), rangeCell(free), rangeCell(reported[order] ?? nothing), countCell(zone.inFlight[order])));
  });
  table.append(body);
  return table;
}

export function countCell(value: number | null | undefined): HTMLTableCellElement {
  return el('td', value === null || value === undefined ? { class: 'unknown' } : {}, count(value));
}

export function rangeCell(range: Range): HTMLTableCellElement {
  return el('td', isBounded(range) ? { class: 'bounded' } : range.value === null ? { class: 'unknown' } : {}, rangeText(range));
}
