import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hover, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { explainRule, openDocument, ruleInfos } from '../../server/src/core/index.js';
import type { CountsResult, RuleResult, SeriesResult } from '../../server/src/protocol/messages.js';
import { notReportedMethod, type NotReportedResult } from '../../server/src/protocol/notReported.js';
import { faulty, faultLine } from '../cli/support/samples.js';
import { readText } from '../support/repository.js';
import { move, startClient } from './support/client.js';

const uri = 'file:///traces/a.alloctrace';
const runtime = { openDocument, ruleInfos, explainRule };
const line = faultLine - 1;
const ofRule = ({ diagnostics }: PublishDiagnosticsParams): typeof diagnostics => diagnostics.filter(({ code }) => code === 'zone-lock-irqs-on');

test('a lock taken with interrupts on is shown at its line, and vanishes when the flag is typed', async (t) => {
  const client = await startClient(t, { runtime });
  await client.open(uri, faulty);
  const [found] = ofRule(await client.version(uri, 1));
  assert.equal(found.range.start.line, line);
  assert.equal(found.severity, 1);
  assert.equal(found.codeDescription?.href, 'file:///docs/rules/zone-lock-irqs-on.md');
  const column = faulty.split('\n')[line].indexOf('...1.');
  await client.change(uri, 2, Array.from({ length: 4 }, (_, i) => move(line + i, column, line + i, column + 1, 'd')));
  assert.deepEqual(ofRule(await client.version(uri, 2)), []);
});

test('a severity that is set applies to the open trace at once', async (t) => {
  let rules = {};
  const client = await startClient(t, { runtime, settings: () => ({ rules }) });
  await client.open(uri, faulty);
  assert.equal(ofRule(await client.version(uri, 1)).length, 1);
  rules = { 'zone-lock-irqs-on': 'off' };
  await client.connection.sendNotification('workspace/didChangeConfiguration', {});
  await client.published(uri, (params) => ofRule(params).length === 0);
});

test('events that the settings declare are read at once; a wrong table is said in the window, once', async (t) => {
  let settings: object = { events: { my_free: 'no_such pfn=p' } };
  const client = await startClient(t, { runtime, settings: () => settings });
  const text = '  a-1 [000] d..1. 1.000001: my_free: p=zz o=0\n';
  await client.open(uri, text);
  assert.deepEqual((await client.version(uri, 1)).diagnostics, []);
  await client.connection.sendNotification('workspace/didChangeConfiguration', {});
  await client.idle();
  assert.deepEqual(client.shown, ["buddyscope.events: 'my_free': Unknown event no_such"]);
  settings = { events: { my_free: 'mm_page_free pfn=p order=o' } };
  await client.connection.sendNotification('workspace/didChangeConfiguration', {});
  const { diagnostics } = await client.published(uri, ({ diagnostics: found }) => found.length > 0);
  assert.deepEqual(diagnostics.map(({ code, range }) => [code, range.start.line]), [['bad-argument', 0]]);
});

test('completion of a declaration', async (t) => {
  const client = await startClient(t, { runtime });
  await client.open(uri, '# buddyscope: event my_free as mm_page_free pf\n');
  const items = await client.request<{ label: string; textEdit: object; documentation: string; labelDetails?: object }[]>('textDocument/completion', { textDocument: { uri }, position: { line: 0, character: 46 } });
  assert.deepEqual(items.map(({ label }) => label), ['pfn=', 'order=']);
  assert.deepEqual(items[0].textEdit, { range: { start: { line: 0, character: 44 }, end: { line: 0, character: 46 } }, newText: 'pfn=' });
  assert.deepEqual(items[0].labelDetails, { description: 'mm_page_free needs it' }, 'a short word stands beside the label');
  const words = await client.request<typeof items>('textDocument/completion', { textDocument: { uri }, position: { line: 0, character: 31 } });
  for (const { documentation, labelDetails } of words) assert.equal(labelDetails === undefined, documentation.length > 48, documentation);
  assert.equal(new Set(words.map(({ labelDetails }) => labelDetails === undefined)).size, 2);
  assert.equal(await client.request('textDocument/completion', { textDocument: { uri }, position: { line: 9, character: 0 } }), null);
});

test('hover, counts, series and the page of a rule', async (t) => {
  const client = await startClient(t, { runtime });
  await client.open(uri, faulty);
  const hover = await client.request<Hover | null>('textDocument/hover', { textDocument: { uri }, position: { line: 8, character: 52 } });
  assert.match(JSON.stringify(hover), /__free_one_page/);
  const counts = await client.request<CountsResult>('buddyscope/counts', { uri, line: 10 });
  assert.equal(counts.zones[0].nrFree[10], 2);
  assert.equal((await client.request<CountsResult>('buddyscope/counts', { uri, line: 99 })).zones[0].nrFree[10], 1);
  const series = await client.request<SeriesResult>('buddyscope/series', { uri, zone: 'Normal', node: 0, order: 10, points: 100 });
  assert.deepEqual(series.nrFree.slice(-3), [1, 2, 1]);
  assert.equal(series.lastOffsetNs, 38_000);
  assert.match((await client.request<RuleResult>('buddyscope/rule', { id: 'zone-lock-irqs-on' })).markdown ?? '', /zone-lock-irqs-on/);
});

test('why memory is not reported, at a line that is clamped to the text, and of a text without an interface', async (t) => {
  const client = await startClient(t, { runtime });
  const text = readText('docs/examples/kernel/k6.1-page-reporting.ftrace');
  await client.open(uri, text);
  const { line: last, answer } = await client.request<NotReportedResult>(notReportedMethod, { uri, line: 1_000_000 });
  assert.equal(last, openDocument(text).lineCount - 1);
  assert.ok(answer !== null && answer.zones.length > 0);
  const view = openDocument(text).stateAt(last).notReported;
  assert.deepEqual(answer.zones.map(({ zone, orders }) => [zone, orders.length]), view?.zones.map(({ zone, orders }) => [zone, orders.length]));
  const lines = answer.zones.flatMap(({ orders }) => orders.flatMap(({ groups }) => groups.flatMap((group) => group.lines)));
  assert.ok(lines.length > 0 && lines.every(({ line: at }) => at >= 0 && at <= last));
  await client.change(uri, 2, [{ text: 'words\nwithout an event' }]);
  assert.deepEqual(await client.request(notReportedMethod, { uri, line: 1 }), { version: 2, line: 1, answer: null });
});

test('an empty text, a text that becomes empty, and one without any event', async (t) => {
  const client = await startClient(t, { runtime });
  await client.open(uri, '');
  assert.deepEqual((await client.version(uri, 1)).diagnostics, []);
  assert.equal((await client.request<CountsResult>('buddyscope/counts', { uri, line: 0 })).lineCount, 0);
  await client.change(uri, 2, [move(0, 0, 0, 0, faulty)]);
  assert.equal(ofRule(await client.version(uri, 2)).length, 1);
  await client.change(uri, 3, [move(0, 0, 99, 0, '')]);
  assert.deepEqual((await client.version(uri, 3)).diagnostics, []);
  await client.change(uri, 4, [{ text: 'words\nwithout an event' }]);
  await client.version(uri, 4);
  await client.idle();
  assert.deepEqual(client.shown, []);
});

test('hostile text in names and lines is neither fatal nor markup', async (t) => {
  const client = await startClient(t, { runtime });
  const hostile = faulty.replaceAll('stress-812', '`<img src=x onerror=alert(1)>``[a](command:b)-812').replaceAll('0x10400', '0xffffffffffffffffffff');
  await client.open(uri, `${hostile}\u0000\u0007\ud800 ${'x'.repeat(100_000)}\n${hostile.slice(0, hostile.length - 30)}`);
  await client.version(uri, 1);
  for (let at = 0; at < 15; at++) {
    const hover = await client.request<{ contents: { value: string } } | null>('textDocument/hover', { textDocument: { uri }, position: { line: at, character: 55 } });
    // What stands in a code span is shown as it is; a longer run of backticks than the text has ends it.
    const outside = hover?.contents.value.replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/gs, '') ?? '';
    assert.doesNotMatch(outside, /(?<!\\)<|\]\(command/);
  }
  assert.deepEqual(client.shown, []);
});
