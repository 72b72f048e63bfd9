/** However the bytes come, a finding stands at the same columns as in an open document. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDocument, openStream } from '../../../server/src/core/index.js';

const folder = join(__dirname, '../../rules');
const traces = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => /invalid-[^/]*\.alloctrace$/.test(file)).sort();
const PIECE = 333;

test('pieces of a few lines', () => {
  assert.ok(traces.length > 100);
  for (const file of traces) {
    const bytes = readFileSync(join(folder, file));
    const stream = openStream({ fold: false });
    for (let at = 0; at < bytes.length; at += PIECE) stream.push(bytes.subarray(at, at + PIECE));
    assert.deepEqual(stream.end().findings, openDocument(bytes.toString('utf8'), { fold: false }).findings(), file);
  }
});
