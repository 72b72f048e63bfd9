import assert from 'node:assert/strict';
import { test } from 'node:test';
import { opaque, themeFrom } from '../../webview/src/charts/theme.js';

test('the reported colour is never translucent', () => {
  for (const [given, expected] of [
    ['rgba(234, 92, 0, 0.33)', 'rgb(234, 92, 0)'], ['rgba(234 92 0 / 33%)', 'rgb(234, 92, 0)'], ['#ea5c0055', '#ea5c00'], ['#e505', '#e50'],
    ['#d18616', '#d18616'], ['#d18', '#d18'], ['rgb(1, 2, 3)', 'rgb(1, 2, 3)'],
  ]) assert.equal(opaque(given), expected);
  assert.equal(themeFrom(variable => (variable === '--vscode-charts-orange' ? '#ea5c0055' : ''), false).reported, '#ea5c00');
});
