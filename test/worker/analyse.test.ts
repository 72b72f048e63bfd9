/** Whole files through real threads. */
import assert from 'node:assert/strict';
import { statSync, truncateSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openStream } from '../../server/src/core/index.js';
import { defaultSettings } from '../../server/src/io/readSettings.js';
import type { AnalyseJob, Progress } from '../../server/src/worker/jobs.js';
import { Workers } from '../../server/src/worker/workers.js';
import { scratch } from '../cli/support/run.js';
import { faulty, faultLine } from '../cli/support/samples.js';
import { readText } from '../support/repository.js';
import { quickest, workerProgram } from './support/program.js';

const workers = async (): Promise<Workers> => new Workers({ program: await workerProgram(), atOnce: 1 });
const job = (file: string, changed: Partial<AnalyseJob> = {}): AnalyseJob => ({ kind: 'analyse', file, settings: defaultSettings, most: 1000, ...changed });

/** Some `megabytes` of trace: the lines of a whole capture, again and again. */
function repeated(megabytes: number): Buffer {
  const text = Buffer.from(readText('test/workbench/fixtures/workspace/startup.alloctrace'));
  return Buffer.concat(Array.from({ length: Math.ceil((megabytes * 1e6) / text.length) }, () => text));
}

test('a file is found to have what the engine finds in its text, packed or not', async (t) => {
  const write = await scratch(t);
  const analyser = openStream();
  analyser.push(Buffer.from(faulty));
  const expected = analyser.end();
  for (const file of [await write('a.ftrace', faulty), await write('a.ftrace.gz', gzipSync(faulty))]) {
    const outcome = await (await workers()).run<'analyse'>(job(file));
    assert.ok(outcome?.ok, file);
    const { summary, counts, findings } = outcome.value;
    assert.deepEqual(summary, expected.summary);
    assert.deepEqual(counts, { error: 1, warning: 0, info: 0 });
    assert.deepEqual(findings, expected.findings.filter(({ severity }) => severity !== 'info'));
    assert.equal(findings[0]?.line, faultLine - 1);
  }
});

test('a file of many pieces is found to have what its text has', async (t) => {
  const text = repeated(9);
  const analyser = openStream();
  analyser.push(new Uint8Array(text));
  const expected = analyser.end();
  const outcome = await (await workers()).run<'analyse'>(job(await (await scratch(t))('a.ftrace', text)));
  assert.ok(outcome?.ok);
  assert.deepEqual(outcome.value.summary, expected.summary);
  assert.deepEqual([...outcome.value.findings].sort((a, b) => a.line - b.line || (a.rule < b.rule ? -1 : 1)), expected.findings.filter(({ severity }) => severity !== 'info'));
});

test('the most severe findings come first, and only so many', async (t) => {
  const write = await scratch(t);
  const file = await write('a.ftrace', `${faulty}garbage\n`.replaceAll('pfn=0x10400 order=10\n', 'pfn=0x10400 order=99\n'));
  const settings = { ...defaultSettings, showInformation: true };
  const all = await (await workers()).run<'analyse'>(job(file, { settings }));
  assert.ok(all?.ok);
  const severities = all.value.findings.map(({ severity }) => severity);
  assert.ok(new Set(severities).size > 1, severities.join());
  assert.deepEqual(severities, [...severities].sort((a, b) => ['error', 'warning', 'info'].indexOf(a) - ['error', 'warning', 'info'].indexOf(b)));
  const some = await (await workers()).run<'analyse'>(job(file, { settings, most: 2 }));
  assert.ok(some?.ok);
  assert.deepEqual(some.value.findings, all.value.findings.slice(0, 2));
  assert.deepEqual(some.value.counts, all.value.counts);
});

test('settings hold for a file as they do for a document', async (t) => {
  const write = await scratch(t);
  const settings = { ...defaultSettings, rules: { 'zone-lock-irqs-on': 'off' as const } };
  const outcome = await (await workers()).run<'analyse'>(job(await write('a.ftrace', faulty), { settings }));
  assert.ok(outcome?.ok);
  assert.deepEqual(outcome.value.counts, { error: 0, warning: 0, info: 0 });
});

test('progress counts the bytes of the disk and says what time is left, ten times a second at most', async (t) => {
  const write = await scratch(t);
  const text = repeated(60);
  const file = await write('big.ftrace', text);
  const seen: { readonly at: number; readonly progress: Progress }[] = [];
  const start = performance.now();
  const outcome = await (await workers()).run<'analyse'>(job(file), { onProgress: (progress) => { seen.push({ at: performance.now(), progress }); } });
  const spent = performance.now() - start;
  assert.ok(outcome?.ok);
  assert.equal(outcome.value.summary.bytes, text.length);
  assert.ok(seen.length >= 1 && seen.length <= spent / 100 + 1, `${seen.length} in ${spent.toFixed(0)} ms`);
  for (const { progress } of seen) assert.equal(progress.size, text.length);
  assert.deepEqual(seen.map(({ progress }) => progress.read), seen.map(({ progress }) => progress.read).sort((a, b) => a - b));
  if (spent > 1500) assert.ok(seen.some(({ progress: { left } }) => left !== undefined && left > 0 && left < 60));
  t.diagnostic(`${(text.length / 1e3 / spent).toFixed(0)} MB/s with the start of the thread`);
});

test('a stopped analysis ends long before it would have ended by itself, wherever it was', async (t) => {
  const write = await scratch(t);
  const file = await write('big.ftrace', repeated(120));
  const pool = await workers();
  const begun = performance.now();
  await pool.run<'analyse'>(job(file));
  const whole = performance.now() - begun;
  for (const wait of [0, 20, 150, 400]) {
    const spent = await quickest(3, async () => {
      const controller = new AbortController();
      const outcome = pool.run<'analyse'>(job(file), { signal: controller.signal });
      await new Promise((resolve) => { setTimeout(resolve, wait); });
      const start = performance.now();
      controller.abort();
      assert.equal(await outcome, undefined);
      return performance.now() - start;
    });
    assert.ok(spent < whole / 3, `${spent.toFixed(0)} ms after ${wait} ms, the whole takes ${whole.toFixed(0)}`);
    t.diagnostic(`${spent.toFixed(0)} ms after ${wait} ms, the whole takes ${whole.toFixed(0)}`);
  }
  assert.equal(await pool.run<'analyse'>(job(file), { signal: AbortSignal.abort() }), undefined);
});

test('what cannot be read is said in words', async (t) => {
  const write = await scratch(t);
  const pool = await workers();
  const reasonOf = async (file: string): Promise<string> => {
    const outcome = await pool.run<'analyse'>(job(file));
    assert.ok(outcome !== undefined && !outcome.ok);
    return outcome.reason;
  };
  assert.match(await reasonOf('/nonexistent/a.ftrace'), /no such file/);
  assert.match(await reasonOf(await write('cut.gz', gzipSync(faulty).subarray(0, 200))), /ends too early/);
  assert.match(await reasonOf(await write('a.dat', Buffer.alloc(5000))), /binary file/);
});

test('a file that becomes shorter while it is read gives no findings', async (t) => {
  const write = await scratch(t);
  const file = await write('big.ftrace', repeated(60));
  const size = statSync(file).size;
  let cut = false;
  const outcome = await (await workers()).run<'analyse'>(job(file), {
    onProgress: () => {
      if (!cut) truncateSync(file, size / 2);
      cut = true;
    },
  });
  assert.ok(outcome !== undefined && !outcome.ok);
  assert.match(outcome.reason, /became shorter/);
});
