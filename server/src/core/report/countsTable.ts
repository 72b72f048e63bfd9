import type { Counts, ZoneSummary } from '../api.js';
import { plainText } from './plainText.js';

const cell = (count: number | null): string => (count === null ? '-' : String(count));

/** Per-order counts of each zone, columns aligned; `-` where the trace does not determine the count. */
export function countsTable(zones: readonly ZoneSummary[]): string[] {
  const orders = Math.max(0, ...zones.map((zone) => Math.max(zone.nrFree.length, zone.reported.length)));
  if (orders === 0) return [];
  const rows: string[][] = [['zone', 'order', ...Array.from({ length: orders }, (_, order) => String(order))]];
  const row = (zone: string, label: string, counts: Counts): void => {
    rows.push([zone, label, ...Array.from({ length: orders }, (_, order) => cell(counts[order] ?? null))]);
  };
  for (const zone of zones) {
    row(zone.node === 0 ? plainText(zone.zone) : `${zone.node}/${plainText(zone.zone)}`, 'free', zone.nrFree);
    row('', 'reported', zone.reported);
    if (zone.inFlight.some((count) => count !== null && count > 0)) row('', 'in flight', zone.inFlight);
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  return rows.map((cells) => cells.map((text, column) => (column < 2 ? text.padEnd(widths[column]) : text.padStart(widths[column]))).join('  ').trimEnd());
}
