import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancellationTokenSource, type Hover, LSPErrorCodes } from 'vscode-languageserver/node';
import { move, startClient } from './support/client.js';
import { FakeTrace } from './support/fakeTrace.js';

const uri = 'file:///traces/a%20b.alloctrace';

test('a document whose analysis fails is reported once; nothing is published for it, and the others go on', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'error');
  await client.version(uri, 1);
  await client.change(uri, 2, [move(0, 0, 0, 5, 'explode')]);
  await client.change(uri, 3, [move(0, 0, 0, 0, 'x ')]);
  await client.idle();
  assert.deepEqual(client.diagnostics.map(({ version }) => version), [1]);
  assert.equal(client.shown.length, 1);
  assert.match(client.shown[0], /a b\.alloctrace/);
  assert.ok(client.logged.some((line) => line.includes('the engine fell over')));
  const other = 'file:///traces/other.alloctrace';
  await client.open(other, 'error');
  assert.equal((await client.published(other)).diagnostics.length, 1);
  await client.change(uri, 4, [move(0, 0, 0, 9, 'error')]);
  assert.equal((await client.version(uri, 4)).diagnostics.length, 1);
});

test('a document that cannot be opened is answered with fallbacks', async (t) => {
  const client = await startClient(t, { runtime: { openDocument: () => { throw new Error('cannot open'); } } });
  await client.open(uri, 'error');
  await client.idle();
  assert.equal(client.diagnostics.length, 0);
  const document = { textDocument: { uri } };
  assert.equal(await client.request('textDocument/hover', { ...document, position: { line: 0, character: 0 } }), null);
  assert.deepEqual(await client.request('textDocument/documentSymbol', document), []);
  assert.deepEqual(await client.request('textDocument/foldingRange', document), []);
  await assert.rejects(client.request('buddyscope/counts', { uri, line: 0 }), /could not be analysed/);
  assert.equal(client.shown.length, 1);
  await client.close(uri);
  assert.deepEqual((await client.published(uri)).diagnostics, []);
});

test('an edit that the engine cannot follow leaves no wrong answer behind; the whole text heals it', async (t) => {
  class Brittle extends FakeTrace {
    override edit(): void { throw new Error('lost my place'); }
  }
  const client = await startClient(t, { runtime: { openDocument: (text, options) => new Brittle(text, options) } });
  await client.open(uri, 'one');
  await client.version(uri, 1);
  await client.change(uri, 2, [move(0, 0, 0, 3, 'two')]);
  assert.equal(await client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position: { line: 0, character: 0 } }), null);
  await client.change(uri, 3, [{ text: 'error' }]);
  assert.equal((await client.version(uri, 3)).diagnostics.length, 1);
});

test('unknown requests and wrong parameters are answered, not fatal', async (t) => {
  const client = await startClient(t);
  await assert.rejects(client.request('buddyscope/nothing', {}), /Unhandled method/);
  await assert.rejects(client.request('buddyscope/counts', {}), /'uri' must be a string/);
  await assert.rejects(client.request('buddyscope/counts', { uri: 'file:///no', line: 0 }), /not open/);
  await assert.rejects(client.request('buddyscope/rule', { id: 5 }), /'id' must be a string/);
  await client.connection.sendNotification('$/nothing', {});
  await client.open(uri, 'error');
  assert.equal((await client.published(uri)).diagnostics.length, 1);
  await assert.rejects(client.request('buddyscope/counts', { uri, line: 1.5 }), /whole number/);
});

test('a request that is cancelled in the queue is answered as cancelled, the others as ever, and nothing is published for it', async (t) => {
  const client = await startClient(t);
  await client.open(uri, 'error');
  await client.version(uri, 1);
  const ask = (token?: CancellationTokenSource['token']): Promise<Hover | null> => {
    const params = { textDocument: { uri }, position: { line: 0, character: 0 } };
    return token === undefined ? client.request('textDocument/hover', params) : client.connection.sendRequest('textDocument/hover', params, token);
  };
  const source = new CancellationTokenSource();
  const first = ask();
  const second = ask(source.token);
  source.cancel();
  const third = ask();
  await assert.rejects(second, { code: LSPErrorCodes.RequestCancelled });
  assert.deepEqual((await first)?.contents, (await third)?.contents);
  await client.idle();
  assert.equal(client.diagnostics.length, 1);
});
