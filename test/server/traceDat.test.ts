import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { renderTraceDat } from '../../server/src/lsp/files/renderTraceDat.js';
import { renderTraceDatMethod, type RenderTraceDatResult } from '../../server/src/protocol/traceDat.js';
import { isRenderTraceDatResult } from '../../server/src/protocol/traceDatGuards.js';
import { startClient } from './support/client.js';

const folder = resolve(__dirname, '..', 'fixtures', 'tracedat');
const file = join(folder, 'reporting-v7-zlib.dat');
const expected = gunzipSync(readFileSync(join(folder, 'reporting.txt.gz'))).toString();

test('a trace.dat is given as text', async (t) => {
  const client = await startClient(t);
  const result = await client.request<RenderTraceDatResult>(renderTraceDatMethod, { uri: pathToFileURL(file).href });
  assert.ok(isRenderTraceDatResult(result));
  assert.deepEqual(result, { text: expected, missing: null });
});

test('of a file that is cut the text ends with what is missing', async (t) => {
  const place = await mkdtemp(join(tmpdir(), 'buddyscope-'));
  t.after(() => rm(place, { recursive: true, force: true }));
  const cut = join(place, 'cut.dat');
  const bytes = readFileSync(join(folder, 'reporting-v6.dat'));
  await writeFile(cut, bytes.subarray(0, bytes.length - 9000));
  const client = await startClient(t);
  const { text, missing } = await client.request<RenderTraceDatResult>(renderTraceDatMethod, { uri: pathToFileURL(cut).href });
  assert.match(missing ?? '', /is cut short: .* could be read$/);
  assert.ok(text.endsWith(`\n# ${missing ?? ''}\n`));
  await writeFile(cut, bytes.subarray(0, 1000));
  await assert.rejects(client.request(renderTraceDatMethod, { uri: pathToFileURL(cut).href }), /cut\.dat is cut short/);
});

test('what cannot be read says why', async (t) => {
  const client = await startClient(t);
  await assert.rejects(client.request(renderTraceDatMethod, { uri: 'file:///none/trace.dat' }), /trace\.dat no such file/);
  await assert.rejects(client.request(renderTraceDatMethod, { uri: pathToFileURL(join(folder, 'reporting.txt.gz')).href }), /is not a trace\.dat/);
  await assert.rejects(client.request(renderTraceDatMethod, { uri: 'untitled:a.dat' }), /not on the disk/);
  await assert.rejects(client.request(renderTraceDatMethod, {}), /'uri' must be a string/);
});

test('a long text is cut with a word about it, and a request can be stopped', async () => {
  const result = await renderTraceDat(file, () => false, 1000);
  assert.ok(result?.ok === true);
  assert.match(result.value.missing ?? '', /larger than what VS Code shows/);
  assert.ok(result.value.text.startsWith(expected.slice(0, 1000)));
  assert.equal(await renderTraceDat(file, () => true), undefined);
});
