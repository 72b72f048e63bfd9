/** Copies of lines are found wherever chunks, blocks and pieces of bytes begin. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openStream, type Finding } from '../../../server/src/core/index.js';
import { Random } from '../../support/random.js';

const line = (pfn: number): string => `            bash-1234    [000] .....  1234.567890: mm_page_free_batched: page=00000000c0ffee01 pfn=0x${pfn.toString(16)} order=0`;
const copies = (findings: readonly Finding[]): number[] => findings.filter(f => f.rule === 'repeated-line').map(f => f.line);
const ofDocument = (text: string): number[] => copies(openDocument(text, { fold: false }).findings());

function ofStream(text: string, piece: number): number[] {
  const bytes = Buffer.from(text);
  const stream = openStream({ fold: false });
  // The memory of a piece is used again.
  const memory = Buffer.alloc(piece);
  for (let at = 0; at < bytes.length; at += piece) stream.push(memory.subarray(0, bytes.copy(memory, 0, at, Math.min(bytes.length, at + piece))));
  return copies(stream.end().findings);
}

/** Lines, of which those of these numbers are copies of the line before. */
const lines = (count: number, repeated: readonly number[]): string[] => {
  const list: string[] = [];
  for (let i = 0; i < count; i++) list.push(repeated.includes(i) ? list[i - 1] : line(i + 1));
  return list;
};

test('at the borders of chunks and blocks', () => {
  const repeated = [1, 512, 1023, 1024, 1025, 2047, 2048, 3071, 3072];
  for (const end of ['\n', '\r\n']) {
    const text = lines(3073, repeated).join(end);
    assert.deepEqual(ofDocument(text), repeated);
    for (const piece of [97, 4096, 1 << 20]) assert.deepEqual(ofStream(text, piece), repeated, `pieces of ${piece}`);
  }
});

test('the end of the line does not count', () => {
  const text = `${line(1)}\r\n${line(1)}\n${line(1)}`;
  assert.deepEqual([ofDocument(text), ofStream(text, 1000), ofStream(text, 7)], [[1, 2], [1, 2], [1, 2]]);
});

test('other lines are no copies, however alike', () => {
  const text = [line(1), `${line(1)} `, line(1), '# a note', line(1), '', line(1), line(1).replace('[000]', '[001]')].join('\n');
  assert.deepEqual([ofDocument(text), ofStream(text, 1000), ofStream(text, 7)], [[], [], []]);
});

test('an edit at a border is seen by the chunk behind it', () => {
  const list = lines(3000, []);
  const document = openDocument(list.join('\n'), { fold: false });
  assert.deepEqual(copies(document.findings()), []);
  const put = (at: number, text: string): void => {
    document.edit([{ startLine: at, startColumn: 0, endLine: at, endColumn: list[at].length, text }]);
    list[at] = text;
  };
  put(1023, list[1024]);
  assert.deepEqual(copies(document.findings()), [1024]);
  put(1024, line(77));
  assert.deepEqual(copies(document.findings()), []);
  put(1024, list[1023]);
  assert.deepEqual(copies(document.findings()), [1024]);
  put(1023, '# gone');
  assert.deepEqual(copies(document.findings()), []);
});

test('random edits of few different lines', () => {
  const random = new Random(7);
  let list = Array.from({ length: 2500 }, () => line(1 + random.below(3)));
  const document = openDocument(list.join('\n'), { fold: false });
  for (let i = 0; i < 60; i++) {
    const from = random.below(2) === 0 ? 1020 + random.below(8) : random.below(list.length - 10);
    const to = from + random.below(4);
    const added = Array.from({ length: random.below(4) }, () => line(1 + random.below(3)));
    document.edit([{ startLine: from, startColumn: 0, endLine: to, endColumn: 0, text: added.map(l => `${l}\n`).join('') }]);
    list = [...list.slice(0, from), ...added, ...list.slice(to)];
    if (i % 6 === 5) assert.deepEqual(copies(document.findings()), ofDocument(list.join('\n')), `edit ${i}`);
  }
  assert.deepEqual(copies(document.findings()), ofStream(list.join('\n'), 5000));
});

test('a copy can be left out of the problems', () => {
  const text = `${line(1)}\n# buddyscope: disable-next-line repeated-line\n${line(1)}\n${line(1)}`;
  assert.deepEqual([ofDocument(text), ofStream(text, 1000)], [[3], [3]]);
});
