import { type SeriesRow, seriesCsvHeader, seriesCsvRow, seriesJsonRow, SeriesThinner } from '../../core/index.js';
import { analysisOptions } from '../../io/readSettings.js';
import { analyseFile, remarkOnEvents } from '../analyseFile.js';
import type { Arguments } from '../arguments.js';
import { type Command, oneFile } from '../command.js';
import { type ExitStatus, fail, type Host, type Output } from '../host.js';
import { ruleOptions, settingsOf } from '../ruleOptions.js';

/** Rows as they come, the first one behind the opening of the format. */
function writerOf(format: 'csv' | 'json', out: Output): { row(row: SeriesRow): void; end(): void } {
  let rows = 0;
  switch (format) {
    case 'csv':
      return {
        row(row) {
          out.add(rows++ === 0 ? seriesCsvHeader + seriesCsvRow(row) : seriesCsvRow(row));
        },
        end() {
          if (rows === 0) out.add(seriesCsvHeader);
        },
      };
    case 'json':
      return {
        row(row) {
          out.add(`${rows++ === 0 ? '[\n' : ',\n'}${seriesJsonRow(row)}`);
        },
        end() {
          out.add(rows === 0 ? '[]\n' : '\n]\n');
        },
      };
  }
}

/** One thinner for each zone and order; all rows in line order again at the end. */
class Thinned {
  private readonly thinners = new Map<string, SeriesThinner>();

  constructor(private readonly points: number) {}

  add(row: SeriesRow): void {
    const key = `${row.node}/${row.order}/${row.zone}`;
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
  const format = args.oneOf('format', ['csv', 'json', 'parquet']);
  if (!format.ok) return fail(host, format.reason);
  if (format.value === 'parquet') return fail(host, '--format parquet is not built yet in this version; use --format csv');
  const points = args.whole('points', 1);
  if (!points.ok) return fail(host, points.reason);
  const settings = await settingsOf(args, []);
  if (!settings.ok) return fail(host, settings.reason);
  const writer = writerOf(format.value, host.out);
  const thinned = points.value === undefined ? undefined : new Thinned(points.value);
  const read = await analyseFile(host, file.value, {
    options: analysisOptions(settings.value),
    onSeries: (row) => (thinned === undefined ? writer.row(row) : thinned.add(row)),
    afterPiece: async () => {
      await host.out.settle();
      return 'more' as const;
    },
  });
  // What was read is written, but the array stays open, so that nobody takes a part for the whole.
  if (!read.ok) {
    await host.out.settle(1);
    return fail(host, `${file.value}: ${read.reason}`);
  }
  for (const row of thinned?.rows() ?? []) writer.row(row);
  writer.end();
  await host.out.settle(1);
  if (read.value?.damage !== undefined) return fail(host, `${file.value}: ${read.value.damage}`);
  if (read.value !== undefined) remarkOnEvents(host, file.value, read.value.summary.events);
  return 0;
}

export const series: Command = {
  name: 'series',
  operands: 'FILE',
  summary: 'a row for every change of a count of free or reported blocks',
  options: {
    format: { value: 'csv|json|parquet', help: 'csv is the default' },
    points: { value: 'N', help: 'at most N rows for each zone and order, minima and maxima kept' },
    interface: ruleOptions['interface'],
    by: { value: 'migratetype', help: 'a row for each migratetype', notBuilt: true },
  },
  run,
};
