import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hover } from 'vscode-languageserver/node';
import { move, startClient, turns } from './support/client.js';
import { FakeTrace } from './support/fakeTrace.js';

const uri = 'file:///traces/a.alloctrace';

test('opening publishes each finding with code, link, related lines and version', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'ok\nan error here', 7);
  const { version, diagnostics } = await client.published(uri);
  assert.equal(version, 7);
  assert.deepEqual(diagnostics, [{
    range: { start: { line: 1, character: 3 }, end: { line: 1, character: 8 } },
    severity: 1,
    code: 'fake-error',
    codeDescription: { href: 'file:///docs/rules/fake-error.md' },
    source: 'buddyscope',
    message: 'found in: an error here',
    relatedInformation: [{ location: { uri, range: { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } } }, message: 'the line before' }],
  }]);
  await client.idle();
  assert.deepEqual(client.analysed, [{
    uri, version: 7, interface: null, lines: 2, events: 2, unrecognisedLines: 0, lostEvents: 0, pagesNotKept: null, errors: 1, warnings: 0, infos: 0,
  }]);
});

test('a rule links to the client where it says how', async (t) => {
  const client = await startClient(t, { initializationOptions: { ruleLinkBase: 'vscode://x.y/rule/' } });
  await client.open(uri, 'error');
  assert.equal((await client.published(uri)).diagnostics[0].codeDescription?.href, 'vscode://x.y/rule/fake-error');
});

test('without documentation there is no link', async (t) => {
  const client = await startClient(t, { runtime: { ruleDocs: undefined } });
  await client.open(uri, 'error');
  assert.equal((await client.published(uri)).diagnostics[0].codeDescription, undefined);
});

test('the edits of one change are applied one after the other', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'one\ntwo');
  await client.version(uri, 1);
  await client.change(uri, 2, [move(0, 0, 0, 0, 'zero\n'), move(2, 0, 2, 3, 'error'), move(0, 0, 1, 0, ''), move(1, 5, 1, 5, '!')]);
  assert.deepEqual((await client.version(uri, 2)).diagnostics.map(({ message }) => message), ['found in: error!']);
});

test('a change may replace the whole text, before and after other edits', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'one');
  await client.version(uri, 1);
  await client.change(uri, 2, [move(0, 0, 0, 3, 'error'), { text: 'a\nb' }, move(1, 0, 1, 1, 'warning')]);
  assert.deepEqual((await client.version(uri, 2)).diagnostics.map(({ message }) => message), ['found in: warning']);
});

test('edits before the settings are known are not lost', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'one');
  await client.change(uri, 2, [move(0, 0, 0, 3, 'error one')]);
  await client.change(uri, 3, [move(0, 5, 0, 9, ' two')]);
  assert.deepEqual((await client.version(uri, 3)).diagnostics.map(({ message }) => message), ['found in: error two']);
});

test('every version that waits alone is published, also when nothing changed in the list', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'error');
  await client.version(uri, 1);
  await client.change(uri, 2, [move(0, 5, 0, 5, '')]);
  assert.equal((await client.version(uri, 2)).diagnostics.length, 1);
});

test('a burst of edits is analysed once, for the last version', async (t) => {
  const traces: FakeTrace[] = [];
  const openDocument = (text: string): FakeTrace => {
    const trace = new FakeTrace(text, {});
    traces.push(trace);
    return trace;
  };
  const client = await startClient(t, { runtime: { openDocument } });
  await client.open(uri, '');
  await client.version(uri, 1);
  const before = traces[0].analyses;
  await Promise.all(Array.from({ length: 50 }, (_, i) => client.change(uri, i + 2, [move(0, i, 0, i, i === 49 ? ' error' : 'x')])));
  assert.equal((await client.version(uri, 51)).diagnostics.length, 1);
  await client.idle();
  assert.ok(traces[0].analyses - before < 25, `${traces[0].analyses - before} analyses for 50 edits that came together`);
  assert.equal(client.diagnostics.at(-1)?.version, 51);
});

test('hover is for the text after the edit, before its findings are published', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'one');
  await client.version(uri, 1);
  const [, hover] = await Promise.all([
    client.change(uri, 2, [move(0, 0, 0, 3, 'two')]),
    client.request<Hover>('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 1 } }),
  ]);
  assert.deepEqual(hover, {
    contents: { kind: 'markdown', value: 'hover: two' }, range: { start: { line: 0, character: 1 }, end: { line: 0, character: 2 } },
  });
});

test('hovers are answered in any order and outside of the text with nothing', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'a\nb\nc');
  const ask = (line: number): Promise<Hover | null> => client.request('textDocument/hover', { textDocument: { uri }, position: { line, character: 0 } });
  const [second, beyond, first, unknown] = await Promise.all([
    ask(1), ask(99), ask(0), client.request('textDocument/hover', { textDocument: { uri: 'file:///no' }, position: { line: 0, character: 0 } }),
  ]);
  assert.deepEqual(second?.contents, { kind: 'markdown', value: 'hover: b' });
  assert.deepEqual(first?.contents, { kind: 'markdown', value: 'hover: a' });
  assert.equal(beyond, null);
  assert.equal(unknown, null);
});

test('closing clears the findings, and what was under way is not published any more', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'error');
  await client.version(uri, 1);
  await Promise.all([client.change(uri, 2, [move(0, 0, 0, 0, 'error ')]), client.close(uri)]);
  await client.published(uri, ({ version }) => version === undefined);
  await client.idle();
  assert.deepEqual(client.diagnostics.at(-1), { uri, diagnostics: [] });
  await client.change(uri, 3, [move(0, 0, 0, 0, 'x')]);
  await client.idle();
  assert.deepEqual(client.diagnostics.at(-1), { uri, diagnostics: [] });
});

test('documents of any scheme are analysed', async (t) => {
  const client = await startClient(t);
  for (const other of ['untitled:Untitled-1', 'vscode-vfs://github/owner/repository/a%20b.ftrace', 'nonsense']) {
    await client.open(other, 'error');
    assert.equal((await client.published(other)).diagnostics.length, 1, other);
  }
});

test('a document can be reopened with another text', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'error');
  await client.version(uri, 1);
  await client.close(uri);
  await client.open(uri, 'fine', 2);
  assert.deepEqual((await client.version(uri, 2)).diagnostics, []);
  await turns(1);
});
