import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { run, runHere, scratch } from './support/run.js';
import { faulty } from './support/samples.js';

test('redact writes to standard output or to a file, reads gzip and standard input', async (t) => {
  const file = await scratch(t);
  const input = await file('a.trace.gz', gzipSync(faulty));
  const { status, out, err } = await runHere(['redact', input]);
  assert.deepEqual([status, err], [0, '']);
  assert.ok(!out.includes('stress-812') && out.split('\n').length === faulty.split('\n').length);
  const output = `${dirname(input)}/b.trace`;
  assert.deepEqual(await runHere(['redact', input, '-o', output]), { status: 0, out: '', err: '' });
  assert.equal(await readFile(output, 'utf8'), out);
  assert.equal((await run(['redact', '-'], faulty)).out, out);
});

test('a file that cannot be read leaves no output, and the input is not overwritten', async (t) => {
  const file = await scratch(t);
  const input = await file('a.trace', faulty);
  const folder = dirname(input);
  assert.equal((await runHere(['redact', `${folder}/none`, '-o', `${folder}/b`])).status, 2);
  const same = await runHere(['redact', input, '-o', input]);
  assert.equal(same.status, 2);
  assert.match(same.err, /is the file that is read/);
  assert.equal((await runHere(['redact', input, '-o', `${folder}/none/b`])).status, 2);
  assert.deepEqual(await readdir(folder), ['a.trace']);
  assert.equal(await readFile(input, 'utf8'), faulty);
});
