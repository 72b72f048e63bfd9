import type { CountsResult, SeriesResult, ZoneCounts } from '../../server/src/protocol/messages.js';
import type { PanelSelection } from '../../server/src/protocol/panel.js';
import { freeOf, freeRows, reportedOf, reportedRows } from './ranges.js';
import type { Range } from './ranges.js';
import { rowAt } from './series.js';

export const unknown = 'unknown';

export function number(value: number): string {
  return value.toLocaleString('en-US');
}

/** A count that the trace does not determine is unknown, which is not zero. */
export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? unknown : number(value);
}

/** A count or its bounds in words. */
export function rangeText({ value, low, high }: Range): string {
  if (value !== null) return number(value);
  if (high === null) return low === null ? unknown : `at least ${number(low)}`;
  return low === null || low === 0 ? `at most ${number(high)}` : `${number(low)} to ${number(high)}`;
}

/** As signs over a bar, the longest first. */
export function rangeSigns({ value, low, high }: Range): readonly string[] {
  if (value !== null) return [String(value)];
  if (high === null) return [low === null ? '?' : `≥${low}`];
  return low === null || low === 0 ? [`≤${high}`] : [`${low}–${high}`, `≥${low}`];
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
  const reported = reportedOf(zone);
  const orders = freeOf(zone).map((free, order) => `order ${order}: ${rangeText(free)} free, ${rangeText(reported[order] ?? nothing)} reported`);
  return `Bar chart of free and reported blocks by order in zone ${zoneName(zone)}, at line ${lineNumber(line)}. ${orders.join('; ')}.`;
}

/** The line chart in words. */
export function seriesLabel(selection: PanelSelection, series: SeriesResult, line: number): string {
  const head = `Line chart of order ${selection.order} in zone ${zoneName(selection)}, ${number(series.lines.length)} ${series.lines.length === 1 ? 'change' : 'changes'}.`;
  const at = rowAt(series.lines, line);
  const [free, reported] = [freeRows(series), reportedRows(series)];
  const now = at < 0
    ? `Line ${lineNumber(line)} is before the first of them.`
    : `At line ${lineNumber(line)}: ${rangeText(free[at] ?? nothing)} free, ${rangeText(reported[at] ?? nothing)} reported, ${count(series.inFlight[at])} in flight.`;
  return [head, extentText('Free', free), extentText('Reported', reported), now].join(' ');
}

export const nothing: Range = { value: null, low: null, high: null };

function extentText(name: string, ranges: readonly Range[]): string {
  const known = ranges.flatMap(({ low, high }) => [low, high]).filter(value => value !== null);
  if (known.length === 0) return `${name}: ${unknown}.`;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return least === most ? `${name}: always ${number(least)}.` : `${name}: between ${number(least)} and ${number(most)}.`;
}
