/** Threads that do not do what they should. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { defaultSettings } from '../../server/src/io/readSettings.js';
import type { AnalyseJob } from '../../server/src/worker/jobs.js';
import { Workers } from '../../server/src/worker/workers.js';
import { scratch } from '../cli/support/run.js';
import { quickest, strangeProgram } from './support/program.js';

const job = (file: string): AnalyseJob => ({ kind: 'analyse', file, settings: defaultSettings, most: 1 });
const pool = (program: string, atOnce = 1): Workers => new Workers({ program, atOnce });
const answer = "port.postMessage({ type: 'done', result: { ok: true, value: 1 } });";

async function reasonOf(workers: Workers, file: string): Promise<string> {
  const outcome = await workers.run<'analyse'>(job(file));
  assert.ok(outcome !== undefined && !outcome.ok);
  return outcome.reason;
}

test('a thread that dies is started once more; then its file is left alone until it changes', async (t) => {
  const write = await scratch(t);
  const file = await write('a.ftrace', 'x');
  const triesOf = (): number => readFileSync(`${file}.tries`).length;
  const workers = pool(strangeProgram('dies', "require('node:fs').appendFileSync(start.job.file + '.tries', 'x'); process.exit(3);"));
  assert.match(await reasonOf(workers, file), /unexpectedly, 2 times \(.*status 3\); it is left alone until it changes/);
  assert.equal(triesOf(), 2);
  assert.match(await reasonOf(workers, file), /left alone/);
  assert.equal(triesOf(), 2);
  assert.match(await reasonOf(workers, await write('b.ftrace', 'x')), /2 times/);
  writeFileSync(file, 'changed');
  assert.match(await reasonOf(workers, file), /2 times/);
  assert.equal(triesOf(), 4);
});

test('a second try that succeeds is as good as a first', async (t) => {
  const file = await (await scratch(t))('a.ftrace', 'x');
  const program = strangeProgram('once', `const fs = require('node:fs'); const mark = start.job.file + '.mark';
    if (!fs.existsSync(mark)) { fs.writeFileSync(mark, ''); throw new Error('not yet'); } ${answer}`);
  assert.deepEqual(await pool(program).run<'analyse'>(job(file)), { ok: true, value: 1 });
});

test('the reason names the fault, and want of memory by its name', async (t) => {
  const file = await (await scratch(t))('a.ftrace', 'x');
  assert.match(await reasonOf(pool(strangeProgram('throws', "throw new Error('the engine fell over\\nat line 1');")), file), /\(the engine fell over\)/);
  const code = "const error = new Error('heap'); error.code = 'ERR_WORKER_OUT_OF_MEMORY'; throw error;";
  assert.match(await reasonOf(pool(strangeProgram('starves', code)), file), /\(not enough memory\)/);
});

test('a thread that does not look at the sign is stopped all the same', async (t) => {
  const file = await (await scratch(t))('a.ftrace', 'x');
  const workers = pool(strangeProgram('deaf', 'for (;;);'));
  const spent = await quickest(3, async () => {
    const controller = new AbortController();
    const outcome = workers.run<'analyse'>(job(file), { signal: controller.signal });
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    const start = performance.now();
    controller.abort();
    assert.equal(await outcome, undefined);
    return performance.now() - start;
  });
  assert.ok(spent < 100, `${spent.toFixed(0)} ms`);
});

test('no more threads than allowed run at once, and one that waits can be stopped', async (t) => {
  const write = await scratch(t);
  const [first, second, third] = [await write('1', ''), await write('2', ''), await write('3', '')];
  const workers = pool(strangeProgram('slow', `setTimeout(() => { ${answer} }, 150);`));
  const order: string[] = [];
  const waiting = new AbortController();
  const runs = [first, second, third].map(async (file, i) => {
    const outcome = await workers.run<'analyse'>(job(file), i === 1 ? { signal: waiting.signal } : {});
    order.push(`${i + 1} ${outcome === undefined ? 'stopped' : 'done'}`);
  });
  waiting.abort();
  await Promise.all(runs);
  assert.deepEqual(order, ['2 stopped', '1 done', '3 done']);
});
