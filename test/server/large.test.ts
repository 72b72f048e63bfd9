/** The viewer's requests over a real connection, with real threads and files. */
import assert from 'node:assert/strict';
import { appendFileSync, writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { analyzeFileMethod } from '../../server/src/protocol/files.js';
import {
  closeLargeMethod, largeFindingsMethod, type LargeFindingsResult, largeIndexedMethod, type LargeIndexedParams, openLargeMethod,
  readLinesMethod, type ReadLinesResult, searchMethod, type SearchParams, type SearchPlace, type SearchResult,
} from '../../server/src/protocol/large.js';
import { isLargeFindingsResult, isLargeIndexedParams, isReadLinesResult, isSearchResult } from '../../server/src/protocol/largeGuards.js';
import { Workers } from '../../server/src/worker/workers.js';
import { scratch } from '../cli/support/run.js';
import { faulty, faultLine } from '../cli/support/samples.js';
import { workerProgram } from '../worker/support/program.js';
import { type Client, startClient } from './support/client.js';

class Viewer {
  readonly indexed: LargeIndexedParams[] = [];

  constructor(readonly client: Client, readonly uri: string, readonly path: string) {
    client.connection.onNotification(largeIndexedMethod, (params: LargeIndexedParams) => { this.indexed.push(params); });
  }

  open(): Promise<unknown> {
    return this.client.request(openLargeMethod, { uri: this.uri });
  }

  async complete(): Promise<LargeIndexedParams> {
    for (;;) {
      const last = this.indexed.find(({ complete }) => complete);
      if (last !== undefined) return last;
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
  }

  async read(from: number, count: number): Promise<ReadLinesResult> {
    const result = await this.client.request<ReadLinesResult>(readLinesMethod, { uri: this.uri, from, count });
    assert.ok(isReadLinesResult(result));
    return result;
  }

  async search(params: Partial<SearchParams>): Promise<SearchPlace | null> {
    const result = await this.client.request<SearchResult>(searchMethod, { uri: this.uri, text: '', matchCase: false, backwards: false, line: 0, after: null, ...params });
    assert.ok(isSearchResult(result));
    return result.place;
  }
}

async function view(t: TestContext, text: string | Uint8Array): Promise<Viewer> {
  const workers = new Workers({ program: await workerProgram(), atOnce: 2 });
  const client = await startClient(t, { runtime: { analyses: workers, readers: workers } });
  const path = await (await scratch(t))('a.ftrace', text);
  const viewer = new Viewer(client, pathToFileURL(path).href, path);
  await viewer.open();
  return viewer;
}

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

test('a file that has changed since says so, and is read anew when it is opened again', async (t) => {
  const viewer = await view(t, 'one\n');
  await viewer.complete();
  assert.equal((await viewer.read(0, 1)).changed, false);
  appendFileSync(viewer.path, 'two\n');
  assert.equal((await viewer.read(0, 1)).changed, true);
  viewer.indexed.length = 0;
  await viewer.open();
  assert.equal((await viewer.complete()).lines, 2);
  assert.deepEqual(await viewer.read(0, 5), { from: 0, lines: ['one', 'two'], changed: false });
});

test('the findings are those of the last analysis, in line order', async (t) => {
  const viewer = await view(t, faulty);
  const ask = async (): Promise<LargeFindingsResult> => {
    const result = await viewer.client.request<LargeFindingsResult>(largeFindingsMethod, { uri: viewer.uri });
    assert.ok(isLargeFindingsResult(result));
    return result;
  };
  assert.deepEqual(await ask(), { result: null, findings: [] });
  const result = await viewer.client.request(analyzeFileMethod, { uri: viewer.uri });
  const found = await ask();
  assert.deepEqual(found.result, result);
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

test('a page of a long file is there in milliseconds', async (t) => {
  const viewer = await view(t, `${'x'.repeat(100)}\n`.repeat(600_000));
  await viewer.complete();
  const times: number[] = [];
  for (let i = 0; i < 50; i++) {
    const start = performance.now();
    assert.equal((await viewer.read((i * 104_729) % 599_000, 256)).lines.length, 256);
    times.push(performance.now() - start);
  }
  const median = times.sort((a, b) => a - b)[25];
  t.diagnostic(`256 lines in ${median.toFixed(1)} ms`);
  assert.ok(median < 20, `${median.toFixed(1)} ms`);
});
