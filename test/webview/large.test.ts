/** The viewer's page without its page: scrolling, pages, colours, findings, and the shape of its messages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code, plain } from '../../server/src/core/analysis/markdown.js';
import { largeHtml } from '../../client/src/large/largeHtml.js';
import { isFromLarge, isToLarge } from '../../server/src/protocol/largeGuards.js';
import { Findings } from '../../webview/src/large/findings.js';
import { Pages, pageSize } from '../../webview/src/large/pages.js';
import { contentHeight, isScaled, lastTop, mostPixels, scrollTopAt, topAt, topToShow } from '../../webview/src/large/scroll.js';
import { segmentsOf } from '../../webview/src/large/segments.js';
import { partsOf } from '../../webview/src/large/markdown.js';
import { lineOf, readingText, sizeText } from '../../webview/src/large/text.js';
import { noFilter, secondsOf, tablePage, TableRows, timeText } from '../../webview/src/large/tableRows.js';
import type { FindingsTableResult, TableRow } from '../../server/src/protocol/large.js';
import { tokensOf } from '../../webview/src/large/tokens.js';

const line = '          kworker/0:1-29        [000] d..1.   100.105915: put_reported_page: zone=DMA32 pfn=0x800 order=10 migratetype=1';

test('every line of a file of any length can be scrolled to, and a scroll position leads back to it', () => {
  for (const lines of [0, 1, 10, 1000, 528_001, 4_000_000_000]) {
    const geometry = { lines, rowHeight: 18, viewHeight: 500 };
    assert.ok(contentHeight(geometry) <= mostPixels);
    assert.equal(topAt(0, geometry), 0);
    assert.equal(topAt(contentHeight(geometry) - 500, geometry), lastTop(geometry));
    for (const part of [0, 0.1, 0.5, 0.999, 1]) {
      const top = part * lastTop(geometry);
      assert.ok(Math.abs(topAt(scrollTopAt(top, geometry), geometry) - top) < 1e-6 * Math.max(1, lines), `${lines} ${part}`);
    }
  }
  assert.deepEqual([isScaled({ lines: 400_000, rowHeight: 18, viewHeight: 1 }), isScaled({ lines: 500_000, rowHeight: 18, viewHeight: 1 })], [false, true]);
});

test('without scaling, a row of scrolling is a line', () => {
  const geometry = { lines: 1000, rowHeight: 20, viewHeight: 500 };
  assert.equal(topAt(200, geometry), 10);
  assert.equal(scrollTopAt(10, geometry), 200);
});

test('a line in view stays where it is, one outside comes to the nearer edge or the middle', () => {
  const geometry = { lines: 1000, rowHeight: 20, viewHeight: 200 };
  assert.equal(topToShow(55, 50, geometry, true), 50);
  assert.equal(topToShow(49, 50, geometry, false), 49);
  assert.equal(topToShow(60, 50, geometry, false), 51);
  assert.equal(topToShow(500, 50, geometry, true), 495.5);
  assert.equal(topToShow(999, 50, geometry, true), 990);
});

test('pages are asked for once, a few at a time, and forgotten when others were used since', () => {
  const asked: (readonly [number, number])[] = [];
  const pages = new Pages((from, count) => { asked.push([from, count]); });
  pages.want(200, 300, 10_000);
  pages.want(200, 300, 10_000);
  assert.deepEqual(asked, [[0, 256], [256, 256]]);
  pages.arrived(0, Array.from({ length: pageSize }, (_, i) => `line ${i}`));
  assert.deepEqual([pages.line(0), pages.line(255), pages.line(256)], ['line 0', 'line 255', undefined]);
  pages.arrived(256, null);
  pages.want(256, 300, 10_000);
  assert.equal(asked.length, 3);
  for (let page = 2; page < 80; page++) pages.arrived(page * pageSize, Array.from({ length: pageSize }, () => 'x'));
  assert.equal(pages.line(0), undefined);
});

test('a page that came while the file was still counted is completed later', () => {
  const asked: (readonly [number, number])[] = [];
  const pages = new Pages((from, count) => { asked.push([from, count]); });
  pages.want(0, 50, 2);
  pages.arrived(0, ['a', 'b']);
  pages.want(0, 50, 2);
  pages.want(0, 50, 300);
  assert.deepEqual(asked, [[0, 256], [2, 254]]);
  pages.arrived(2, ['c']);
  assert.deepEqual([pages.line(1), pages.line(2)], ['b', 'c']);
});

test('a line is coloured by its parts', () => {
  assert.deepEqual(tokensOf(line).map(({ start, end, kind }) => [kind, line.slice(start, end)]), [
    ['task', 'kworker/0:1-29'], ['cpu', '[000]'], ['flags', 'd..1.'], ['time', '100.105915'], ['event', 'put_reported_page'],
    ['key', 'zone'], ['text', 'DMA32'], ['key', 'pfn'], ['number', '0x800'], ['key', 'order'], ['number', '10'], ['key', 'migratetype'], ['number', '1'],
  ]);
  assert.deepEqual(tokensOf('# tracer: nop'), [{ start: 0, end: 13, kind: 'comment' }]);
  assert.deepEqual(tokensOf('garbage'), []);
});

test('hostile lines take no time', () => {
  for (const hostile of ['a'.repeat(4096), ' '.repeat(4096), 'a-1 '.repeat(1024), '1-'.repeat(2048), 'a='.repeat(2048), `x-1 [000] d..1. 1.0: ${'a.'.repeat(2000)}`]) {
    const start = performance.now();
    tokensOf(hostile);
    assert.ok(performance.now() - start < 50, hostile.slice(0, 20));
  }
});

test('marks and colours overlap without losing text', () => {
  const segments = segmentsOf(line, [{ start: 70, end: 80, kind: 'squiggle error' }, { start: 75, end: 999, kind: 'place' }]);
  assert.equal(segments.map(({ text }) => text).join(''), line);
  assert.ok(segments.some(({ classes }) => classes.includes('squiggle error') && classes.includes('place')));
  assert.deepEqual(segmentsOf('', []), []);
});

test('findings are found by line and in turn, around the end', () => {
  const at = (finding: number, severity: 'error' | 'warning'): { line: number; column: number; endColumn: number; severity: 'error' | 'warning'; rule: string; message: string } =>
    ({ line: finding, column: 0, endColumn: 1, severity, rule: 'a-b', message: 'm' });
  const findings = new Findings([at(5, 'warning'), at(5, 'error'), at(9, 'warning')]);
  assert.deepEqual([findings.severityAt(5), findings.severityAt(9), findings.severityAt(6)], ['error', 'warning', undefined]);
  assert.deepEqual([findings.beside(5, 'next'), findings.beside(9, 'next'), findings.beside(5, 'previous'), findings.beside(7, 'previous')], [9, 5, 9, 5]);
  assert.equal(new Findings([]).beside(1, 'next'), undefined);
});

test('line numbers are read as people type them', () => {
  assert.deepEqual(['1', ' 528,001 ', '528 001', '0', 'x', '', '-3', '1e3'].map(lineOf), [0, 528_000, 528_000, 0, undefined, undefined, undefined, undefined]);
  assert.equal(sizeText({ uri: '', opening: 1, lines: 1, read: 50, bytes: 100, complete: false, problem: null }), '1 line so far, 50 % of 0 MiB');
});

test('what a hover says becomes text and nothing else', () => {
  assert.deepEqual(partsOf('**mm\\_page** — was `a` & <b>.\n\n| order | 0 |\n| --- | --: |\n| nr_free | ? |'), [
    { kind: 'paragraph', runs: [{ kind: 'bold', text: 'mm_page' }, { kind: 'text', text: ' — was ' }, { kind: 'code', text: 'a' }, { kind: 'text', text: ' & <b>.' }] },
    { kind: 'table', rows: [['order', '0'], ['nr_free', '?']] },
  ]);
  assert.deepEqual(partsOf(`${code('a`b')} ${code('``')} ${plain('<img src=x onerror=alert(1)> **x** `y` [z](http://w)')} \`open`), [{ kind: 'paragraph', runs: [
    { kind: 'code', text: 'a`b' }, { kind: 'text', text: ' ' }, { kind: 'code', text: '``' },
    { kind: 'text', text: ' <img src=x onerror=alert(1)> **x** `y` [z](http:\u200b//w) `open' },
  ] }]);
  assert.deepEqual(partsOf(''), []);
  const long = '*`'.repeat(50_000);
  assert.equal(partsOf(long).length, 1);
});

test('lines that may have changed are asked for again', () => {
  const asked: (readonly [number, number])[] = [];
  const pages = new Pages((from, count) => { asked.push([from, count]); });
  pages.want(0, 300, 258);
  pages.arrived(0, Array.from({ length: 256 }, () => 'x'));
  pages.arrived(256, ['whole', 'with']);
  pages.forget(257);
  assert.deepEqual([pages.line(256), pages.line(257), pages.line(255)], ['whole', undefined, 'x']);
  pages.want(0, 300, 259);
  assert.deepEqual(asked.at(-1), [257, 255]);
  pages.forget(255);
  assert.deepEqual([pages.line(254), pages.line(255), pages.line(256)], ['x', undefined, undefined]);
});

test('how far the analysis is, in words', () => {
  const at = { uri: '', phase: 'reading' as const, read: 30, bytes: 100, left: 12.4, notice: null };
  assert.deepEqual([at, { ...at, left: null }, { ...at, phase: 'stopped' as const }, { ...at, phase: 'following' as const }, { ...at, phase: 'read' as const }, { ...at, bytes: 0, left: 0.2 }].map(readingText),
    ['Analyzing, 30 %, 12 seconds left', 'Analyzing, 30 %', 'Analysis stopped at 30 %', 'Following', '', 'Analyzing, 0 %, 1 second left']);
});

test('rows of the table come in pages, and answers to an earlier question are dropped', () => {
  const asked: (readonly [number, number])[] = [];
  const rows = new TableRows((question, _filter, first) => { asked.push([question, first]); });
  const row = (line: number): TableRow => ({ line, severity: 'error', rule: 'a-b', message: 'm', times: 1, like: null, zone: null, cpu: null, task: null, timeNs: null });
  const result = (first: number, total: number): FindingsTableResult =>
    ({ total, all: total, dropped: 0, rows: Array.from({ length: Math.min(tablePage, total - first) }, (_, i) => row(first + i)), rules: [], zones: [], cpus: [], tasks: [] });
  rows.reset(noFilter);
  assert.ok(rows.arrived(1, 0, result(0, 1000)));
  rows.want(150, 450);
  rows.want(150, 450);
  assert.deepEqual(asked, [[1, 0], [1, 200], [1, 400]]);
  rows.reset({ ...noFilter, cpu: 1 });
  assert.ok(!rows.arrived(1, 200, result(200, 1000)));
  assert.ok(rows.arrived(2, 0, result(0, 3)));
  assert.deepEqual([rows.total, rows.row(2)?.line, rows.row(3)], [3, 2, undefined]);
  assert.deepEqual(['', ' 100.5 s', '12', 'x', '1e3', '-1'].map(secondsOf), [null, 100.5, 12, undefined, undefined, undefined]);
  assert.deepEqual(['100005101000', '5'].map(timeText), ['100.005101', '0.000000']);
});

test('messages are taken only in their shape', () => {
  assert.ok(isFromLarge({ type: 'lines', from: 0, count: 256 }));
  assert.ok(isFromLarge({ type: 'search', text: 'a', matchCase: false, backwards: true, line: 3, after: null }));
  for (const wrong of [null, {}, { type: 'lines', from: -1, count: 1 }, { type: 'search', text: 1 }, { type: 'openText' }, { type: 'other' }]) assert.ok(!isFromLarge(wrong), JSON.stringify(wrong));
  assert.ok(isToLarge({ type: 'lines', from: 0, result: { from: 0, lines: ['a'], changed: false } }));
  assert.ok(isToLarge({ type: 'found', place: null, problem: null }));
  assert.ok(isToLarge({ type: 'command', command: 'find' }));
  for (const wrong of [null, { type: 'command', command: 'other' }, { type: 'lines', from: 0, result: { from: 0, lines: [1], changed: false } }, { type: 'reveal', line: 0.5 }]) assert.ok(!isToLarge(wrong), JSON.stringify(wrong));
});

test('the page allows nothing but its script and style', () => {
  const page = largeHtml({ nonce: 'dGhpcy1pcy1vbmx5LWEtdGVzdA==', scriptUri: 'https://example.test/large.js', styleUri: 'https://example.test/large.css' });
  assert.ok(page.includes("default-src 'none'; script-src 'nonce-dGhpcy1pcy1vbmx5LWEtdGVzdA=='; style-src 'nonce-dGhpcy1pcy1vbmx5LWEtdGVzdA=='"));
  assert.doesNotMatch(page, /<style|style=|\son\w+=|unsafe/);
});
