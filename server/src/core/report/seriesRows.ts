import type { SeriesRow } from '../api.js';

/** In this order; `migratetype` only where the rows are by it. */
export const seriesColumns = (byMigratetype: boolean): readonly string[] =>
  ['line', 'time_ns', 'zone', 'node', 'order', ...(byMigratetype ? ['migratetype'] : []), 'nr_free', 'reported', 'in_flight'];

export const seriesCsvHeader = (byMigratetype: boolean): string => `${seriesColumns(byMigratetype).join()}\n`;

/** RFC 4180: a zone name may be a pointer or anything a trace writes there. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const count = (value: number | null): string => (value === null ? '' : String(value));

export const seriesCsvRow = (row: SeriesRow): string =>
  `${row.line + 1},${row.timeNs ?? ''},${field(row.zone)},${row.node},${row.order},${row.migratetype === undefined ? '' : `${field(row.migratetype)},`}${count(row.nrFree)},${count(row.reported)},${count(row.inFlight)}\n`;

export const seriesJsonRow = (row: SeriesRow): string =>
  JSON.stringify({
    line: row.line + 1,
    time_ns: row.timeNs,
    zone: row.zone,
    node: row.node,
    order: row.order,
    ...(row.migratetype === undefined ? {} : { migratetype: row.migratetype }),
    nr_free: row.nrFree,
    reported: row.reported,
    in_flight: row.inFlight,
    ...(row.bounds === undefined ? {} : {
      nr_free_at_least: row.bounds.nrFreeAtLeast, nr_free_at_most: row.bounds.nrFreeAtMost,
      reported_at_least: row.bounds.reportedAtLeast, reported_at_most: row.bounds.reportedAtMost,
    }),
  });

/** Do the two differ in a column of CSV, which has no bounds? */
export const sameColumns = (a: SeriesRow, b: SeriesRow): boolean => a.nrFree === b.nrFree && a.reported === b.reported && a.inFlight === b.inFlight;

/** Equal for rows of one zone and order (and migratetype). */
export const seriesKey = ({ zone, node, order, migratetype }: SeriesRow): string => `${node}/${order}/${zone}/${migratetype ?? ''}`;
