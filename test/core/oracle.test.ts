/**
 * Traces printed by the posted code itself, compiled over a small allocator, with the counts and violations that it
 * computed from its own data structures.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStream, type Finding, type SeriesRow } from '../../server/src/core/index.js';
import { oracleNames, readOracle, type Row, type Violation } from '../support/oracle.js';

/** The trace of the unchanged code that a fault's trace is to be compared with. */
const unchanged = (name: string): string => `${name.split('-')[0]}-clean-1`;

function analyse(trace: Uint8Array): { findings: readonly Finding[]; series: SeriesRow[] } {
  const series: SeriesRow[] = [];
  const stream = openStream({ fold: false }, { onSeries: row => { series.push(row); } });
  stream.push(trace);
  return { findings: stream.end().findings, series };
}

/** nr_free and flagged counts after every release of a zone lock. */
function checkCounts(name: string, rows: readonly Row[], series: readonly SeriesRow[]): void {
  const held = new Map<string, SeriesRow>();
  let next = 0;
  for (const row of rows) {
    for (; next < series.length && series[next].line < row.line; next++) held.set(`${series[next].zone} ${series[next].order}`, series[next]);
    row.nr_free.forEach((count, order) => { assert.equal(held.get(`${row.zone} ${order}`)?.nrFree, count, `${name}:${row.line} ${row.zone} order ${order}`); });
    row.flagged.forEach((count, i) => { assert.equal(held.get(`${row.zone} ${9 + i}`)?.reported, count, `${name}:${row.line} ${row.zone} reported ${9 + i}`); });
  }
}

const errorsOf = (findings: readonly Finding[]): string[] => findings.filter(f => f.severity === 'error').map(f => `${f.line + 1} ${f.rule}`);
const key = (v: Violation): string => `${v.line} ${v.violation}`;

for (const name of oracleNames) {
  test(`oracle ${name}`, () => {
    const { trace, rows, violations } = readOracle(name);
    const { findings, series } = analyse(trace);
    checkCounts(name, rows, series);
    const errors = errorsOf(findings);
    if (name.includes('-clean')) {
      assert.deepEqual(errors, violations.map(key));
      return;
    }
    const usual = new Set(readOracle(unchanged(name)).violations.map(v => v.violation));
    const first = violations.find(v => !usual.has(v.violation) && v.violation !== 'lock-held-at-end');
    if (name === 'v5-busy') assert.deepEqual(errors, violations.map(key));
    else {
      assert.ok(first, 'the fault shows in the truth');
      assert.ok(errors.includes(key(first)), `${key(first)} among ${errors.slice(0, 10).join(', ')}`);
    }
  });
}
