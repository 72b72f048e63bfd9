/** The commands read a trace.dat as they read text. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { run, runHere, scratch } from './support/run.js';

const folder = join(__dirname, '../fixtures/tracedat');
const file = join(folder, 'reporting-v7-zlib.dat');

test('analyze gives the same for the file, its text, a packed copy and a pipe', async (t) => {
  const write = await scratch(t);
  const text = await runHere(['analyze', '--format', 'json', join(folder, 'reporting.txt.gz')]);
  const essence = (out: string): string => out.replace(/"file":"[^"]*"/, '').replace(/"bytes":\d+/, '');
  for (const args of [[file], [await write('a.dat.gz', gzipSync(readFileSync(file)))], [join(folder, 'reporting-v6.dat')]]) {
    const { status, out } = await runHere(['analyze', '--format', 'json', ...args]);
    assert.equal(status, 0);
    assert.equal(essence(out), essence(text.out));
  }
  assert.equal(essence((await run(['analyze', '--format', 'json', '-'], readFileSync(file))).out), essence(text.out));
});

test('state, series and redact read it, too', async () => {
  assert.equal((await runHere(['state', file, '--line', '900'])).status, 0);
  assert.match((await runHere(['series', file])).out, /^line,time_ns/);
  const { status, out } = await runHere(['redact', file]);
  assert.equal(status, 0);
  assert.match(out, /kworker\/1:2-54 .*isolate: /);
  assert.ok(!/ (?:dd|sleep|rm)-\d/.test(out) && !out.includes('ffeedae2'));
});

test('redacted, it has the analysis of the recording; of one that is cut what could be read is written, and the status is 2', async (t) => {
  const write = await scratch(t);
  const essence = async (path: string): Promise<string> => (await runHere(['analyze', '--format', 'json', '--no-fold', path])).out.replace(/"(?:file|message)":"[^"]*"|"bytes":\d+/g, '');
  for (const name of ['reporting-v6.dat', 'reporting-v7-zlib.dat', 'graph-v7-zstd.dat', 'lost-v7-zstd.dat']) {
    const redacted = await write('redacted.trace', (await runHere(['redact', join(folder, name)])).out);
    assert.equal(await essence(redacted), await essence(join(folder, name)), name);
  }
  const bytes = readFileSync(join(folder, 'reporting-v6.dat'));
  const output = await write('cut.trace', '');
  const { status, out, err } = await runHere(['redact', await write('cut.dat', bytes.subarray(0, bytes.length - 9000)), '-o', output]);
  assert.deepEqual([status, out], [2, '']);
  assert.match(err, /cut\.dat: is cut short: .* events could be read\n$/);
  assert.ok(readFileSync(output, 'utf8').split('\n').length > 500);
});

test('of a file that is cut the findings are printed, then the reason, and the status is 2', async (t) => {
  const bytes = readFileSync(join(folder, 'reporting-v6.dat'));
  const cut = await (await scratch(t))('cut.dat', bytes.subarray(0, bytes.length - 9000));
  const { status, out, err } = await runHere(['analyze', cut]);
  assert.equal(status, 2);
  assert.match(out, /cut\.dat: \d+ lines, \d+ events/);
  assert.match(err, /^buddyscope: \S+cut\.dat: is cut short: of the data of CPU 1 \d+ of 24576 bytes are there.*; \d+ events could be read\n$/);
  const head = await (await scratch(t))('head.dat', bytes.subarray(0, 2000));
  const none = await runHere(['analyze', head]);
  assert.deepEqual([none.status, none.out], [2, '']);
  assert.match(none.err, /is cut short in the/);
});
