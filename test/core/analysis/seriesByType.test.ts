/** Rows by migratetype against rows by order. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStream, type SeriesRow } from '../../../server/src/core/index.js';
import { oracleNames, readOracle } from '../../support/oracle.js';

function rowsOf(trace: Uint8Array, seriesByMigratetype: boolean): SeriesRow[] {
  const rows: SeriesRow[] = [];
  const stream = openStream({}, { seriesByMigratetype, onSeries: (row) => { rows.push(row); } });
  stream.push(trace);
  stream.end();
  return rows;
}

const lastOfLine = (rows: readonly SeriesRow[]): ReadonlyMap<number, readonly SeriesRow[]> => {
  const map = new Map<number, SeriesRow[]>();
  for (const row of rows) map.set(row.line, [...(map.get(row.line) ?? []), row]);
  return map;
};

test('the lists of an order add up to the order, at every line, where all of them are known', () => {
  let compared = 0;
  for (const name of oracleNames) {
    const { trace } = readOracle(name);
    const [byOrder, byType] = [lastOfLine(rowsOf(trace, false)), lastOfLine(rowsOf(trace, true))];
    const orders = new Map<string, SeriesRow>();
    const types = new Map<string, Map<string, SeriesRow>>();
    for (const line of [...new Set([...byOrder.keys(), ...byType.keys()])].sort((a, b) => a - b)) {
      for (const row of byOrder.get(line) ?? []) orders.set(`${row.zone} ${row.order}`, row);
      for (const row of byType.get(line) ?? []) {
        const key = `${row.zone} ${row.order}`;
        const lists = types.get(key) ?? new Map<string, SeriesRow>();
        types.set(key, lists.set(row.migratetype ?? '', row));
      }
      for (const { zone, order } of [...byOrder.get(line) ?? [], ...byType.get(line) ?? []]) {
        const whole = orders.get(`${zone} ${order}`);
        const lists = [...types.get(`${zone} ${order}`)?.values() ?? []];
        for (const value of [(row: SeriesRow) => row.nrFree, (row: SeriesRow) => row.reported, (row: SeriesRow) => row.inFlight]) {
          const counts = lists.map(value);
          const sum = counts.reduce((all, count) => (all === null || count === null ? null : all + count), 0);
          if (whole === undefined || value(whole) === null || sum === null) continue;
          assert.equal(sum, value(whole), `${name}: line ${line + 1}, ${zone}, order ${order}`);
          compared++;
        }
      }
    }
  }
  assert.ok(compared > 10_000, `${compared} comparisons`);
});

test('which list a block is on is not known where the trace has no free-list helpers', () => {
  const text = `# buddyscope: interface=reporting-v5 page_shift=12 max_order=11
# buddyscope: zone=Normal node=0 start_pfn=0x10000 end_pfn=0x20000 free=none
            task-1     [000] d..1.   1.000001: __free_one_page: zone=Normal pfn=0x10000 order=3 migratetype=1 reported=0
            task-1     [000] d..1.   1.000002: __free_one_page: zone=Normal pfn=0x10100 order=3 migratetype=1 reported=0
            task-1     [000] d..1.   1.000003: __rmqueue_smallest: zone=Normal order=3 migratetype=1 pfn=0x10100
`;
  const byType = rowsOf(Buffer.from(text), true).filter(({ order, migratetype }) => order === 3 && migratetype === 'Movable');
  assert.deepEqual(byType.map(({ nrFree }) => nrFree), [0, null]);
  const byOrder = rowsOf(Buffer.from(text), false).filter(({ order }) => order === 3);
  assert.deepEqual(byOrder.map(({ nrFree }) => nrFree).slice(-2), [2, 1]);
});
