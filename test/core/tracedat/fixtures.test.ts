/**
 * Parts of real recordings. The expected texts were compared with what `trace-cmd report` prints for the same files: every
 * line has the same task, CPU, time, event and values; only flags, symbols of probes and `page=` are our own.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { deflateSync, gunzipSync } from 'node:zlib';
import { openStream } from '../../../server/src/core/index.js';
import { openFile } from '../../../server/src/core/tracedat/openFile.js';
import { bytesSource } from '../../../server/src/io/traceDat.js';
import { unpack } from '../../../server/src/io/unpack.js';
import { readable, reasonOf } from '../../support/readTraceDat.js';
import { type TraceDatParts, writeVersion6, writeVersion7 } from '../../support/traceDatWriter.js';

const folder = join(__dirname, '../../fixtures/tracedat');
const fixture = (name: string): Uint8Array => readFileSync(join(folder, name));
const expected = (name: string): string => gunzipSync(fixture(`${name}.txt.gz`)).toString();

for (const [file, text] of [
  ['reporting-v6.dat', 'reporting'], ['reporting-v7-zlib.dat', 'reporting'], ['graph-v7-zstd.dat', 'graph'], ['lost-v7-zstd.dat', 'lost'],
] as const) {
  test(`${file} has the text of its recording`, () => {
    const read = readable(fixture(file));
    assert.deepEqual(read.problems, []);
    assert.equal(read.text, expected(text));
    assert.equal(read.text.split('\n').filter(line => / \[\d{3}\] /.test(line)).length, read.events);
  });

  test(`the text of ${file} is understood in full`, () => {
    const stream = openStream();
    stream.push(Buffer.from(expected(text)));
    const { findings, summary } = stream.end();
    assert.equal(summary.unrecognisedLines, 0);
    assert.deepEqual(findings.filter(({ severity, rule }) => severity === 'error' || (severity === 'warning' && rule !== 'lost-events')), []);
  });
}

test('the reporting cycle of a stock kernel is seen in a trace.dat', () => {
  const text = expected('reporting');
  assert.match(text, /kworker\/1:2-54 {4}\[001\] d\.\.1\. {4}12\.496902: isolate: {14}\(__isolate_free_page\+0x0\/0x2b0\) page=0xffeedae200088000 order=9 /);
  assert.match(text, /isolate_ret: +\(page_reporting_process\+0x2a1\/0x570 <- __isolate_free_page\) ret=512/);
  assert.match(text, /vb_report: +\(virtballoon_free_page_report\+0x0\/0x[\da-f]+ \[virtio_balloon\]\) prdev=\S+ sg=\S+ nents=31 /);
});

/** The parts of a real file, to be written again. */
function partsOf(name: string): TraceDatParts {
  const opened = openFile(bytesSource(fixture(name)), unpack);
  assert.ok(opened.ok);
  const { preamble, headerPage, events, kallsyms, printk, cmdlines, cpus, source } = opened.value;
  return {
    little: preamble.little, pageSize: preamble.pageSize, headerPage, events, kallsyms: Buffer.from(kallsyms).toString(), printk, cmdlines, clock: 'local', release: '6.1.0',
    cpus: cpus.map(({ cpu, offset, size }) => ({ cpu, bytes: source.read(offset, size) })),
  };
}

const zlib = { name: 'zlib', pack: (bytes: Uint8Array) => deflateSync(bytes) };

test('both versions, packed or not, give the same text', () => {
  const parts = partsOf('reporting-v6.dat');
  for (const bytes of [writeVersion6(parts), writeVersion7(parts), writeVersion7(parts, zlib), writeVersion7(parts, zlib, false), writeVersion7(parts, undefined, false)]) {
    const read = readable(bytes);
    assert.equal(read.text, expected('reporting'));
  }
});

test('an unknown compression says so', () => {
  const bytes = writeVersion7(partsOf('reporting-v6.dat'), { name: 'lzma', pack: data => data });
  assert.match(reasonOf(bytes), /lzma data that cannot be unpacked/);
});
