import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startClient } from './support/client.js';

const uri = 'file:///traces/a.alloctrace';
const line = (at: number, length: number): object => ({ start: { line: at, character: 0 }, end: { line: at, character: length } });

test('the outline is a tree; a name is never empty and never turns the text around', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'ab\ncde');
  assert.deepEqual(await client.request('textDocument/documentSymbol', { textDocument: { uri } }), [{
    name: 'cycle 1', detail: '', kind: 24, range: { start: { line: 0, character: 0 }, end: { line: 1, character: 3 } }, selectionRange: line(0, 2),
    children: [{ name: 'section', detail: 'section\\u202e', kind: 20, range: line(0, 2), selectionRange: line(0, 2), children: [] }],
  }]);
});

test('a client without trees gets a list', async (t) => {
  const client = await startClient(t, { capabilities: {} });
  await client.open(uri, 'ab');
  assert.deepEqual(await client.request('textDocument/documentSymbol', { textDocument: { uri } }), [
    { name: 'cycle 1', kind: 24, location: { uri, range: line(0, 2) } },
    { name: 'section', kind: 20, location: { uri, range: line(0, 2) }, containerName: 'cycle 1' },
  ]);
});

test('folds, as many as the client takes', async (t) => {
  const client = await startClient(t, { capabilities: { textDocument: { foldingRange: { rangeLimit: 1 } } } });
  await client.open(uri, 'a\nb\nc');
  assert.deepEqual(await client.request('textDocument/foldingRange', { textDocument: { uri } }), [{ startLine: 0, endLine: 2 }]);
});

test('counts at a line, clamped to the text', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'a\nb', 4);
  const expected = { version: 4, line: 1, lineCount: 2, timeNs: '9007199254740993001', interface: null,
    zones: [{ zone: 'Normal', node: 0, nrFree: [1, null], reported: [0, 1], inFlight: [0, 0] }], missing: null, lostAt: null };
  assert.deepEqual(await client.request('buddyscope/counts', { uri, line: 1 }), expected);
  assert.deepEqual(await client.request('buddyscope/counts', { uri, line: 999 }), expected);
});

test('the times of a series are exact beyond what a double holds', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'a');
  assert.deepEqual(await client.request('buddyscope/series', { uri, zone: 'Normal', node: 0, order: 3, points: 10 }), {
    version: 1, lines: [0, 1, 2], offsetsNs: [0, 1, null], firstTimeNs: '9007199254740993000', lastOffsetNs: 1001,
    nrFree: [0, 1, 2], reported: [null, null, null], inFlight: [0, 0, 0],
  });
});

test('the page of a rule', async (t) => {
  const client = await startClient(t);
  assert.deepEqual(await client.request('buddyscope/rule', { id: 'fake-error' }), { markdown: '# fake-error' });
  assert.deepEqual(await client.request('buddyscope/rule', { id: 'no' }), { markdown: null });
});

test('beyond a thousand, the worst and first findings are shown and one that counts the rest', async (t) => {
  const client = await startClient(t);
  const text = Array.from({ length: 3000 }, (_, i) => (i % 6 === 0 ? 'error' : 'warning')).join('\n');
  await client.open(uri, text);
  const { diagnostics } = await client.published(uri);
  assert.equal(diagnostics.length, 1000);
  assert.equal(diagnostics.filter(({ severity }) => severity === 1).length, 500);
  assert.equal(diagnostics.filter(({ severity }) => severity === 2).length, 499);
  const { message } = diagnostics[999];
  assert.ok(typeof message === 'string');
  assert.match(message, /^2,001 more findings are not shown here \(2,001 warnings\)/);
  const lines = diagnostics.slice(0, 999).map(({ range }) => range.start.line);
  assert.deepEqual(lines, [...lines].sort((a, b) => a - b));
});

test('exactly a thousand are all shown', async (t) => {
  const client = await startClient(t);
  await client.open(uri, Array.from({ length: 1000 }, () => 'error').join('\n'));
  const { diagnostics } = await client.published(uri);
  assert.ok(diagnostics.length === 1000 && diagnostics.every(({ code }) => code === 'fake-error'));
});

test('text of a trace cannot hide or turn around what a message says', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'error \u001b[31m\u202e<img src=x>\u0000');
  assert.equal((await client.published(uri)).diagnostics[0].message, 'found in: error \\x1b[31m\\u202e<img src=x>\\x00');
});
