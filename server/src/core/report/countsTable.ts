import type { Counts, ZoneSummary } from '../api.js';
import { countText } from './boundsText.js';
import { plainText } from './plainText.js';

/** What the table is of, and what its signs mean. */
export const countsLegend = (zones: readonly ZoneSummary[], where = ''): string =>
  `blocks${where}, - where the trace does not tell${zones.some(({ bounds }) => bounds !== undefined) ? ', 3..7 where it tells the bounds only' : ''}`;

/** Per-order counts of each zone, columns aligned; `-` where the trace does not determine the count. */
export function countsTable(zones: readonly ZoneSummary[]): string[] {
  const orders = Math.max(0, ...zones.map((zone) => Math.max(zone.nrFree.length, zone.reported.length)));
  if (orders === 0) return [];
  const rows: string[][] = [['zone', 'order', ...Array.from({ length: orders }, (_, order) => String(order))]];
  const row = (zone: string, label: string, counts: Counts, low?: Counts, high?: Counts): void => {
    rows.push([zone, label, ...Array.from({ length: orders }, (_, order) => countText(counts[order] ?? null, low?.[order] ?? null, high?.[order] ?? null))]);
  };
  for (const zone of zones) {
    row(zone.node === 0 ? plainText(zone.zone) : `${zone.node}/${plainText(zone.zone)}`, 'free', zone.nrFree, zone.bounds?.nrFreeAtLeast, zone.bounds?.nrFreeAtMost);
    row('', 'reported', zone.reported, zone.bounds?.reportedAtLeast, zone.bounds?.reportedAtMost);
    if (zone.inFlight.some((count) => count !== null && count > 0)) row('', 'in flight', zone.inFlight);
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  return rows.map((cells) => cells.map((text, column) => (column < 2 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join('  ').trimEnd());
}
