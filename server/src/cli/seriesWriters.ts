import { type SeriesRow, seriesColumns, seriesCsvHeader, seriesCsvRow, seriesJsonRow } from '../core/index.js';
import { type ParquetColumn, ParquetRows } from '../io/parquet.js';
import type { Output } from './host.js';

export const seriesFormats = ['csv', 'json', 'parquet'] as const;
export type SeriesFormat = (typeof seriesFormats)[number];

/** Takes rows as they come. What `add` collects is written by `settle`; without `end` no reader takes it for the whole. */
export interface SeriesWriter {
  add(row: SeriesRow): void;
  settle(): Promise<void>;
  end(): Promise<void>;
}

function csvWriter(out: Output, byMigratetype: boolean): SeriesWriter {
  let head = seriesCsvHeader(byMigratetype);
  return {
    add(row) {
      out.add(head + seriesCsvRow(row));
      head = '';
    },
    settle: () => out.settle(),
    async end() {
      out.add(head);
      await out.settle(1);
    },
  };
}

function jsonWriter(out: Output): SeriesWriter {
  let rows = 0;
  return {
    add(row) { out.add(`${rows++ === 0 ? '[\n' : ',\n'}${seriesJsonRow(row)}`); },
    settle: () => out.settle(),
    async end() {
      out.add(rows === 0 ? '[]\n' : '\n]\n');
      await out.settle(1);
    },
  };
}

const types: Readonly<Record<string, Pick<ParquetColumn<SeriesRow>, 'type' | 'nullable' | 'value'>>> = {
  line: { type: 'INT64', nullable: false, value: (row) => BigInt(row.line + 1) },
  // Since boot: a count of nanoseconds, no date.
  time_ns: { type: 'INT64', nullable: true, value: (row) => (row.timeNs === null ? null : BigInt(row.timeNs)) },
  zone: { type: 'STRING', nullable: false, value: (row) => row.zone },
  node: { type: 'INT32', nullable: false, value: (row) => row.node },
  order: { type: 'INT32', nullable: false, value: (row) => row.order },
  migratetype: { type: 'STRING', nullable: false, value: (row) => row.migratetype ?? '' },
  nr_free: { type: 'INT32', nullable: true, value: (row) => row.nrFree },
  reported: { type: 'INT32', nullable: true, value: (row) => row.reported },
  in_flight: { type: 'INT32', nullable: true, value: (row) => row.inFlight },
};

async function parquetWriter(out: Output, byMigratetype: boolean): Promise<SeriesWriter> {
  const columns = seriesColumns(byMigratetype).map((name) => ({ name, ...types[name] }));
  const rows = await ParquetRows.open<SeriesRow>(columns, (bytes) => out.write([bytes]));
  return {
    add(row) { rows.add(row); },
    settle: () => rows.settle(),
    end: () => rows.end(),
  };
}

export function seriesWriter(format: SeriesFormat, out: Output, byMigratetype: boolean): SeriesWriter | Promise<SeriesWriter> {
  switch (format) {
    case 'csv': return csvWriter(out, byMigratetype);
    case 'json': return jsonWriter(out);
    case 'parquet': return parquetWriter(out, byMigratetype);
  }
}
