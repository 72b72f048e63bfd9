/** The two halves of an analysis against the whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnalysisOptions, blockSize, type FileAnalysis, openParsing, openStepping, openStream } from '../../../server/src/core/index.js';
import { oracleNames, readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';
import { filesUnder, readText } from '../../support/repository.js';

function pieces(bytes: Uint8Array, size: () => number): Uint8Array[] {
  const list: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const to = at + size();
    list.push(bytes.subarray(at, to));
    at = to;
  }
  return list;
}

/** Blocks lie in three slots in turn, of memory that is used again; what goes with them is plain data. */
function inHalves(bytes: Uint8Array, size: () => number, options: AnalysisOptions): FileAnalysis {
  const slots = [0, 1, 2].map((slot) => slot * (Math.ceil(blockSize / 8) * 8));
  const memory = new SharedArrayBuffer(slots[2] + blockSize + 8);
  const texts = slots.map(() => new Uint8Array(2 << 20));
  const stepping = openStepping(options, memory, slots);
  let blocks = 0;
  const parsing = openParsing(options, ({ lines, columns, text, news }) => {
    const slot = blocks++ % slots.length;
    texts[slot].fill(0x7a);
    new Uint8Array(memory, slots[slot], blockSize).set(columns);
    texts[slot].set(text);
    stepping.step(slot, lines, texts[slot].subarray(0, text.length), structuredClone(news));
  });
  for (const piece of pieces(bytes, size)) parsing.push(piece);
  parsing.end();
  return stepping.end(parsing.bytes);
}

function whole(bytes: Uint8Array, size: () => number, options: AnalysisOptions): FileAnalysis {
  const stream = openStream(options);
  for (const piece of pieces(bytes, size)) stream.push(piece);
  return stream.end();
}

const lines = filesUnder('test/fixtures/lines', '.txt').map((file) => Buffer.from(readText(file)));
const texts: readonly (readonly [string, () => readonly Uint8Array[]])[] = [
  ['the examples', () => [...filesUnder('docs/examples', '.alloctrace'), ...filesUnder('docs/examples', '.ftrace')].map((file) => Buffer.from(readText(file)))],
  ['the traces of the rules', () => filesUnder('test/rules', '.alloctrace').map((file) => Buffer.from(readText(file)))],
  ['lines of all formats, one after the other', () => [...lines, Buffer.concat(lines)]],
  ['traces of a simulator', () => oracleNames.map((name) => readOracle(name).trace)],
];
for (const [name, read] of texts) {
  test(`${name}: two halves find what the whole finds`, () => {
    const random = new Random(name.length);
    let findings = 0;
    for (const bytes of read()) {
      for (const [size, options] of [[() => 1 << 20, {}], [() => 1 + random.below(20_000), { fold: false }]] as const) {
        const state = random.below(1 << 30);
        const expected = whole(bytes, size, options);
        const found = inHalves(bytes, size, options);
        assert.deepEqual(found, expected, `${bytes.length} bytes, seed ${state}`);
        findings += found.findings.length;
      }
    }
    assert.ok(findings > 20, `${findings} findings`);
  });
}

test('names that are learnt late, zones of zoneinfo, and settings in every block', () => {
  const line = (i: number): string => `           <...>-${100 + (i % 7)}   [00${i % 3}] ...1.   ${100 + i}.000001: spin_lock: lock=zone->lock zone=Z${i % 5}\n`
    + `           late-${100 + (i % 7)}   [00${i % 3}] ...1.   ${100 + i}.000002: spin_lock: lock=zone->lock zone=Z${i % 5}\n`
    + (i % 100 === 0 ? `# buddyscope: zoneinfo Node 0, zone   New${i}\n# buddyscope: zone=Z${i % 5} node=0 start_pfn=0x0 end_pfn=0x${(i + 1).toString(16)} free=none\n` : '');
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, i) => line(i)).join(''));
  const size = (): number => 10_000;
  const expected = whole(bytes, size, {});
  assert.deepEqual(inHalves(bytes, size, {}), expected);
  assert.ok(expected.findings.some(({ message }) => message.includes('late-10')));
});
