import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingBars, notesOn } from '../../webview/src/advice.js';
import { changeBeside, rowAt, timeOf } from '../../webview/src/series.js';
import { barsLabel, count, orderName, rangeSigns, rangeText, seriesLabel, time, whereText } from '../../webview/src/text.js';
import { countsOf, dma, normal, series, stock, stockSeries } from './samples.js';

test('an unknown count is "unknown", never 0', () => {
  assert.deepEqual([count(null), count(undefined), count(0), count(12345)], ['unknown', 'unknown', '0', '12,345']);
});

test('the bars in words', () => {
  assert.equal(barsLabel(normal, 41), 'Bar chart of free and reported blocks by order in zone Normal, node 0, at line 42. '
    + 'order 0: 1 free, 0 reported; order 1: 0 free, 0 reported; order 2: 7 free, 3 reported; order 3: unknown free, unknown reported.');
});

test('the line chart in words', () => {
  assert.equal(seriesLabel({ zone: 'Normal', node: 0, order: 2 }, series, 30), 'Line chart of order 2 in zone Normal, node 0, 4 changes. '
    + 'Free: between 4 and 6. Reported: between 0 and 2. At line 31: 6 free, 2 reported, 1 in flight.');
  assert.match(seriesLabel({ zone: 'Normal', node: 0, order: 2 }, series, 3), /Line 4 is before the first of them\.$/);
});

test('times have the digits that the trace has', () => {
  assert.deepEqual(['100000005000', '5000', '1234567891', null, 'x'].map(time), ['100.000005 s', '0.000005 s', '1.234567891 s', 'unknown', 'unknown']);
});

test('the place says line, time and interface', () => {
  assert.equal(whereText(countsOf()), 'Line 42 of 1,200 · 100.000005 s · reporting-v5');
  assert.equal(whereText(countsOf({ timeNs: null, interface: null })), 'Line 42 of 1,200 · no interface recognised');
  assert.deepEqual([orderName(0), orderName(10)], ['0 (1 page)', '10 (1,024 pages)']);
});

test('the row that holds at a line is the last one up to it', () => {
  assert.deepEqual([8, 9, 18, 19, 100].map(line => rowAt(series.lines, line)), [-1, 0, 0, 1, 3]);
  assert.deepEqual([9, 19, 25].map(line => changeBeside(series.lines, line, 'previous')), [undefined, 9, 19]);
  assert.deepEqual([0, 19, 49].map(line => changeBeside(series.lines, line, 'next')), [9, 29, undefined]);
});

test('an absolute time is exact', () => {
  assert.equal(timeOf({ ...series, firstTimeNs: '9007199254740993000', offsetsNs: [1, 2, 3, 4] }, 0), '9007199254740993001');
  assert.equal(timeOf({ ...series, firstTimeNs: null }, 0), null);
});

test('bounds in words and as signs', () => {
  const ranges = [[null, 12, 201], [null, 0, 3], [null, null, 3], [null, 190, null], [null, null, null], [7, 7, 7]].map(([value = null, low = null, high = null]) => ({ value, low, high }));
  assert.deepEqual(ranges.map(rangeText), ['12 to 201', 'at most 3', 'at most 3', 'at least 190', 'unknown', '7']);
  assert.deepEqual(ranges.map(rangeSigns), [['12–201', '≥12'], ['≤3'], ['≤3'], ['≥190'], ['?'], ['7']]);
});

const nothingLost = { missing: null, lostAt: null };

test('charts with bounds in words', () => {
  assert.match(barsLabel(stock, 41), /order 1: 5 free, 2 to 5 reported; order 2: 3 to 7 free, at least 2 reported\.$/);
  assert.match(seriesLabel({ zone: 'DMA32', node: 0, order: 2 }, stockSeries, 30), /Free: between 5 and 9\. Reported: between 1 and 8\. At line 31: 7 to 9 free, 2 to 6 reported, 1 in flight\.$/);
  assert.match(notesOn(stock, nothingLost)?.text ?? '', /dashed/);
});

test('where numbers are missing, the page says why and what to do', () => {
  assert.match(missingBars(countsOf({ zones: [], interface: null })).text, /no zone, and no page reporting interface/);
  assert.match(missingBars(countsOf({ zones: [] })).lines[0] ?? '', /^# buddyscope: zone=/);
  assert.match(missingBars(countsOf()).text, /another zone/);
  assert.match(notesOn(normal, nothingLost)?.lines[0] ?? '', /^# buddyscope: buddyinfo Node 0, zone Normal/);
  assert.match(notesOn(dma, nothingLost)?.text ?? '', /What is reported is unknown/);
  assert.match(notesOn(normal, { missing: null, lostAt: 1999 })?.text ?? '', /events were lost at line 2,000, so what was known before does not count\. State them behind that line/);
  assert.deepEqual(notesOn(normal, { missing: 'Events are missing here.', lostAt: 7 }), { text: 'Events are missing here.', lines: [] });
  assert.equal(notesOn({ ...normal, nrFree: [1], reported: [0], inFlight: [0] }, nothingLost), undefined);
});
