import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SeriesRow, SeriesThinner } from '../../server/src/core/index.js';

/** Repeatable noise. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function rowsOf(count: number, seed: number): SeriesRow[] {
  const next = noise(seed);
  return Array.from({ length: count }, (_, i) => ({
    line: i * 2, timeNs: null, zone: 'Normal', node: 0, order: 1, inFlight: null,
    nrFree: next() < 0.02 ? null : Math.floor(next() ** 8 * 10_000), reported: next() < 0.02 ? null : Math.floor(next() * 50),
  }));
}

function thin(rows: readonly SeriesRow[], points: number): SeriesRow[] {
  const thinner = new SeriesThinner(points);
  for (const row of rows) thinner.add(row);
  return thinner.rows();
}

const known = (rows: readonly SeriesRow[], key: 'nrFree' | 'reported'): number[] => rows.map((row) => row[key]).filter((value) => value !== null);

test('fewer rows than wished stay as they are', () => {
  for (const count of [0, 1, 2, 7]) assert.deepEqual(thin(rowsOf(count, 1), 7), rowsOf(count, 1));
});

test('never more rows than wished, in order, each from the input, with the ends, minima and maxima of both counts', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const rows = rowsOf(1 + (seed * 379) % 5000, seed);
    for (const points of [8, 20, 100, 1999]) {
      const thinned = thin(rows, points);
      assert.ok(thinned.length <= points, `${thinned.length} rows for ${points}`);
      assert.deepEqual(thinned, rows.filter((row) => thinned.some(({ line }) => line === row.line)));
      assert.equal(thinned[0], rows[0]);
      assert.equal(thinned.at(-1), rows.at(-1));
      for (const key of ['nrFree', 'reported'] as const) {
        assert.equal(Math.max(...known(thinned, key)), Math.max(...known(rows, key)), `maximum of ${key}, seed ${seed}, ${points} points`);
        assert.equal(Math.min(...known(thinned, key)), Math.min(...known(rows, key)), `minimum of ${key}, seed ${seed}, ${points} points`);
      }
    }
  }
});

test('each part of a long series keeps its own spike', () => {
  const rows = Array.from({ length: 100_000 }, (_, line): SeriesRow => ({
    line, timeNs: null, zone: 'Normal', node: 0, order: 1, inFlight: 0, reported: 0, nrFree: line % 10_000 === 5000 ? 1000 + line / 10_000 : line % 3,
  }));
  const spikes = thin(rows, 500).filter(({ nrFree }) => nrFree !== null && nrFree >= 1000);
  assert.equal(spikes.length, 10);
});

test('the smallest wishes keep the value that holds at the end', () => {
  const rows = rowsOf(1000, 3);
  assert.deepEqual(thin(rows, 1), [rows[999]]);
  for (const points of [2, 3, 4]) assert.ok(thin(rows, points).length <= points && thin(rows, points).at(-1) === rows[999]);
});
