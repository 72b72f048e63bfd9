import type { CountsResult, SeriesResult, ZoneCounts } from '../../server/src/protocol/messages.js';
import type { PanelSelection } from '../../server/src/protocol/panel.js';
import { extent, rowAt } from './series.js';

export const unknown = 'unknown';

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** A count that the trace does not determine is unknown, which is not zero. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? unknown : number(value);
}

/** Seconds as the trace prints them: six digits, or nine where the time has them. */
export function time(ns: string | null): string {
  if (ns === null || !/^\d+$/.test(ns)) return unknown;
  const digits = ns.padStart(10, '0');
  const fraction = digits.slice(-9);
  return `${digits.slice(0, -9)}.${fraction.endsWith('000') ? fraction.slice(0, 6) : fraction} s`;
}

/** Lines are counted from 0 in messages and from 1 for people. */
export function lineNumber(line: number): string {
  return number(line + 1);
}

export function zoneName({ zone, node }: { readonly zone: string; readonly node: number }): string {
  return `${zone}, node ${node}`;
}

export function orderName(order: number): string {
  const pages = 2 ** order;
  return `${order} (${number(pages)} ${pages === 1 ? 'page' : 'pages'})`;
}

export function whereText({ line, lineCount, timeNs, interface: name }: CountsResult): string {
  return [`Line ${lineNumber(line)} of ${number(lineCount)}`, ...(timeNs === null ? [] : [time(timeNs)]), name ?? 'no interface recognised'].join(' · ');
}

/** The bar chart in words, for those who do not see it. */
export function barsLabel(zone: ZoneCounts, line: number): string {
  const orders = zone.nrFree.map((free, order) => `order ${order}: ${count(free)} free, ${count(zone.reported[order])} reported`);
  return `Bar chart of free and reported blocks by order in zone ${zoneName(zone)}, at line ${lineNumber(line)}. ${orders.join('; ')}.`;
}

/** The line chart in words. */
export function seriesLabel(selection: PanelSelection, series: SeriesResult, line: number): string {
  const head = `Line chart of order ${selection.order} in zone ${zoneName(selection)}, ${number(series.lines.length)} ${series.lines.length === 1 ? 'change' : 'changes'}.`;
  const at = rowAt(series.lines, line);
  const now = at < 0
    ? `Line ${lineNumber(line)} is before the first of them.`
    : `At line ${lineNumber(line)}: ${count(series.nrFree[at])} free, ${count(series.reported[at])} reported, ${count(series.inFlight[at])} in flight.`;
  return [head, range('Free', series.nrFree), range('Reported', series.reported), now].join(' ');
}

function range(name: string, values: readonly (number | null)[]): string {
  const found = extent(values);
  if (found === undefined) return `${name}: ${unknown}.`;
  return found[0] === found[1] ? `${name}: always ${number(found[0])}.` : `${name}: between ${number(found[0])} and ${number(found[1])}.`;
}
