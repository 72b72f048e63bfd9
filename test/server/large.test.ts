/** The viewer's requests over a real connection, with real threads and files. */
import assert from 'node:assert/strict';
import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { openDocument } from '../../server/src/core/index.js';
import { analyzeFileMethod } from '../../server/src/protocol/files.js';
import { closeLargeMethod, findingsTableMethod, type FindingsTableResult, followLargeMethod, largeFindingsMethod, type LargeFindingsResult, largeHoverMethod, type LargeHoverResult, openLargeMethod, searchMethod, type SearchParams, type SearchPlace } from '../../server/src/protocol/large.js';
import { isFindingsTableResult, isLargeFindingsResult, isLargeHoverResult, isLargeIndexedParams } from '../../server/src/protocol/largeGuards.js';
import { isCountsResult, isSeriesResult } from '../../server/src/protocol/guards.js';
import { countsMethod, type CountsResult, seriesMethod, type SeriesResult } from '../../server/src/protocol/messages.js';
import { Workers } from '../../server/src/worker/workers.js';
import { scratch } from '../cli/support/run.js';
import { faulty, faultLine } from '../cli/support/samples.js';
import { readOracle } from '../support/oracle.js';
import { strangeProgram } from '../worker/support/program.js';
import { startClient } from './support/client.js';
import { view } from './support/viewer.js';

test('any page of lines is read through the index', async (t) => {
  const lines = Array.from({ length: 5000 }, (_, i) => (i % 7 === 0 ? '' : `line ${i} ${'ü'.repeat(i % 40)}`));
  const viewer = await view(t, `\ufeff${lines.join('\r\n')}`);
  const end = await viewer.complete();
  assert.ok(isLargeIndexedParams(end));
  assert.deepEqual([end.lines, end.problem, end.read], [5000, null, end.bytes]);
  for (const [from, count] of [[0, 10], [255, 3], [256, 256], [1000, 700], [4990, 100], [4999, 1], [5000, 5], [0, 5000]]) {
    assert.deepEqual((await viewer.read(from, count)).lines, lines.slice(from, from + count), `${from} ${count}`);
  }
});

test('of a line that is too long the start is shown, and the lines behind it are found', async (t) => {
  const viewer = await view(t, `first\n${'x'.repeat(3_000_000)}\nlast\n`);
  await viewer.complete();
  const { lines } = await viewer.read(0, 10);
  assert.equal(lines.length, 3);
  assert.deepEqual([lines[0], lines[1].length, lines[1].slice(-3), lines[2]], ['first', 4098, 'x …', 'last']);
  assert.deepEqual((await viewer.read(2, 1)).lines, ['last']);
});

test('an empty file has no lines', async (t) => {
  const viewer = await view(t, '');
  assert.equal((await viewer.complete()).lines, 0);
  assert.deepEqual((await viewer.read(0, 10)).lines, []);
  assert.equal(await viewer.search({ text: 'a' }), null);
});

test('a text is found on from a line or a place, in both directions and around the end', async (t) => {
  const lines = Array.from({ length: 3000 }, (_, i) => `${i % 1000 === 500 ? 'ü a Needle b needle' : 'nothing'} ${i}`);
  const viewer = await view(t, lines.join('\n'));
  const at = (place: SearchPlace | null): unknown => place && [place.line, place.column, place.endColumn, place.wrapped];
  const first = await viewer.search({ text: 'needle' });
  assert.deepEqual(at(first), [500, 4, 10, false]);
  const second = await viewer.search({ text: 'needle', after: first?.at ?? null });
  assert.deepEqual(at(second), [500, 13, 19, false]);
  assert.deepEqual(at(await viewer.search({ text: 'needle', after: second?.at ?? null })), [1500, 4, 10, false]);
  assert.deepEqual(at(await viewer.search({ text: 'needle', line: 2600 })), [500, 4, 10, true]);
  assert.deepEqual(at(await viewer.search({ text: 'needle', line: 2400, backwards: true })), [1500, 13, 19, false]);
  assert.deepEqual(at(await viewer.search({ text: 'needle', after: first?.at ?? null, backwards: true })), [2500, 13, 19, true]);
  assert.deepEqual(at(await viewer.search({ text: 'Needle', matchCase: true, after: first?.at ?? null })), [1500, 4, 10, false]);
  assert.equal(await viewer.search({ text: 'not there' }), null);
  assert.deepEqual(at(await viewer.search({ text: 'nothing 0' })), [0, 0, 9, false]);
});

test('a search that waits for the index can be cancelled', async (t) => {
  const workers = new Workers({ program: strangeProgram('never', 'setInterval(() => undefined, 1000);'), atOnce: 2 });
  const client = await startClient(t, { runtime: { analyses: workers, readers: workers } });
  const uri = pathToFileURL(await (await scratch(t))('a.ftrace', 'one\n')).href;
  await client.request(openLargeMethod, { uri });
  const source = new CancellationTokenSource();
  const params = { uri, text: 'one', matchCase: false, backwards: false, line: 0, after: null } satisfies SearchParams;
  const answer = client.connection.sendRequest(searchMethod, params, source.token).then(() => 'found', (error: { code: number }) => error.code);
  await client.idle();
  source.cancel();
  assert.equal(await answer, -32800);
  await client.connection.sendNotification(closeLargeMethod, { uri });
});

test('a file that has changed since says so, and is read anew when it is opened again', async (t) => {
  const viewer = await view(t, 'one\n', { followFiles: false });
  await viewer.complete();
  assert.equal((await viewer.read(0, 1)).changed, false);
  appendFileSync(viewer.path, 'two\n');
  assert.equal((await viewer.read(0, 1)).changed, true);
  viewer.indexed.length = 0;
  await viewer.open();
  assert.equal((await viewer.complete()).lines, 2);
  assert.deepEqual(await viewer.read(0, 5), { from: 0, lines: ['one', 'two'], changed: false });
});

test('a file that grows is read on, and its last line is the one that it has', async (t) => {
  const viewer = await view(t, 'one\ntwo\nthr');
  await viewer.complete();
  await viewer.until('it is followed', () => viewer.told.at(-1)?.phase === 'following');
  assert.deepEqual((await viewer.read(0, 9)).lines, ['one', 'two', 'thr']);
  appendFileSync(viewer.path, 'ee\nfour\n');
  await viewer.until('the new lines are counted', () => viewer.indexed.at(-1)?.lines === 4);
  assert.deepEqual(await viewer.read(0, 9), { from: 0, lines: ['one', 'two', 'three', 'four'], changed: false });
  assert.equal(new Set(viewer.indexed.map(({ opening }) => opening)).size, 1);
  await viewer.client.connection.sendNotification(followLargeMethod, { uri: viewer.uri, on: false });
  await viewer.until('it is not followed', () => viewer.told.at(-1)?.phase === 'read');
  appendFileSync(viewer.path, 'five\n');
  assert.equal((await viewer.read(0, 9)).changed, true);
});

test('findings in lines that come later are published when they come', async (t) => {
  const head = faulty.split('\n').slice(0, faultLine - 2).join('\n');
  const viewer = await view(t, head);
  assert.deepEqual((await viewer.client.published(viewer.uri)).diagnostics, []);
  appendFileSync(viewer.path, faulty.slice(head.length));
  const { diagnostics } = await viewer.client.published(viewer.uri, (params) => params.diagnostics.length > 0);
  assert.deepEqual(diagnostics.map(({ range, code }) => [range.start.line, code]), [[faultLine - 1, 'zone-lock-irqs-on']]);
});

test('a file that is replaced, or cut, is read from its start, and the user is told', async (t) => {
  const viewer = await view(t, faulty);
  await viewer.until('it is followed', () => viewer.told.at(-1)?.phase === 'following');
  const { opening } = await viewer.complete();
  writeFileSync(`${viewer.path}.new`, `${faulty}${faulty}`);
  renameSync(`${viewer.path}.new`, viewer.path);
  await viewer.until('it is read again', () => viewer.told.at(-1)?.phase === 'following' && viewer.indexed.at(-1)?.opening !== opening && viewer.indexed.at(-1)?.complete === true);
  assert.match(viewer.told.at(-1)?.notice ?? '', /^a\.ftrace is another file than the one that was read; it is read from its start$/);
  assert.equal((await viewer.read(0, 100)).lines.length, 30);
  truncateSync(viewer.path, 200);
  await viewer.until('it is read again', () => viewer.told.at(-1)?.phase === 'following' && /became shorter/.test(viewer.told.at(-1)?.notice ?? ''));
  assert.ok((await viewer.read(0, 100)).lines.length < 5);
});

test('a file that vanishes is shown as far as it was read, and read when it is there again', async (t) => {
  const viewer = await view(t, faulty);
  await viewer.until('it is followed', () => viewer.told.at(-1)?.phase === 'following');
  await viewer.complete();
  rmSync(viewer.path);
  await viewer.until('it is gone', () => viewer.told.at(-1)?.phase === 'over');
  assert.equal(viewer.told.at(-1)?.notice, 'a.ftrace is no longer there');
  assert.equal((await viewer.read(0, 3)).lines.length, 3);
  await assert.rejects(viewer.client.request(largeHoverMethod, { uri: viewer.uri, line: 5, column: 0 }), /a\.ftrace is no longer there/);
  writeFileSync(viewer.path, 'one\n');
  await viewer.until('it is read again', () => viewer.told.at(-1)?.phase === 'following' && viewer.indexed.at(-1)?.lines === 1);
  assert.deepEqual((await viewer.read(0, 3)).lines, ['one']);
});

test('a hover says what is known at a line, as in a document', async (t) => {
  const viewer = await view(t, faulty);
  await viewer.until('it is followed', () => viewer.told.at(-1)?.phase === 'following');
  const result = await viewer.client.request<LargeHoverResult>(largeHoverMethod, { uri: viewer.uri, line: faultLine - 1, column: 60 });
  assert.ok(isLargeHoverResult(result));
  assert.deepEqual(result.hover, openDocument(faulty).hover(faultLine - 1, 60));
  assert.deepEqual(await viewer.client.request(largeHoverMethod, { uri: viewer.uri, line: 0, column: 0 }), { hover: null });
  await assert.rejects(viewer.client.request(largeHoverMethod, { uri: viewer.uri, line: 1e6, column: 0 }), /a\.ftrace has not been read up to this line/);
});

test('the numbers of the chart are those of a document', async (t) => {
  const text = Buffer.from(readOracle('v5-isolate').trace).toString();
  const viewer = await view(t, text, {}, { openDocument });
  await viewer.until('it is followed', () => viewer.told.at(-1)?.phase === 'following');
  await viewer.complete();
  const uri = 'file:///same.alloctrace';
  await viewer.client.open(uri, text);
  await viewer.client.version(uri, 1);
  for (const line of [0, 1705, 1e9]) {
    const [file, document] = await Promise.all([viewer.uri, uri].map((one) => viewer.client.request<CountsResult>(countsMethod, { uri: one, line })));
    assert.ok(isCountsResult(file));
    assert.deepEqual({ ...file, version: 1 }, document, `line ${line}`);
  }
  const wanted = { zone: 'DMA32', node: 0, order: 10, points: 1600 };
  const [file, document] = await Promise.all([viewer.uri, uri].map((one) => viewer.client.request<SeriesResult>(seriesMethod, { uri: one, ...wanted })));
  assert.ok(isSeriesResult(file) && file.lines.length > 10);
  assert.deepEqual({ ...file, version: 1 }, document);
});

test('the table has all findings, page by page, and filters', async (t) => {
  const viewer = await view(t, Buffer.from(readOracle('v5-fault-no_relock').trace));
  await viewer.until('it is followed', () => viewer.told.at(-1)?.phase === 'following');
  const ask = async (params: object): Promise<FindingsTableResult> => {
    const filter = { rule: null, zone: null, cpu: null, task: null, from: null, to: null };
    const result = await viewer.client.request<FindingsTableResult>(findingsTableMethod, { uri: viewer.uri, filter, first: 0, count: 200, ...params });
    assert.ok(isFindingsTableResult(result));
    return result;
  };
  const all = await ask({});
  const { result, findings } = await viewer.client.request<LargeFindingsResult>(largeFindingsMethod, { uri: viewer.uri });
  assert.equal(all.total, (result?.errors ?? 0) + (result?.warnings ?? 0) + (result?.infos ?? 0));
  assert.deepEqual(all.rows.map(({ line, rule }) => `${line} ${rule}`).sort(), findings.map(({ line, rule }) => `${line} ${rule}`).sort());
  const severities = all.rows.map(({ severity }) => ['error', 'warning', 'info'].indexOf(severity));
  assert.deepEqual(severities, [...severities].sort());
  const [{ value: rule }] = all.rules;
  const some = await ask({ filter: { rule, zone: null, cpu: null, task: null, from: null, to: null } });
  assert.ok(some.total > 0 && some.total <= all.total && some.rows.every((row) => row.rule === rule));
  assert.deepEqual((await ask({ first: 1, count: 1 })).rows, all.rows.slice(1, 2));
  await assert.rejects(ask({ filter: 'all' }), /'filter' has an unknown shape/);
});

test('settings hold at once for a file that is shown', async (t) => {
  const settings = { rules: {} as Record<string, string>, interface: 'auto', events: {} as Record<string, string> };
  const viewer = await view(t, faulty, settings);
  assert.equal((await viewer.client.published(viewer.uri)).diagnostics.length, 1);
  settings.rules = { 'zone-lock-irqs-on': 'off' };
  await viewer.client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await viewer.client.published(viewer.uri, (params) => params.diagnostics.length === 0);
  settings.rules = {};
  settings.interface = 'mainline';
  await viewer.client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await viewer.until('it is read again', () => new Set(viewer.indexed.map(({ opening }) => opening)).size === 2 && viewer.told.at(-1)?.phase === 'following');
  assert.equal((await viewer.client.request<LargeFindingsResult>(largeFindingsMethod, { uri: viewer.uri })).result?.interface, 'mainline');
  settings.interface = 'auto';
  settings.events = { my_free: 'mm_page_free pfn=p order=o' };
  await viewer.client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await viewer.until('it is read with the own events', () => new Set(viewer.indexed.map(({ opening }) => opening)).size === 3 && viewer.told.at(-1)?.phase === 'following');
});

test('the findings are those of the last analysis, in line order', async (t) => {
  const viewer = await view(t, faulty);
  const ask = async (): Promise<LargeFindingsResult> => {
    const result = await viewer.client.request<LargeFindingsResult>(largeFindingsMethod, { uri: viewer.uri });
    assert.ok(isLargeFindingsResult(result));
    return result;
  };
  // It is analysed without being asked; who asks is told as soon as it is.
  const result = await viewer.client.request(analyzeFileMethod, { uri: viewer.uri });
  const found = await ask();
  assert.deepEqual([found.result, found.whole], [result, true]);
  assert.deepEqual(found.findings.map(({ line, rule, severity }) => [line, rule, severity]), [[faultLine - 1, 'zone-lock-irqs-on', 'error']]);
});

test('what is not open, or cannot be, is said in words', async (t) => {
  const viewer = await view(t, 'one\n');
  await viewer.client.connection.sendNotification(closeLargeMethod, { uri: viewer.uri });
  await assert.rejects(viewer.read(0, 1), /not open in the viewer/);
  await assert.rejects(viewer.client.request(openLargeMethod, { uri: 'file:///nonexistent/a' }), /no such file/);
  await assert.rejects(viewer.client.request(openLargeMethod, { uri: 'file:///tmp' }), /not a file|is a directory/);
});

test('what is not text is not shown as text', async (t) => {
  const viewer = await view(t, 'one\n');
  writeFileSync(viewer.path, gzipSync('one\n'));
  await assert.rejects(viewer.open(), /a\.ftrace is compressed; run `gunzip/);
  writeFileSync(viewer.path, 'PERFILE2 and so on');
  await assert.rejects(viewer.open(), /perf script/);
});

test('a page is there wherever it is in a long file', async (t) => {
  const viewer = await view(t, Array.from({ length: 600_000 }, (_, i) => `${i} ${'x'.repeat(100)}\n`).join(''));
  await viewer.complete();
  for (let i = 0; i < 50; i++) {
    const from = (i * 104_729) % 599_000;
    const { lines } = await viewer.read(from, 256);
    assert.deepEqual([lines.length, lines[0].split(' ')[0], lines[255].split(' ')[0]], [256, String(from), String(from + 255)]);
  }
});
