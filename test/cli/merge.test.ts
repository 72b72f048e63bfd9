/** `--merge`: per-CPU files as one trace. */
import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { mergeTraces } from '../../server/src/io/mergeTraces.js';
import { readText } from '../support/repository.js';
import { run, runHere } from './support/run.js';
import { healthy } from './support/samples.js';

async function folderWith(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'buddyscope-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const whole = readText('docs/examples/defects/e04-null-boundary.alloctrace').split(/(?<=\n)/);
const ofCpu = (cpu: number): string => whole.filter((line) => line.includes(`[00${cpu}]`) || (cpu === 0 && line.startsWith('#'))).join('');
const [zero, one] = [ofCpu(0), ofCpu(1)];

interface Found { readonly rule: string; readonly file: string; readonly line: number; readonly lastFile: string; readonly related: readonly { readonly file: string; readonly line: number }[] }
interface Entry { readonly file: string; readonly parts: readonly object[]; readonly findings: readonly Found[] }
const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null && 'parts' in value && 'findings' in value;
function entryOf(out: string): Entry {
  const parsed: unknown = JSON.parse(out);
  assert.ok(typeof parsed === 'object' && parsed !== null && 'files' in parsed && Array.isArray(parsed.files) && parsed.files.length === 1);
  const entry: unknown = parsed.files[0];
  assert.ok(isEntry(entry));
  return entry;
}

test('findings name the file and the line of their part, in every format', async (t) => {
  const folder = await folderWith(t, { 'cpu0.trace': zero, 'cpu1.trace.gz': gzipSync(one) });
  const files = [join(folder, 'cpu0.trace'), join(folder, 'cpu1.trace.gz')];
  const { status, out, err } = await runHere(['analyze', '--merge', '--format', 'json', ...files]);
  assert.deepEqual([status, err], [1, '']);
  const entry = entryOf(out);
  assert.equal(entry.file, files.join(' + '));
  const events = (text: string): number => text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length;
  assert.deepEqual(entry.parts, files.map((file, i) => ({ file, bytes: [zero, one][i].length, lines: [zero, one][i].split('\n').length - 1, events: events([zero, one][i]) })));
  const found = entry.findings.find(({ rule }) => rule === 'boundary-null');
  assert.ok(found !== undefined);
  const lines = { [files[0]]: zero.split('\n'), [files[1]]: one.split('\n') };
  // Line 1823 of the whole trace.
  assert.equal(`${lines[found.file][found.line - 1]}\n`, whole[1822]);
  assert.ok(found.related.length > 0 && found.related.every(({ file, line }) => lines[file][line - 1] !== undefined));
  const text = await runHere(['analyze', '--merge', ...files]);
  assert.ok(text.out.includes(`${found.file}:${found.line}:`) && text.out.includes('[boundary-null]'));
  const sarif = await runHere(['analyze', '--merge', '--format', 'sarif', ...files]);
  assert.match(sarif.out, new RegExp(`${found.file}"\\},"region":\\{"startLine":${found.line},`));
});

test('a folder is a list of parts; the same parts give the same bytes, and one of them may come from a pipe', async (t) => {
  const folder = await folderWith(t, { 'cpu0.trace': zero, 'cpu1.trace': one });
  const first = await runHere(['analyze', '--merge', '--format', 'json', folder]);
  assert.equal(first.status, 1);
  assert.equal((await runHere(['analyze', '--merge', '--format', 'json', join(folder, 'cpu0.trace'), join(folder, 'cpu1.trace')])).out, first.out);
  const piped = await run(['analyze', '--merge', '--format', 'json', join(folder, 'cpu0.trace'), '-'], one);
  assert.equal(piped.out.replaceAll('"-"', JSON.stringify(join(folder, 'cpu1.trace'))).replace(' + -', ` + ${join(folder, 'cpu1.trace')}`), first.out);
});

test('an empty part is remarked on; without any bytes there is nothing to analyse', async (t) => {
  const folder = await folderWith(t, { 'cpu0.trace': healthy, 'cpu1.trace': '' });
  const { status, err } = await runHere(['analyze', '--merge', folder]);
  assert.equal(status, 0);
  assert.match(err, /^buddyscope: \S+cpu1\.trace: is empty: nothing of this part\n$/);
  const none = await runHere(['analyze', '--merge', join(folder, 'cpu1.trace')]);
  assert.deepEqual([none.status, none.out], [2, '']);
});

test('parts that cannot be merged: one line that says why, nothing on standard output', async (t) => {
  const count = healthy.replaceAll(/100\.(\d{6})/g, '100$1');
  const untimed = '# tracer: nop\nmm_page_free: page=0000000012345678 pfn=0x10000 order=0\n';
  const folder = await folderWith(t, { 'a.trace': healthy, 'count.trace': count, 'untimed.trace': untimed, 'noise.trace': Buffer.alloc(5000) });
  const path = (name: string): string => join(folder, name);
  const cases: readonly (readonly [string[], RegExp])[] = [
    [['a.trace', 'count.trace'], /count\.trace: line 4: its clock is not that of the parts before it/], [['a.trace', 'untimed.trace'], /untimed\.trace: line 2 has no time/],
    [['a.trace', 'a.trace'], /a\.trace is given twice/], [['a.trace', 'gone.trace'], /gone\.trace: no such file/], [['a.trace', 'noise.trace'], /noise\.trace: is a binary file/],
  ];
  for (const [names, reason] of cases) {
    const { status, out, err } = await runHere(['analyze', '--merge', ...names.map(path)]);
    assert.deepEqual([status, out], [2, ''], names.join());
    assert.match(err, reason);
    assert.match(err, /^[^\n]+\n$/);
  }
});

test('a part that becomes shorter while it is read is no part of a result', async (t) => {
  const long = '# nothing\n'.repeat(500_000);
  const folder = await folderWith(t, { 'a.trace': healthy + long, 'b.trace': healthy + long });
  const file = join(folder, 'b.trace');
  let calls = 0;
  const result = await mergeTraces([join(folder, 'a.trace'), file], Readable.from([]), {
    options: {}, note: () => undefined, progress: () => { if (++calls === 3) truncateSync(file, 1000); },
  });
  assert.ok(!result.ok);
  assert.match(result.reason, /b\.trace: became shorter while it was read/);
});
