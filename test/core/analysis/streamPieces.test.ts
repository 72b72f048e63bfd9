/** A recording is read alike wherever its bytes are cut: at every place at once, and in pieces of odd sizes. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { openStream, type FileAnalysis } from '../../../server/src/core/index.js';
import { oracleNames, readOracle } from '../../support/oracle.js';

const fixtures = join(__dirname, '../../fixtures');
/** Of longer recordings the beginning is cut up. */
const MOST = 60_000;
const SIZES = [1, 2, 3, 7, 64, 4095, 4097];

function analyse(bytes: Uint8Array, size: number): FileAnalysis {
  const stream = openStream({ fold: false });
  for (let at = 0; at < bytes.length; at += size) {
    // The memory of a piece is used again.
    const piece = bytes.slice(at, at + size);
    stream.push(piece);
    piece.fill(0);
  }
  return stream.end();
}

function assertAlike(name: string, whole: Uint8Array): void {
  // A copy that is no Buffer: slices of those share its memory.
  const bytes = Uint8Array.from(whole.subarray(0, MOST));
  const expected = analyse(bytes, bytes.length);
  assert.ok(expected.summary.lines > 0, name);
  for (const size of SIZES) assert.deepEqual(analyse(bytes, size), expected, `${name} in pieces of ${size}`);
}

for (const folder of ['lines', 'captures']) {
  test(`real kernels: ${folder}`, () => {
    const files = readdirSync(join(fixtures, folder));
    assert.ok(files.length > 10);
    for (const file of files) {
      const bytes = readFileSync(join(fixtures, folder, file));
      assertAlike(file, file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
    }
  });
}

test('the posted code', () => {
  for (const name of oracleNames) assertAlike(name, readOracle(name).trace);
});
