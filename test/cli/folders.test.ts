/** Several files at once: a folder of traces. */
import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { strangeProgram, workerProgram } from '../worker/support/program.js';
import { run, runHere, scratch } from './support/run.js';
import { faulty, faultLine, healthy } from './support/samples.js';

async function folderOf(t: TestContext, files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = dirname(await (await scratch(t))('.hidden.trace', faulty));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}
const some = { 'b.trace': faulty, 'a/vm2.ftrace.gz': gzipSync(healthy), 'a/vm1.alloctrace': faulty, 'c/trace': healthy, 'README.md': 'no trace', 'a/analysis.json': '{}' };
const without = (text: string, folder: string): string => text.replaceAll(`${folder}/`, '');

interface Parsed { readonly files: readonly { readonly file: string; readonly findings: readonly unknown[] }[]; readonly summary: Readonly<Record<string, unknown>> }
const isParsed = (value: unknown): value is Parsed => typeof value === 'object' && value !== null && 'files' in value && Array.isArray(value.files) && 'summary' in value;
function parse(out: string): Parsed {
  const parsed: unknown = JSON.parse(out);
  assert.ok(isParsed(parsed));
  return parsed;
}

test('a folder: its traces and those of the folders in it, by name, and one summary', async (t) => {
  const folder = await folderOf(t, some);
  const { status, out, err } = await runHere(['analyze', '--format', 'json', folder]);
  assert.equal(status, 1);
  assert.match(err, /^buddyscope: \S+: 2 other files not read: names ending in [^\n]+\n$/);
  const { files, summary } = parse(out);
  assert.deepEqual(files.map(({ file }) => without(file, folder)), ['a/vm1.alloctrace', 'a/vm2.ftrace.gz', 'b.trace', 'c/trace']);
  assert.deepEqual(files.map(({ findings }) => findings.length), [1, 0, 1, 0]);
  assert.deepEqual(summary, {
    files: 4, bytes: 2 * faulty.length + 2 * healthy.length, lines: 60, events: 48, unrecognisedLines: 0, lostEvents: 0, findings: { error: 2, warning: 0, info: 0 },
    findingCounts: { 'zone-lock-irqs-on': 2 }, filesWithRule: { 'zone-lock-irqs-on': 2 }, failed: [],
  });
});

test('a folder as text: each finding at its line, each file\'s summary, then that of all', async (t) => {
  const folder = await folderOf(t, { 'a.trace': faulty, 'b.trace': healthy });
  const { status, out } = await run(['analyze', folder]);
  assert.equal(status, 1);
  assert.match(out, new RegExp(`^${folder}/a\\.trace:${faultLine}:\\d+: error: .*\\[zone-lock-irqs-on\\]\n`));
  assert.ok(out.endsWith('\n\n2 files: 30 lines, 24 events; 1 error, 0 warnings, 0 informational\n  zone-lock-irqs-on  1 finding in 1 file\n'), out);
});

test('the same files give the same bytes, as a folder and by their names, in every format', async (t) => {
  const folder = await folderOf(t, some);
  const names = ['a/vm1.alloctrace', 'a/vm2.ftrace.gz', 'b.trace', 'c/trace'].map((name) => join(folder, name));
  for (const format of ['text', 'json', 'sarif']) {
    const first = await runHere(['analyze', '--format', format, folder]);
    assert.ok(first.out.length > 100);
    for (let i = 0; i < 3; i++) assert.equal((await runHere(['analyze', '--format', format, ...names])).out, first.out);
  }
});

test('each file of several says what it says alone', async (t) => {
  const folder = await folderOf(t, some);
  const whole = parse((await runHere(['analyze', '--format', 'json', folder])).out);
  for (const entry of whole.files) {
    assert.deepEqual(parse((await runHere(['analyze', '--format', 'json', entry.file])).out).files, [entry]);
  }
});

test('SARIF of several files is one list of results', async (t) => {
  const folder = await folderOf(t, { 'a.trace': healthy, 'b.trace': faulty, 'c.trace': healthy, 'd.trace': faulty });
  const parsed: unknown = JSON.parse((await runHere(['analyze', '--format', 'sarif', folder])).out);
  assert.equal(JSON.stringify(parsed).match(/"ruleId"/g)?.length, 2);
});

test('standard input may be one of several', async (t) => {
  const file = await (await scratch(t))('a.trace', healthy);
  const { status, out } = await run(['analyze', '--format', 'json', file, '-', file], faulty);
  assert.equal(status, 1);
  assert.deepEqual(parse(out).files.map(({ file: name, findings }) => [name, findings.length]), [[file, 0], ['-', 1], [file, 0]]);
});

test('files that cannot be read are named on standard error and in the summary, with status 2; the others are analysed', async (t) => {
  const folder = await folderOf(t, { 'a.trace': '', 'b.trace': healthy, 'c.log': Buffer.alloc(5000) });
  const { status, out, err } = await runHere(['analyze', '--format', 'json', folder]);
  assert.equal(status, 2);
  assert.deepEqual(without(err, folder).split('\n').map((line) => line.slice(0, 32)), ['buddyscope: a.trace: is empty; r', 'buddyscope: c.log: is a binary f', '']);
  const { files, summary } = parse(out);
  assert.equal(files.length, 1);
  assert.ok(Array.isArray(summary['failed']) && summary['failed'].length === 2);
  assert.match((await runHere(['analyze', folder])).out, /\n {2}not analysed, or only in part: \S*a\.trace: is empty/);
});

test('a file that ends its thread twice is set aside with a message, and the rest goes on', async (t) => {
  const folder = await folderOf(t, { 'a.trace': healthy, 'b.trace': faulty, 'c.trace': healthy });
  const real = JSON.stringify(await workerProgram());
  // A thread that has done another file may be given this one.
  const program = strangeProgram('deadly', `const deadly = ({ job }) => { if (job?.file.endsWith('a.trace')) process.exit(7); };
    deadly(start); port.on('message', deadly); require(${real}); port.emit('message', start);`);
  const { status, out, err } = await runHere(['analyze', '--format', 'json', folder], '', program);
  assert.equal(status, 2);
  assert.match(err, /^buddyscope: \S+a\.trace: ended the analysis unexpectedly, 2 times \(its thread ended with status 7\); set aside\n$/);
  assert.deepEqual(parse(out).files.map(({ findings }) => findings.length), [1, 0]);
});

test('a folder without traces is wrong usage that says which names are looked for', async (t) => {
  const { status, out, err } = await runHere(['analyze', await folderOf(t, { 'README.md': 'x' })]);
  assert.deepEqual([status, out], [2, '']);
  assert.match(err, /no trace in this folder: names ending in \.alloctrace/);
});

test('links to files are followed, links to folders are not', async (t) => {
  const folder = await folderOf(t, { 'real/a.trace': faulty });
  await symlink(join(folder, 'real/a.trace'), join(folder, 'b.trace'));
  await symlink(folder, join(folder, 'c'));
  const { files } = parse((await runHere(['analyze', '--format', 'json', folder])).out);
  assert.deepEqual(files.map(({ file }) => without(file, folder)), ['b.trace', 'real/a.trace']);
});
