import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bands } from '../../webview/src/charts/bands.js';
import { barRanges } from '../../webview/src/charts/barRanges.js';
import { barText } from '../../webview/src/charts/barText.js';
import { cursorLine } from '../../webview/src/charts/cursorLine.js';
import { ordersConfig } from '../../webview/src/charts/ordersConfig.js';
import { seriesConfig } from '../../webview/src/charts/seriesConfig.js';
import { pointsOf, xAxisOf } from '../../webview/src/charts/seriesPoints.js';
import { isHighContrast, themeFrom } from '../../webview/src/charts/theme.js';
import { countsOf, normal, series, stock, stockSeries } from './samples.js';

const colours: Readonly<Record<string, string>> = { '--vscode-foreground': '#eee', '--vscode-charts-blue': '#00f', '--vscode-charts-orange': '#f80', '--vscode-contrastBorder': '#0ff' };
const theme = themeFrom(variable => colours[variable] ?? '', false);
const contrast = themeFrom(variable => colours[variable] ?? '', true);
const plainFill = (colour: string): string => `hatched ${colour}`;
const ignore = (): void => undefined;

test('an unknown count has no bar, and zero has one', () => {
  const { data } = ordersConfig(normal, 2, theme, plainFill, ignore);
  assert.deepEqual(data.labels, ['0', '1', '2', '3']);
  assert.deepEqual(data.datasets.map(dataset => dataset.data), [[1, 0, 7, null], [0, 0, 3, null]]);
});

test('a count that is only bounded has a bar up to its lower bound, and room for its upper one', () => {
  const { data, options, plugins } = ordersConfig(stock, 2, theme, plainFill, ignore);
  assert.deepEqual(data.datasets.map(dataset => dataset.data), [[null, 5, 3], [0, 2, 2]]);
  assert.deepEqual(plugins, [barRanges, barText]);
  assert.deepEqual(options?.plugins?.barRanges?.colours, ['#00f', '#f80']);
  assert.equal(options.scales?.['y']?.suggestedMax, 7);
});

test('the line chart has bands where counts are only bounded', () => {
  const { options, data } = seriesConfig(stockSeries, countsOf({ zones: [stock] }), 'line', theme, ignore);
  assert.equal(options?.scales?.['y']?.suggestedMax, 9);
  const drawn = options.plugins?.bands;
  assert.deepEqual(drawn?.xs, [10, 20, 30, 50]);
  assert.deepEqual(drawn.bands?.map(band => band?.ranges?.[0]), [{ value: 5, low: 5, high: 5 }, { value: null, low: 1, high: null }]);
  assert.ok(Number.isNaN(data.datasets[1]?.data[1]?.y));
});

test('a list of reported counts that is too short leaves the rest unknown', () => {
  const { data } = ordersConfig({ ...normal, reported: [] }, 0, theme, plainFill, ignore);
  assert.deepEqual(data.datasets[1]?.data, [null, null, null, null]);
});

test('bars have the colours of the theme, and differ by a pattern, too', () => {
  const [free, reported] = ordersConfig(normal, 2, theme, plainFill, ignore).data.datasets;
  assert.deepEqual([free?.backgroundColor, reported?.backgroundColor], ['#00f', 'hatched #f80']);
});

test('bars have an outline in high contrast', () => {
  assert.deepEqual(ordersConfig(normal, 2, contrast, plainFill, ignore).data.datasets.map(({ borderColor }) => String(borderColor)), ['#0ff', '#0ff']);
  assert.ok(isHighContrast(['vscode-high-contrast-light']));
  assert.ok(!isHighContrast(['vscode-dark']));
});

test('the time axis starts at the first event, in a fitting unit, and never goes back', () => {
  const axis = xAxisOf(series, 1200, 'time');
  assert.equal(axis.title, 'time since the first event (s)');
  assert.deepEqual(axis.xs, [0, 0.000002, 0.000002, 5]);
  assert.equal(axis.end, 8);
  assert.equal(axis.xOf(0, '101000001000'), 1);
  assert.equal(axis.xOf(0, null), undefined);
  assert.match(xAxisOf({ ...series, offsetsNs: [0, 1, 2, 90_000], lastOffsetNs: null }, 9, 'time').title, /µs/);
});

test('lines are the axis where the clock is not one of time', () => {
  const axis = xAxisOf({ ...series, firstTimeNs: null, offsetsNs: [null, null, null, null] }, 1200, 'time');
  assert.deepEqual([axis.title, axis.xs, axis.end, axis.xOf(41, null)], ['line', [10, 20, 30, 50], 1200, 42]);
  assert.equal(xAxisOf(series, 1200, 'line').title, 'line');
});

test('a row without a time stands with the row before it', () => {
  assert.deepEqual(xAxisOf({ ...series, offsetsNs: [null, 2e9, null, 5e9] }, 1200, 'time').xs, [0, 2, 2, 5]);
});

test('unknown counts are gaps, and the last count reaches to the end of the trace', () => {
  const points = pointsOf(series.nrFree, xAxisOf(series, 1200, 'time'));
  assert.ok(Number.isNaN(points[0]?.y));
  assert.deepEqual(points.at(-1), { x: 8, y: 4 });
  assert.equal(points.length, 5);
});

test('the line chart has steps for free, reported and in flight, and a mark at the cursor', () => {
  const { data, options, plugins } = seriesConfig(series, countsOf({ timeNs: '104000001000' }), 'time', theme, ignore);
  assert.deepEqual(data.datasets.map(({ label, stepped, spanGaps }) => [label, stepped, spanGaps]), [['Free', true, false], ['Reported', true, false], ['In flight', true, false]]);
  assert.equal(options?.plugins?.cursorLine?.x, 4);
  assert.deepEqual(plugins, [bands, cursorLine]);
  assert.equal(options?.animation, false);
});
