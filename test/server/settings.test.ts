import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullCapabilities, startClient } from './support/client.js';

const uri = 'file:///traces/a.alloctrace';
const codes = (params: { diagnostics: { code?: number | string }[] }): unknown[] => params.diagnostics.map(({ code }) => code);

test('a changed severity takes effect without a restart, for each document with its own settings', async (t) => {
  const other = 'file:///other/b.alloctrace';
  let severity = 'error';
  const client = await startClient(t, { settings: (scope) => (scope === uri ? { rules: { 'fake-error': severity } } : {}) });
  await client.open(uri, 'error');
  await client.open(other, 'error');
  assert.equal((await client.published(uri)).diagnostics[0].severity, 1);
  severity = 'warning';
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.published(uri, ({ diagnostics }) => diagnostics[0]?.severity === 2);
  severity = 'off';
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await client.published(uri, ({ diagnostics }) => diagnostics.length === 0);
  assert.ok(client.diagnostics.filter((params) => params.uri === other).every(({ diagnostics }) => diagnostics[0].severity === 1));
});

test('information is published where it is asked for: by showInformation, or by naming the rule', async (t) => {
  let settings: object = {};
  const client = await startClient(t, { settings: () => settings });
  await client.open(uri, 'info\nerror');
  assert.deepEqual(codes(await client.published(uri)), ['fake-error']);
  await client.idle();
  assert.equal(client.analysed[0].infos, 1);
  for (const next of [{ showInformation: true }, { rules: { 'fake-info': 'info' } }, { rules: { 'fake-info': 'warning' } }]) {
    settings = {};
    await client.connection.sendNotification('workspace/didChangeConfiguration', {});
    await client.idle();
    assert.deepEqual(codes(client.diagnostics[client.diagnostics.length - 1]), ['fake-error']);
    settings = next;
    await client.connection.sendNotification('workspace/didChangeConfiguration', {});
    await client.idle();
    assert.deepEqual(codes(client.diagnostics[client.diagnostics.length - 1]), ['fake-info', 'fake-error'], JSON.stringify(next));
  }
});

test('the interface that is set goes to the engine', async (t) => {
  const client = await startClient(t, { settings: () => ({ interface: 'hinting-v2' }) });
  await client.open(uri, 'x');
  await client.published(uri);
  await client.idle();
  assert.equal(client.analysed[0].interface, 'hinting-v2');
});

test('what cannot be used is ignored with one line in the log', async (t) => {
  const settings = { rules: { 'no-such-rule': 'off', 'fake-warning': 'loud', 'fake-error': 'warning' }, interface: 'v99', showInformation: 'yes' };
  const client = await startClient(t, { settings: () => settings });
  await client.open(uri, 'error warning');
  assert.deepEqual((await client.published(uri)).diagnostics.map(({ severity }) => severity), [2, 2]);
  await client.connection.sendNotification('workspace/didChangeConfiguration', {});
  await client.idle();
  assert.deepEqual(client.logged.map((line) => line.split(':')[0]), ['buddyscope.rules', 'buddyscope.rules', 'buddyscope.interface', 'buddyscope.showInformation']);
});

test('settings of the wrong shape are as none', async (t) => {
  for (const settings of [null, 5, [], 'text', { rules: [] }, { rules: null }]) {
    const client = await startClient(t, { settings: () => settings });
    await client.open(uri, 'error');
    assert.deepEqual(codes(await client.published(uri)), ['fake-error'], JSON.stringify(settings));
  }
});

test('a client that cannot be asked pushes its settings', async (t) => {
  const client = await startClient(t, { capabilities: {} });
  await client.open(uri, 'error');
  assert.equal((await client.published(uri)).diagnostics[0].severity, 1);
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { buddyscope: { rules: { 'fake-error': 'info' } } } });
  await client.published(uri, ({ diagnostics }) => diagnostics[0]?.severity === 3);
});

test('changes are asked for at the client', async (t) => {
  const client = await startClient(t);
  await client.idle();
  assert.equal(client.registered.length, 1);
});

test('a client that fails or never answers does not keep its user without findings', async (t) => {
  const failing = await startClient(t, { settings: () => { throw new Error('no settings today'); } });
  await failing.open(uri, 'error');
  await failing.published(uri);
  let late: (() => void) | undefined;
  const silent = await startClient(t, { runtime: { after: (_, work) => { late = work; } }, capabilities: fullCapabilities });
  silent.connection.onRequest('workspace/configuration', () => new Promise(() => undefined));
  await silent.open(uri, 'error');
  await silent.idle();
  assert.equal(silent.diagnostics.length, 0);
  late?.();
  await silent.published(uri);
});
