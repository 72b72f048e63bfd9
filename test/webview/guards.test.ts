import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAnalysedParams, isCountsResult, isFromPanel, isSeriesResult, isToPanel } from '../../server/src/protocol/guards.js';
import { countsMessage, countsOf, series, uri } from './samples.js';

const selection = { zone: 'Normal', node: 0, order: 2 };

test('messages of the right shape are taken', () => {
  const messages: readonly unknown[] = [
    { type: 'ready', selection: null, place: null, why: false }, { type: 'ready', selection, place: { uri, line: 3 }, why: true }, { type: 'why', open: true },
    { type: 'select', selection }, { type: 'reveal', line: 0, focus: true }, { type: 'refresh' }, { type: 'restart' },
  ];
  assert.deepEqual(messages.map(isFromPanel), messages.map(() => true));
  assert.ok(isToPanel(countsMessage()));
  assert.ok(isToPanel({ type: 'series', uri, selection, series }));
  assert.ok(isToPanel({ type: 'unavailable', text: 'x', action: 'restart' }));
});

test('everything else is not', () => {
  const messages: readonly unknown[] = [
    null, 7, 'ready', [], {}, { type: 'ready' }, { type: 'ready', selection: null, place: null }, { type: 'why' }, { type: 'reveal', line: -1, focus: true }, { type: 'reveal', line: '1', focus: true }, { type: 'reveal', line: 1 },
    { type: 'select', selection: { zone: 'a', node: 0 } }, { type: 'run', command: 'x' },
  ];
  assert.deepEqual(messages.map(isFromPanel), messages.map(() => false));
  assert.ok(!isToPanel({ ...countsMessage(), counts: countsOf({ line: Number.NaN }) }));
  assert.ok(!isToPanel({ type: 'unavailable', text: 'x', action: 'buddyscope.restartServer' }));
});

test('parallel lists of different lengths are no series', () => {
  assert.ok(isSeriesResult(series));
  assert.ok(!isSeriesResult({ ...series, reported: [1] }));
  assert.ok(!isSeriesResult({ ...series, lines: [1, 2, 3, null] }));
});

test('answers of the server are checked, too', () => {
  assert.ok(isCountsResult(countsOf()));
  assert.ok(!isCountsResult(undefined));
  assert.ok(!isAnalysedParams({ uri, version: 1 }));
});
