/** A disk that fails under the language server: the message names the file, and no part is told as the whole. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analyzeFileMethod } from '../../server/src/protocol/files.js';
import { largeFindingsMethod, type LargeFindingsResult, largeHoverMethod, largeIndexedMethod, type LargeIndexedParams, largeReadMethod, type LargeReadParams, openLargeMethod } from '../../server/src/protocol/large.js';
import { Workers } from '../../server/src/worker/workers.js';
import { scratch } from '../cli/support/run.js';
import { faulty } from '../cli/support/samples.js';
import { root } from '../support/repository.js';
import { workerProgram } from '../worker/support/program.js';
import { type Client, startClient } from './support/client.js';

const long = faulty + '            bash-1234    [000] .....   101.000000: mm_page_free: page=0000000012345678 pfn=0x10 order=0\n'.repeat(40_000);

/** Threads for which the disk fails in `broken.ftrace` from this byte on. */
async function start(t: TestContext, at: number): Promise<{ client: Client; uri: string; other: string }> {
  const workers = new Workers({ program: await workerProgram(), atOnce: 2, execArgv: ['--require', join(root, 'test/support/failingDisk.cjs')] });
  const environment = { FAILING_FILE: 'broken.ftrace', FAILING_AT: String(at) };
  Object.assign(process.env, environment);
  t.after(() => { for (const name of Object.keys(environment)) delete process.env[name]; });
  const client = await startClient(t, { runtime: { analyses: workers, readers: workers } });
  const write = await scratch(t);
  return { client, uri: pathToFileURL(await write('broken.ftrace', long)).href, other: pathToFileURL(await write('other.ftrace', long)).href };
}

const why = 'the disk failed while it was read; copy the file elsewhere and try again';

test('an analysis has an error and publishes nothing; other files are analysed', async (t) => {
  const { client, uri, other } = await start(t, 2 << 20);
  await assert.rejects(client.request(analyzeFileMethod, { uri }), new RegExp(`broken\\.ftrace ${why}`));
  await client.request(analyzeFileMethod, { uri: other });
  await client.published(other);
  assert.deepEqual([...new Set(client.diagnostics.map((params) => params.uri))], [other]);
});

test('the viewer says of lines and of findings that they end here', async (t) => {
  const { client, uri } = await start(t, 2 << 20);
  const indexed: LargeIndexedParams[] = [];
  const told: LargeReadParams[] = [];
  let arrived = (): void => undefined;
  client.connection.onNotification(largeIndexedMethod, (params: LargeIndexedParams) => { indexed.push(params); arrived(); });
  client.connection.onNotification(largeReadMethod, (params: LargeReadParams) => { told.push(params); arrived(); });
  await client.request(openLargeMethod, { uri });
  while (!(indexed.some(({ complete }) => complete) && told.at(-1)?.phase === 'over')) await new Promise<void>((resolve) => { arrived = resolve; });
  assert.equal(indexed.find(({ complete }) => complete)?.problem, `broken.ftrace ${why}`);
  assert.equal(told.at(-1)?.notice, `broken.ftrace ${why}`);
  assert.equal((await client.request<LargeFindingsResult>(largeFindingsMethod, { uri })).result, null);
  assert.deepEqual(client.diagnostics.filter((params) => params.uri === uri), []);
  await assert.rejects(client.request(largeHoverMethod, { uri, line: 3, column: 0 }), new RegExp(`broken\\.ftrace ${why}`));
  await assert.rejects(client.request(analyzeFileMethod, { uri }), new RegExp(`broken\\.ftrace.* ${why}`));
});

// What Linux gives for the first page of an address space.
if (existsSync('/proc/self/mem')) test('an error of the system itself', async (t) => {
  const { client } = await start(t, 0);
  for (const method of [openLargeMethod, analyzeFileMethod]) await assert.rejects(client.request(method, { uri: 'file:///proc/self/mem' }), new RegExp(`mem ${why}`));
});
