import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Machine } from '../../../server/src/core/engine/machine.js';
import { hashSnapshot, restoreSnapshot, sameSnapshot, takeSnapshot } from '../../../server/src/core/engine/snapshot.js';
import { LineParser } from '../../../server/src/core/parse/parseLines.js';
import { Columns } from '../../../server/src/core/trace/columns.js';
import { Names } from '../../../server/src/core/trace/names.js';
import { readOracle } from '../../support/oracle.js';

function load(): { machine: Machine; columns: Columns } {
  const { trace } = readOracle('v5-isolate');
  const names = new Names();
  const columns = new Columns(4096);
  new LineParser(names).parse(trace, 0, trace.length, columns);
  return { machine: new Machine(names), columns };
}

const step = ({ machine, columns }: ReturnType<typeof load>, from: number, to: number): void => {
  for (let i = from; i < to; i++) machine.step(columns, i, i + 1);
};

test('a state that is put back goes on as the first time', () => {
  const run = load();
  step(run, 0, 900);
  const middle = takeSnapshot(run.machine);
  step(run, 900, run.columns.length);
  const end = takeSnapshot(run.machine);
  assert.ok(!sameSnapshot(middle, end));
  assert.notEqual(hashSnapshot(middle), hashSnapshot(end));
  restoreSnapshot(run.machine, middle);
  assert.ok(sameSnapshot(takeSnapshot(run.machine), middle));
  step(run, 900, run.columns.length);
  assert.ok(sameSnapshot(takeSnapshot(run.machine), end));
  assert.equal(hashSnapshot(takeSnapshot(run.machine)), hashSnapshot(end));
});

test('two machines that are given the same lines are in the same state', () => {
  const [one, two] = [load(), load()];
  step(one, 0, 1500);
  step(two, 0, 1500);
  assert.equal(hashSnapshot(takeSnapshot(one.machine)), hashSnapshot(takeSnapshot(two.machine)));
  assert.ok(sameSnapshot(takeSnapshot(one.machine), takeSnapshot(two.machine)));
});

test('blocks that nobody has written count as not there', () => {
  assert.ok(sameSnapshot(Int32Array.of(1, 2), Int32Array.of(1, 2, 0, 0)));
  assert.equal(hashSnapshot(Int32Array.of(1, 2)), hashSnapshot(Int32Array.of(1, 2, 0, 0)));
  assert.ok(!sameSnapshot(Int32Array.of(1, 2), Int32Array.of(1, 2, 0, 3)));
});
