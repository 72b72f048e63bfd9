import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type ReadEnd, readTrace } from '../../server/src/io/readTrace.js';
import type { Result } from '../../server/src/io/result.js';
import { scratch } from './support/run.js';

async function read(file: string, stdin: Readable = Readable.from([])): Promise<{ result: Result<ReadEnd>; text: string; pieces: number[] }> {
  const pieces: Buffer[] = [];
  const result = await readTrace(file, stdin, (bytes) => {
    pieces.push(Buffer.from(bytes));
    return Promise.resolve('more');
  });
  return { result, text: Buffer.concat(pieces).toString('latin1'), pieces: pieces.map(({ length }) => length) };
}
const oneByOne = (bytes: Uint8Array): Readable => Readable.from((function* () { for (const byte of bytes) yield Buffer.of(byte); })(), { objectMode: false });
const text = 'a line of a trace\n'.repeat(200_000);

test('a file comes in pieces of at most 1 MiB', async (t) => {
  const got = await read(await (await scratch(t))('a.trace', text));
  assert.ok(got.result.ok && got.text === text && got.pieces.length > 3 && Math.max(...got.pieces) <= 1 << 20);
});

test('gzip is known by its first bytes, from a file of any name, from a pipe of single bytes, and in several members', async (t) => {
  const file = await scratch(t);
  assert.equal((await read(await file('a.trace.gz', gzipSync(text)))).text, text);
  assert.equal((await read(await file('a.trace', gzipSync(text)))).text, text);
  assert.equal((await read('-', oneByOne(gzipSync('short')))).text, 'short');
  assert.equal((await read(await file('two.gz', Buffer.concat([gzipSync('one '), gzipSync('two')])))).text, 'one two');
  assert.equal((await read(await file('plain.gz', 'not packed at all'))).text, 'not packed at all');
});

test('a pipe of single bytes, and text shorter than any signature', async () => {
  for (const words of ['x', 'PERF', 'a longer text than the signature']) assert.equal((await read('-', oneByOne(Buffer.from(words)))).text, words);
});

const packed = gzipSync(Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 251)));
const refused: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['nothing', new Uint8Array(), /is empty/],
  ['packed nothing', gzipSync(''), /is empty/],
  ['a cut gzip', packed.subarray(0, packed.length - 20), /ends too early/],
  ['a damaged gzip', Buffer.concat([packed.subarray(0, 30), Buffer.alloc(300, 255)]), /damaged|too early/],
  ['gzip in gzip in gzip', gzipSync(gzipSync(gzipSync('x'))), /twice/],
  ['perf.data', Buffer.from('PERFILE2........................'), /perf script -i/],
  ['packed perf.data', gzipSync('PERFILE2........................'), /perf script -i/],
  ['a trace.dat of a few bytes', Buffer.from('\x17\x08\x44tracing6\x00\x00\x00', 'latin1'), /cut short in its first bytes/],
  ['ELF', Buffer.from('\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00', 'latin1'), /ELF/],
  ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...Array<number>(20).fill(1)]), /zstd -dc/],
  ['xz', Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...Array<number>(20).fill(1)]), /xz -dc/],
  ['UTF-16', Buffer.from('\ufeffa trace', 'utf16le'), /iconv/],
];
for (const [name, bytes, reason] of refused) {
  test(`${name} is refused in one line that says what to do`, async (t) => {
    const { result } = await read(await (await scratch(t))('input', bytes));
    assert.ok(!result.ok);
    assert.match(result.reason, reason);
    assert.ok(!result.reason.includes('\n'));
  });
}

test('a byte order mark is left out', async (t) => {
  assert.equal((await read(await (await scratch(t))('a', '\ufeff# tracer: nop'))).text, '# tracer: nop');
});

test('missing files, directories and paths through files are values, not exceptions', async (t) => {
  const path = await (await scratch(t))('a', 'x');
  await mkdir(`${dirname(path)}/folder`);
  for (const [file, reason] of [[`${path}.no`, /no such file/], [`${dirname(path)}/folder`, /directory/], [`${path}/b`, /not a directory/]] as const) {
    const { result } = await read(file);
    assert.ok(!result.ok);
    assert.match(result.reason, reason);
  }
});

test('a sink that has enough ends the reading, and its own fault is not taken for one of the file', async (t) => {
  const path = await (await scratch(t))('a', text);
  let calls = 0;
  const stopped = await readTrace(path, Readable.from([]), () => { calls++; return Promise.resolve('stop'); });
  assert.ok(stopped.ok && stopped.value === 'stopped' && calls === 1);
  await assert.rejects(readTrace(path, Readable.from([]), () => Promise.reject(new Error('engine'))), /engine/);
});

test('progress counts the bytes on the disk', async (t) => {
  const bytes = gzipSync(text);
  const path = await (await scratch(t))('a.gz', bytes);
  let last = { read: 0, size: 0 as number | undefined };
  await readTrace(path, Readable.from([]), (_, progress) => { last = progress; return Promise.resolve('more'); });
  assert.deepEqual(last, { read: bytes.length, size: bytes.length });
});
