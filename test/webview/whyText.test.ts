import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isNotReportedResult } from '../../server/src/protocol/notReportedGuards.js';
import { blockSentence, groupCount, linkedText, ordersOf, zoneOf, zoneSentence } from '../../webview/src/whyText.js';
import { answer } from './samples.js';

const all = answer.answer;
assert.ok(all);
const normal = { zone: 'Normal', node: 0, order: 2 };

test('orders that are never reported are a sentence, not rows', () => {
  const zone = zoneOf(all, normal);
  assert.ok(zone);
  assert.deepEqual(ordersOf(zone).map(({ order }) => order), [2]);
  assert.equal(zoneSentence(all, normal), 'Blocks below order 2 are never reported.');
  assert.match(zoneSentence(all, { ...normal, zone: 'DMA32' }), /^Every free block of order 2 and above in zone DMA32, node 0 is reported\./);
  assert.match(zoneSentence(all, { ...normal, node: 1 }), /has not named zone Normal, node 1/);
});

test('a number of blocks is exact or bounded', () => {
  const group = { reason: 'unknown', text: '', lines: [] };
  assert.deepEqual([[3, 3], [0, 7], [2, 7], [4, null]].map(([atLeast, atMost]) => groupCount({ ...group, atLeast: atLeast ?? 0, atMost: atMost ?? null })), ['3', 'at most 7', '2 to 7', 'at least 4']);
});

test('the page of the line in words', () => {
  assert.ok(all.block);
  assert.equal(blockSentence(all.block), 'The page of this line: not reported. Block 0x3c0 of order 2. Freed since.');
  assert.equal(blockSentence({ ...all.block, reason: null, order: null, text: 'Reported (line 9).' }), 'The page of this line: Block 0x3c0. Reported (line 9).');
});

test('the lines that a text mentions are links in it, the others stand behind it', () => {
  const lines = [{ line: 1179, message: 'refused' }, { line: 1100, message: 'begins' }];
  assert.deepEqual(linkedText('Skipped (line 1180): of order 1101. Seen in line 7.', lines), ['Skipped (line ', lines[0], '): of order 1101. Seen in line ', '7', '.', ' Line ', lines[1]]);
  assert.deepEqual(linkedText('Left over.', lines), ['Left over.', ' Lines ', lines[0], ', ', lines[1]]);
  assert.deepEqual(linkedText('', []), []);
});

test('an answer of another shape is refused', () => {
  assert.ok(isNotReportedResult(answer));
  assert.ok(isNotReportedResult({ ...answer, answer: null }));
  const broken = [null, {}, { ...answer, line: -1 }, { ...answer, answer: {} }, { ...answer, answer: { ...all, block: 7 } }, { ...answer, answer: { ...all, workerLines: [{ line: 'x' }] } },
    { ...answer, answer: { ...all, zones: [{ zone: 'Normal', node: 0, orders: [{ order: 2, groups: [{ reason: 'unknown', atLeast: '3', atMost: null, text: '', lines: [] }] }] }] } },
    { ...answer, answer: { ...all, missing: [{ text: 'x', lines: [1] }] } }];
  assert.deepEqual(broken.map(isNotReportedResult), broken.map(() => false));
});
