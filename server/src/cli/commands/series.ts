import { ruleInfos, type SeriesRow, sameColumns, seriesKey, SeriesThinner } from '../../core/index.js';
import { analysisOptions } from '../../io/readSettings.js';
import { analyseFile, remarkOn } from '../analyseFile.js';
import type { Arguments } from '../arguments.js';
import { type Command, oneFile } from '../command.js';
import { type ExitStatus, fail, type Host } from '../host.js';
import { ruleOptions, settingsOf } from '../ruleOptions.js';
import { seriesFormats, seriesWriter } from '../seriesWriters.js';

/** Drops rows that differ from the last one of their zone and order only by bounds, for which a table has no column. */
class Columns {
  private readonly last = new Map<string, SeriesRow>();

  isNew(row: SeriesRow): boolean {
    const key = seriesKey(row);
    const last = this.last.get(key);
    if (last === undefined ? row.nrFree === null && row.reported === null && row.inFlight === null : sameColumns(last, row)) return false;
    this.last.set(key, row);
    return true;
  }
}

/** One thinner for each zone and order (and migratetype); all rows in line order again at the end. */
class Thinned {
  private readonly thinners = new Map<string, SeriesThinner>();

  constructor(private readonly points: number) {}

  add(row: SeriesRow): void {
    const key = seriesKey(row);
    let thinner = this.thinners.get(key);
    if (thinner === undefined) {
      thinner = new SeriesThinner(this.points);
      this.thinners.set(key, thinner);
    }
    thinner.add(row);
  }

  rows(): SeriesRow[] {
    return [...this.thinners.values()].flatMap((thinner) => thinner.rows()).sort((a, b) => a.line - b.line);
  }
}

async function run(args: Arguments, host: Host): Promise<ExitStatus> {
  const file = oneFile(args);
  if (!file.ok) return fail(host, file.reason);
  const format = args.oneOf('format', seriesFormats);
  if (!format.ok) return fail(host, format.reason);
  const by = args.last('by');
  if (by !== undefined && by !== 'migratetype') return fail(host, `--by '${by}' is not migratetype`);
  if (format.value === 'parquet' && host.out.isTerminal) return fail(host, 'Parquet is no text for a terminal; write it into a file: > series.parquet');
  const points = args.whole('points', 1);
  if (!points.ok) return fail(host, points.reason);
  const settings = await settingsOf(args, ruleInfos);
  if (!settings.ok) return fail(host, settings.reason);
  const writer = await seriesWriter(format.value, host.out, by !== undefined);
  const columns = format.value === 'json' ? undefined : new Columns();
  const thinned = points.value === undefined ? undefined : new Thinned(points.value);
  const read = await analyseFile(host, file.value, {
    options: analysisOptions(settings.value),
    seriesByMigratetype: by !== undefined,
    onSeries: (row) => { if (columns === undefined || columns.isNew(row)) (thinned ?? writer).add(row); },
    afterPiece: async () => {
      await writer.settle();
      return 'more' as const;
    },
  });
  // What was read is written, but without the end that the format has, so that nobody takes a part for the whole.
  if (!read.ok) {
    await host.out.settle(1);
    return fail(host, `${file.value}: ${read.reason}`);
  }
  for (const row of thinned?.rows() ?? []) writer.add(row);
  await writer.end();
  if (read.value?.damage !== undefined) return fail(host, `${file.value}: ${read.value.damage}`);
  if (read.value !== undefined) remarkOn(host, file.value, read.value.summary);
  return 0;
}

export const series: Command = {
  name: 'series',
  operands: 'FILE',
  summary: 'a row for every change of a count of free or reported blocks',
  options: {
    format: { value: 'csv|json|parquet', help: 'csv is the default; parquet for DuckDB, Spark, pandas' },
    points: { value: 'N', help: 'at most N rows for each zone and order (and migratetype), minima and maxima kept' },
    interface: ruleOptions['interface'],
    config: ruleOptions['config'],
    by: { value: 'migratetype', help: 'rows for each free list of an order, by its migratetype' },
  },
  run,
};
