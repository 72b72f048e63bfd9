/** What is kept of parsed lines is all of it, in few bytes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineParser } from '../../../server/src/core/parse/parseLines.js';
import { Columns, columnNames } from '../../../server/src/core/trace/columns.js';
import { Names } from '../../../server/src/core/trace/names.js';
import { PackedColumns } from '../../../server/src/core/trace/packedColumns.js';
import { oracleNames, readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';

const values = (columns: Columns): Record<string, number[]> => Object.fromEntries(columnNames.map(name => [name, [...columns[name].subarray(0, columns.length)]]));

function assertKept(columns: Columns): PackedColumns {
  const packed = PackedColumns.from(columns);
  const unpacked = new Columns(columns.length);
  packed.unpack(unpacked);
  assert.deepEqual(values(unpacked), values(columns));
  assert.deepEqual(unpacked.settings, columns.settings);
  const rows = packed.rows();
  for (const name of columnNames) assert.deepEqual(Array.from(rows[name]), values(columns)[name], name);
  return packed;
}

test('lines of every recording of the posted code are kept whole, in at most 24 bytes each', () => {
  let lines = 0;
  let bytes = 0;
  for (const name of oracleNames) {
    const { trace: text } = readOracle(name);
    const parser = new LineParser(new Names());
    const columns = new Columns(512);
    for (let at = 0; at < text.length;) {
      const next = parser.parse(text, at, text.length, columns);
      if (next === at) break;
      at = next;
      lines += columns.length;
      bytes += assertKept(columns).bytes;
    }
  }
  assert.ok(lines > 10_000);
  assert.ok(bytes <= 24 * lines, `${bytes / lines} bytes a line`);
});

test('any values are kept, at any span', () => {
  const random = new Random(11);
  const spans = [0, 1, 200, 255, 256, 65_535, 65_536, 2 ** 31];
  for (let round = 0; round < 50; round++) {
    const columns = new Columns(40);
    columns.length = random.below(41);
    for (const name of columnNames) {
      const column = columns[name];
      const span = random.pick(spans);
      for (let i = 0; i < columns.length; i++) {
        const value = random.below(span + 1) - random.pick([0, 1, 1000]);
        column[i] = column instanceof Float64Array && random.below(8) === 0 ? random.pick([0.5, -1, 2 ** 53 - 1, 2 ** 40 + value, NaN, Infinity, -Infinity]) : value;
      }
    }
    assertKept(columns);
  }
});
