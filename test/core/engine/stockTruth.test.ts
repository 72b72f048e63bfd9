/** Random histories of a stock kernel: what the trace is said to tell of free and reported blocks is true at every line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream, type SeriesRow } from '../../../server/src/core/index.js';
import { Random } from '../../support/random.js';
import { StockKernel, type StockOptions } from '../../support/stockKernel.js';

const SEED = Number(process.env['BUDDYSCOPE_SEED'] ?? 11);
const ROUNDS = Number(process.env['BUDDYSCOPE_ROUNDS'] ?? 12);

/** Rows of an order in line order, as `series` gives them. */
function seriesOf(text: string): Map<number, SeriesRow[]> {
  const rows = new Map<number, SeriesRow[]>();
  const stream = openStream({}, { onSeries: row => { rows.set(row.order, [...rows.get(row.order) ?? [], row]); } });
  stream.push(Buffer.from(text));
  stream.end();
  assert.deepEqual([...new Set([...rows.values()].flat().map(({ zone }) => zone))], ['Normal'], 'a zone has no rows of its own by its address');
  return rows;
}

interface Tally { checked: number; exact: number; wrong: string[] }

function check(kernel: StockKernel, order: number, rows: readonly SeriesRow[], tally: Tally): void {
  let at = -1;
  for (const truth of kernel.truths) {
    while (at + 1 < rows.length && rows[at + 1].line <= truth.line) at++;
    if (at < 0) continue;
    const row = rows[at];
    const bounds = row.bounds ?? { nrFreeAtLeast: row.nrFree, nrFreeAtMost: row.nrFree, reportedAtLeast: row.reported, reportedAtMost: row.reported };
    const within = (value: number, low: number | null, high: number | null): boolean => (low === null || low <= value) && (high === null || value <= high);
    const ok = within(truth.free[order], bounds.nrFreeAtLeast, bounds.nrFreeAtMost) && within(truth.reported[order], bounds.reportedAtLeast, bounds.reportedAtMost)
      && (bounds.reportedAtLeast === null || bounds.reportedAtMost === null || bounds.reportedAtLeast <= bounds.reportedAtMost)
      && (bounds.reportedAtMost === null || bounds.nrFreeAtMost === null || bounds.reportedAtMost <= bounds.nrFreeAtMost)
      && (row.inFlight === null || row.inFlight === truth.inFlight[order]);
    tally.checked++;
    if (row.reported !== null) tally.exact++;
    if (!ok) tally.wrong.push(`order ${order}, after line ${truth.line + 1}: free ${truth.free[order]}, reported ${truth.reported[order]}, in flight ${truth.inFlight[order]}; said ${JSON.stringify(row)}`);
  }
}

function history(seed: number, options: StockOptions, busy: boolean): StockKernel {
  const random = new Random(seed);
  const kernel = new StockKernel(random, options);
  for (let i = 0; i < 3; i++) kernel.work();
  kernel.snapshot();
  for (let run = 0; run < 6; run++) {
    for (let i = 0; i < 25; i++) kernel.work();
    kernel.run(busy);
    if (random.below(2) === 0) kernel.snapshot();
  }
  return kernel;
}

const histories: readonly StockOptions[] = [
  { notifies: true, order: 5 }, { notifies: false, order: 5 }, { notifies: true, order: 2 }, { notifies: false, order: 2 },
  { notifies: true, order: 5, fallback: 'shown' }, { notifies: true, order: 5, fallback: 'taken' }, { notifies: false, order: 5, fallback: 'taken' },
  { notifies: true, order: 2, fallback: 'shown' }, { notifies: true, order: 2, fallback: 'taken' }, { notifies: false, order: 2, fallback: 'taken' },
];
for (const options of histories) {
  test(`stock kernel, ${JSON.stringify(options)}, seed ${SEED}`, () => {
    const tally: Tally = { checked: 0, exact: 0, wrong: [] };
    for (let round = 0; round < ROUNDS; round++) {
      const kernel = history(SEED * 1000 + round, options, round % 2 === 0);
      const rows = seriesOf(kernel.lines.join('\n'));
      const before = tally.wrong.length;
      for (let order = options.order; order <= 6; order++) check(kernel, order, rows.get(order) ?? [], tally);
      assert.equal(tally.wrong.length, before, `round ${round}: ${tally.wrong.slice(before, before + 3).join('\n')}`);
    }
    assert.ok(tally.checked > 1000, `only ${tally.checked} counts are bounded at all`);
    if (options.notifies) assert.ok(tally.exact > tally.checked / 10, `${tally.exact} of ${tally.checked} are exact`);
  });
}

test('an edited document tells the same bounds as a fresh one', () => {
  const { lines } = history(SEED, { notifies: true, order: 5 }, true);
  const document = openDocument(lines.join('\n'));
  const random = new Random(SEED);
  document.findings();
  for (let i = 0; i < 25; i++) {
    const line = random.below(lines.length - 1);
    const [gone] = lines.splice(line, 1);
    document.edit([{ startLine: line, startColumn: 0, endLine: line + 1, endColumn: 0, text: '' }]);
    if (random.below(2) === 0) {
      lines.splice(line, 0, gone, gone);
      document.edit([{ startLine: line, startColumn: 0, endLine: line, endColumn: 0, text: `${gone}\n${gone}\n` }]);
    }
    const fresh = openDocument(lines.join('\n'));
    assert.deepEqual(document.findings(), fresh.findings());
    for (const order of [5, 6]) assert.deepEqual(document.series('Normal', 0, order, 1e9), fresh.series('Normal', 0, order, 1e9));
    const at = random.below(lines.length);
    assert.deepEqual(document.stateAt(at), fresh.stateAt(at));
  }
});
