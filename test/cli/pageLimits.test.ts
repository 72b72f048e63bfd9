/** A trace with more pages than there is memory for: every format says so. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runHere } from './support/run.js';

/** Each page lies in another block of owners; there is memory for 2,048 of them. */
const lines = Array.from({ length: 2_100 }, (_, i) => `            bash-1234    [000] .....   100.${String(i).padStart(6, '0')}: mm_page_free: page=0000000012345678 pfn=0x${(i << 14).toString(16)} order=0\n`);
const says = /the memory for pages was full at line 2049: nothing is known of pages that come only then, nor of counts that they are a part of/;

test('text, JSON and SARIF name the line, and the exit status is that of the findings', async () => {
  // One after the other: each takes as much memory as there is for pages.
  const text = await runHere(['analyze', '-'], lines.join(''));
  const json = await runHere(['analyze', '--format', 'json', '-'], lines.join(''));
  const sarif = await runHere(['analyze', '--format', 'sarif', '-'], lines.join(''));
  assert.deepEqual([text.status, json.status, sarif.status], [0, 0, 0]);
  assert.match(text.out, says);
  assert.match(json.out, /"pagesNotKept":\{"line":2049\}/);
  assert.match(sarif.out, says);
});

test('so does what other commands print of such a trace', async () => {
  assert.match((await runHere(['series', '-'], lines.join(''))).err, says);
  assert.match((await runHere(['state', '--line', '2060', '-'], lines.join(''))).out, says);
  assert.match((await runHere(['state', '--line', '2060', '--format', 'json', '-'], lines.join(''))).out, /"pagesNotKept": \{\s*"line": 2049\s*\}/);
});

test('a trace whose pages all fit says nothing of it', async () => {
  const few = lines.slice(0, 2_048).join('');
  assert.doesNotMatch((await runHere(['analyze', '-'], few)).out, /memory for pages/);
  assert.match((await runHere(['analyze', '--format', 'json', '-'], few)).out, /"pagesNotKept":null/);
});
