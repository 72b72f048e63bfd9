/** Files from the disk, over a real connection and with real threads. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, type PublishDiagnosticsParams, WorkDoneProgress, WorkDoneProgressCancelNotification } from 'vscode-languageserver/node';
import { ruleInfos } from '../../server/src/core/index.js';
import { type AnalyzeFileResult, analyzeFileMethod } from '../../server/src/protocol/files.js';
import { isAnalyzeFileResult, isFileFindingsParams } from '../../server/src/protocol/fileGuards.js';
import { Workers } from '../../server/src/worker/workers.js';
import { scratch } from '../cli/support/run.js';
import { faulty, faultLine, healthy } from '../cli/support/samples.js';
import { workerProgram } from '../worker/support/program.js';
import { type Client, type ClientOptions, fullCapabilities, startClient } from './support/client.js';

async function start(t: TestContext, options: ClientOptions = {}): Promise<{ client: Client; write: (name: string, content: string) => Promise<{ uri: string; path: string }> }> {
  const workers = new Workers({ program: await workerProgram(), atOnce: 2 });
  const client = await startClient(t, { ...options, runtime: { analyses: workers, readers: workers, ...options.runtime } });
  const file = await scratch(t);
  return {
    client,
    write: async (name, content) => {
      const path = await file(name, content);
      return { path, uri: pathToFileURL(path).href };
    },
  };
}

const analyse = (client: Client, uri: string): Promise<AnalyzeFileResult> => client.request<AnalyzeFileResult>(analyzeFileMethod, { uri });
const last = (client: Client, uri: string): PublishDiagnosticsParams | undefined => client.diagnostics.findLast((params) => params.uri === uri);

const events = ['add_to_free_list', 'add_to_free_list_tail', 'del_page_from_free_list', '__free_one_page', '__rmqueue_smallest', 'put_reported_page', 'get_unreported_page',
  'page_reporting_add_to_boundary', 'page_reporting_del_from_boundary', 'mm_page_alloc_zone_locked', 'move_to_free_list', 'free_reported_page'];

/** So many faults at different sites (an event and a zone each), and lines of another severity, which are one site. */
function manyFaults(faults: number, others: number): string {
  const lines = Array.from({ length: faults }, (_, i) =>
    `  stress-812     [001] d..1.   100.${String(i).padStart(6, '0')}: ${events[i % events.length]}: zone=Z${Math.floor(i / events.length)} pfn=oops order=0 migratetype=1`);
  return [...faulty.split('\n').slice(0, 3), ...Array.from({ length: others }, () => 'garbage'), ...lines, ''].join('\n');
}

test('a file is analysed from the disk and its findings are published without a version', async (t) => {
  const { client, write } = await start(t);
  const { uri } = await write('a [1] ü.ftrace', faulty);
  const result = await analyse(client, uri);
  assert.ok(isAnalyzeFileResult(result));
  assert.deepEqual(result, { uri, interface: 'reporting-v5', bytes: faulty.length, lines: 15, events: 12, unrecognisedLines: 0, lostEvents: 0, pagesNotKept: null, damage: null, errors: 1, warnings: 0, infos: 0 });
  const { version, diagnostics } = await client.published(uri);
  assert.equal(version, undefined);
  assert.equal(diagnostics.length, 1);
  const [{ range, severity, code, codeDescription, relatedInformation }] = diagnostics;
  assert.deepEqual([range.start.line, severity, code], [faultLine - 1, 1, 'zone-lock-irqs-on']);
  assert.equal(codeDescription?.href, 'file:///docs/rules/zone-lock-irqs-on.md');
  for (const { location } of relatedInformation ?? []) assert.equal(location.uri, uri);
  await client.idle();
  assert.deepEqual(client.fileFindings, [{ uri, result }]);
  assert.ok(client.fileFindings.every(isFileFindingsParams));
});

test('a finding leads to its line in a viewer, where the client has one', async (t) => {
  const { client, write } = await start(t, { initializationOptions: { lineLinkScheme: 'x-large' } });
  const { uri } = await write('a.ftrace', faulty);
  await analyse(client, uri);
  const related = (await client.published(uri)).diagnostics[0].relatedInformation ?? [];
  assert.equal(related.at(-1)?.location.uri, `${uri.replace('file:', 'x-large:')}?line=${faultLine}`);
});

test('of too many findings the most severe are published, one says how many more there are', async (t) => {
  const { client, write } = await start(t, { settings: () => ({ showInformation: true, rules: { 'bad-argument': 'error' } }), runtime: { ruleInfos }, initializationOptions: { lineLinkScheme: 'x-large' } });
  const { uri } = await write('a.ftrace', manyFaults(1500, 3));
  const result = await analyse(client, uri);
  const { diagnostics } = await client.published(uri);
  assert.ok(result.errors >= 1200, `${result.errors} errors`);
  assert.equal(diagnostics.length, 1000);
  assert.ok(diagnostics.slice(0, 999).every(({ severity }) => severity === 1));
  const lines = diagnostics.slice(0, 999).map(({ range }) => range.start.line);
  assert.deepEqual(lines, [...lines].sort((a, b) => a - b));
  assert.equal(diagnostics[999].relatedInformation?.[0].location.uri, `${uri.replace('file:', 'x-large:')}?findings`);
  assert.match(JSON.stringify(diagnostics[999].message), new RegExp(`^"${(result.errors + result.warnings + result.infos - 999).toLocaleString('en-US')} more findings are not shown here`));
});

test('analysing again replaces the findings, also of a file that has none any more', async (t) => {
  const { client, write } = await start(t);
  const { uri, path } = await write('a.ftrace', faulty);
  await analyse(client, uri);
  writeFileSync(path, healthy);
  assert.equal((await analyse(client, uri)).errors, 0);
  await client.idle();
  assert.deepEqual(last(client, uri)?.diagnostics, []);
});

test('the findings of a file that is deleted vanish, and nothing watches it any more', async (t) => {
  const { client, write } = await start(t);
  const { uri, path } = await write('a*.ftrace', faulty);
  await analyse(client, uri);
  await client.idle();
  assert.match(JSON.stringify(client.registered), /"pattern":"a\[\*\].ftrace"\},"kind":4/);
  rmSync(path);
  await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
  await client.idle();
  assert.deepEqual(last(client, uri)?.diagnostics, []);
  assert.deepEqual(client.fileFindings.at(-1), { uri, result: null });
  assert.equal(client.unregistered.length, 1);
});

test('what is opened as text has the findings of its text, and an analysis of the file under way is dropped', async (t) => {
  const { client, write } = await start(t);
  const { uri } = await write('a.alloctrace', faulty);
  const running = analyse(client, uri).then(() => 'done', (error: { code: number }) => error.code);
  await client.open(uri, 'no fault\nan error', 4);
  const { diagnostics } = await client.version(uri, 4);
  assert.deepEqual(diagnostics.map(({ code }) => code), ['fake-error']);
  assert.equal(await running, -32800);
  assert.deepEqual((await analyse(client, uri)).errors, 1);
  await client.idle();
  assert.equal(last(client, uri)?.version, 4);
});

for (const way of ['request', 'progress']) test(`the request tells how far it is and can be cancelled, as the ${way}`, async (t) => {
  const { client, write } = await start(t, { capabilities: { ...fullCapabilities, window: { workDoneProgress: true } } });
  const { uri } = await write('a.ftrace', `${faulty}\n`.repeat(40_000));
  const seen: { kind: string; percentage?: number; message?: string }[] = [];
  client.connection.onProgress(WorkDoneProgress.type, 'token', (value) => { seen.push(value); });
  const source = new CancellationTokenSource();
  const running = client.connection.sendRequest(analyzeFileMethod, { uri, workDoneToken: 'token' }, source.token).then(() => 'done', (error: { code: number }) => error.code);
  while (!seen.some(({ kind }) => kind === 'report')) await new Promise((resolve) => { setTimeout(resolve, 5); });
  if (way === 'request') source.cancel();
  else await client.connection.sendNotification(WorkDoneProgressCancelNotification.type, { token: 'token' });
  assert.equal(await running, -32800);
  assert.ok(seen.every(({ percentage }) => percentage === undefined || percentage < 100));
  await client.idle();
  assert.deepEqual([seen[0].kind, seen.at(-1)?.kind], ['begin', 'end']);
  assert.match(seen.find(({ kind }) => kind === 'report')?.message ?? '', /^\d+ of \d+ MiB/);
  assert.equal(last(client, uri), undefined);
});

test('what cannot be analysed is an error that says why', async (t) => {
  const { client, write } = await start(t);
  await assert.rejects(analyse(client, 'file:///nonexistent/a.ftrace'), /a\.ftrace no such file; check the path/);
  await assert.rejects(analyse(client, 'vscode-vfs://github/a.ftrace'), /a\.ftrace is not on the disk/);
  await assert.rejects(client.request(analyzeFileMethod, {}), /'uri' must be a string/);
  const { uri } = await write('a.dat', `\x7fELF${'x'.repeat(100)}`);
  await assert.rejects(analyse(client, uri), /is an ELF program/);
});

test('hovers are answered while a file is analysed', async (t) => {
  const { client, write } = await start(t);
  const { uri } = await write('a.ftrace', `${faulty}\n`.repeat(40_000));
  await client.open('file:///b.alloctrace', 'one\ntwo');
  await client.version('file:///b.alloctrace', 1);
  const state = { running: true };
  const running = analyse(client, uri).then(() => { state.running = false; });
  let answered = 0;
  while (state.running) {
    await client.request('textDocument/hover', { textDocument: { uri: 'file:///b.alloctrace' }, position: { line: 1, character: 0 } });
    if (state.running) answered++;
    await new Promise((resolve) => { setTimeout(resolve, 5); });
  }
  await running;
  assert.ok(answered > 5, `${answered} hovers`);
});
