import type { SeriesRow } from '../api.js';

export const seriesCsvHeader = 'line,time_ns,zone,node,order,nr_free,reported,in_flight\n';

/** RFC 4180: a zone name may be a pointer or anything a trace writes there. */
const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const count = (value: number | null): string => (value === null ? '' : String(value));

export const seriesCsvRow = (row: SeriesRow): string =>
  `${row.line + 1},${row.timeNs ?? ''},${field(row.zone)},${row.node},${row.order},${count(row.nrFree)},${count(row.reported)},${count(row.inFlight)}\n`;

export const seriesJsonRow = (row: SeriesRow): string =>
  JSON.stringify({
    line: row.line + 1,
    time_ns: row.timeNs,
    zone: row.zone,
    node: row.node,
    order: row.order,
    nr_free: row.nrFree,
    reported: row.reported,
    in_flight: row.inFlight,
  });
