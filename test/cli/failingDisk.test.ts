/** A disk that fails, and files that go while they are read: one line that names the file, status 2, and no part is shown as the whole. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { analyseTrace } from '../../server/src/io/analyseTrace.js';
import { root } from '../support/repository.js';
import { run, runHere, scratch } from './support/run.js';
import { faulty, healthy } from './support/samples.js';

const event = (i: number): string => `            bash-1234    [000] .....   ${100 + Math.floor(i / 1e6)}.${String(i % 1e6).padStart(6, '0')}: mm_page_free: page=0000000012345678 pfn=0x${(i % 5000).toString(16)} order=0\n`;
const long = Array.from({ length: 90_000 }, (_, i) => event(i)).join('');
const why = 'the disk failed while it was read; copy the file elsewhere and try again';

async function folderOf(t: TestContext): Promise<string> {
  const folder = dirname(await (await scratch(t))('a.trace', healthy));
  writeFileSync(join(folder, 'b.trace'), long);
  writeFileSync(join(folder, 'c.trace.gz'), gzipSync(long));
  writeFileSync(join(folder, 'd.trace'), faulty);
  return folder;
}

/** A command with a disk that fails in the file of this name, from this byte on. */
const failing = (name: string, at: number, args: readonly string[]): ReturnType<typeof run> =>
  run(args, '', { NODE_OPTIONS: `--require ${join(root, 'test/support/failingDisk.cjs')}`, FAILING_FILE: name, FAILING_AT: String(at) });

test('one file, read by one thread or by two, packed or not: nothing of it is shown', async (t) => {
  const folder = await folderOf(t);
  for (const [name, at] of [['a.trace', 0], ['a.trace', 500], ['b.trace', 1 << 20], ['b.trace', 8 << 20], ['c.trace.gz', 200_000]] as const) {
    for (const format of ['text', 'json']) {
      assert.deepEqual(await failing(name, at, ['analyze', '--format', format, join(folder, name)]), { status: 2, out: '', err: `buddyscope: ${folder}/${name}: ${why}\n` }, `${name} ${at}`);
    }
  }
  const sarif = await failing('b.trace', 8 << 20, ['analyze', '--format', 'sarif', join(folder, 'b.trace')]);
  assert.equal(sarif.status, 2);
  assert.match(sarif.out, /"executionSuccessful":false.*b\.trace: the disk failed/);
});

test('parts of one trace: without one of them there is no result', async (t) => {
  const folder = await folderOf(t);
  for (const at of [0, 4 << 20]) {
    assert.deepEqual(await failing('b.trace', at, ['analyze', '--merge', join(folder, 'd.trace'), join(folder, 'b.trace')]), { status: 2, out: '', err: `buddyscope: ${folder}/b.trace: ${why}\n` });
  }
});

test('of several files, the others are analysed, and the summary says which is not', async (t) => {
  const folder = await folderOf(t);
  const { status, out, err } = await failing('b.trace', 4 << 20, ['analyze', '--format', 'json', folder]);
  assert.deepEqual([status, err], [2, `buddyscope: ${folder}/b.trace: ${why}\n`]);
  const { files, summary } = parse(out);
  assert.deepEqual(files.map(({ file }) => file.slice(folder.length + 1)), ['a.trace', 'c.trace.gz', 'd.trace']);
  assert.deepEqual(summary.failed, [{ file: `${folder}/b.trace`, reason: why }]);
});

interface Parsed { readonly files: readonly { readonly file: string }[]; readonly summary: { readonly failed: readonly unknown[] } }
const isParsed = (value: unknown): value is Parsed => typeof value === 'object' && value !== null && 'files' in value && 'summary' in value;
function parse(out: string): Parsed {
  const parsed: unknown = JSON.parse(out);
  assert.ok(isParsed(parsed));
  return parsed;
}

test('other commands: the series is broken off, a redacted file is not left behind', async (t) => {
  const folder = await folderOf(t);
  const output = join(folder, 'redacted');
  for (const command of [['state', '--line', '80000'], ['series', '--format', 'json'], ['redact', '-o', output]]) {
    const { status, out, err } = await failing('b.trace', 4 << 20, [...command, join(folder, 'b.trace')]);
    assert.deepEqual([status, err], [2, `buddyscope: ${folder}/b.trace: ${why}\n`], command[0]);
    assert.ok(!out.includes(']'), command[0]);
  }
  assert.ok(!existsSync(output));
});

// What Linux gives for the first page of an address space.
if (existsSync('/proc/self/mem')) test('an error of the system itself', async (t) => {
  assert.deepEqual(await runHere(['analyze', '/proc/self/mem']), { status: 2, out: '', err: `buddyscope: /proc/self/mem: ${why}\n` });
  const folder = await folderOf(t);
  rmSync(join(folder, 'b.trace'));
  symlinkSync('/proc/self/mem', join(folder, 'b.trace'));
  const { status, out, err } = await runHere(['analyze', '--format', 'json', folder]);
  assert.deepEqual([status, err], [2, `buddyscope: ${folder}/b.trace: ${why}\n`]);
  assert.equal(parse(out).files.length, 3);
});

test('a file that is gone when it has its turn is one of those that are not analysed', async (t) => {
  const folder = await folderOf(t);
  const files = ['a.trace', 'b.trace', 'd.trace'].map((name) => join(folder, name));
  rmSync(files[1]);
  const { status, out, err } = await runHere(['analyze', '--format', 'json', ...files]);
  assert.deepEqual([status, err], [2, `buddyscope: ${files[1]}: no such file; check the path\n`]);
  assert.deepEqual(parse(out).files.map(({ file }) => file), [files[0], files[2]]);
  assert.deepEqual(await runHere(['analyze', '--merge', ...files]), { status: 2, out: '', err: `buddyscope: ${files[1]}: no such file; check the path\n` });
  mkdirSync(files[1]);
  assert.match((await runHere(['analyze', '--merge', ...files])).err, /b\.trace: (is a directory|no trace in this folder)/);
});

test('a file that is deleted, or replaced by another, while it is read is read to its end', async (t) => {
  for (const change of [(file: string) => { rmSync(file); }, (file: string) => { renameSync(`${file}.other`, file); }]) {
    const file = await (await scratch(t))('a.trace', long);
    writeFileSync(`${file}.other`, healthy);
    let changed = false;
    const read = await analyseTrace(file, Readable.from([]), {
      options: {},
      afterPiece: () => {
        if (!changed) change(file);
        changed = true;
        return 'more';
      },
    });
    assert.ok(changed && read.ok && read.value?.damage === undefined && read.value?.summary.lines === 90_000);
  }
});
