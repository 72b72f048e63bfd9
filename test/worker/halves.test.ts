/** One file on two threads. */
import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { reportFormats } from '../../server/src/io/fileReport.js';
import { defaultSettings } from '../../server/src/io/readSettings.js';
import type { Result } from '../../server/src/io/result.js';
import { reportFile, type ReportPorts } from '../../server/src/worker/halves/reportFile.js';
import type { FileReport, ReportJob } from '../../server/src/worker/jobs.js';
import { scratch } from '../cli/support/run.js';
import { faulty } from '../cli/support/samples.js';
import { readText } from '../support/repository.js';
import { strangeProgram, workerProgram } from './support/program.js';

const job = (file: string, changed: Partial<ReportJob['choice']> = {}, fold = true): ReportJob =>
  ({ kind: 'report', file, fold, choice: { format: 'json', maxFindings: 1000, settings: defaultSettings, ...changed } });

async function run(one: ReportJob, threads: 1 | 2, changed: Partial<ReportPorts> = {}): Promise<Result<FileReport>> {
  return reportFile(one, { threads, workers: { program: await workerProgram() }, stdin: Readable.from([]), progress: () => undefined, ...changed });
}
const textOf = (result: Result<FileReport>): string => {
  assert.ok(result.ok, result.ok ? '' : result.reason);
  return Buffer.concat(result.value.text).toString();
};

/** More than is done on one thread: captures with findings, one after the other, each with tasks of its own. */
function large(): Buffer {
  const capture = readText('docs/examples/defects/e04-null-boundary.alloctrace');
  return Buffer.from(Array.from({ length: 60 }, (_, i) => capture.replaceAll('stress-812', `stress${i}-${812 + i}`)).join(''));
}

test('two threads write what one writes, in every format, folded or not', async (t) => {
  const file = await (await scratch(t))('a.trace', large());
  for (const format of reportFormats) {
    for (const fold of [true, false]) {
      const one = textOf(await run(job(file, { format }, fold), 1));
      assert.ok(one.length > 1000);
      assert.equal(textOf(await run(job(file, { format }, fold), 2)), one);
    }
  }
});

test('the same of a pipe of small pieces and of packed text', async (t) => {
  const text = large();
  const write = await scratch(t);
  const [plain, packed] = [await write('a.trace', text), await write('a.gz', gzipSync(text))];
  const one = textOf(await run(job(plain), 1)).replace(plain, '');
  assert.equal(textOf(await run(job(packed), 2)).replace(packed, ''), one);
  const stdin = Readable.from((function* () { for (let at = 0; at < text.length; at += 9999) yield text.subarray(at, at + 9999); })(), { objectMode: false });
  assert.equal(textOf(await run(job('-'), 2, { stdin })).replace('"-"', '""'), one);
});

test('lines of nothing, more of them in a piece than the ring has blocks, and a line longer than a block', async (t) => {
  const write = await scratch(t);
  const file = await write('a.trace', Buffer.concat([Buffer.from(faulty), Buffer.alloc(9 << 20, '\n'), Buffer.alloc(3 << 20, 'x'), Buffer.from(`\n${faulty}`)]));
  const one = textOf(await run(job(file), 1));
  assert.match(one, /"lines":943\d{4}/);
  assert.equal(textOf(await run(job(file), 2)), one);
});

test('a small file starts no thread', async (t) => {
  const file = await (await scratch(t))('a.trace', faulty);
  assert.match(textOf(await run(job(file), 2, { workers: { program: '/no/such/program.js' } })), /zone-lock-irqs-on/);
});

test('a thread that ends is a reason, whatever the first half was doing', async (t) => {
  const file = await (await scratch(t))('a.trace', large());
  for (const [name, body, reason] of [
    ['ends', 'process.exit(3);', /unexpectedly \(the analysis thread ended with status 3\)/], ['throws', "throw new Error('fell over');", /unexpectedly \(fell over\)/],
    ['reads-some', "const head = new Int32Array(start.stepping.ring, 0, 3); setTimeout(() => { Atomics.store(head, 1, 4); process.exit(4); }, 100);", /status 4/],
  ] as const) {
    const result = await run(job(file), 2, { workers: { program: strangeProgram(`half-${name}`, body) } });
    assert.ok(!result.ok, name);
    assert.match(result.reason, reason);
  }
});

test('a file that becomes shorter while it is read has no report', async (t) => {
  const file = await (await scratch(t))('a.trace', large());
  let calls = 0;
  const result = await run(job(file), 2, { progress: () => { if (++calls === 8) truncateSync(file, 100); } });
  assert.ok(!result.ok);
  assert.match(result.reason, /became shorter while it was read/);
});
