/** Own tracepoints and probes: declared in the trace or in the settings, they are what they stand for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, openRedactor, openStream, readEventTable, type EventAlias, type Finding } from '../../../server/src/core/index.js';

const declaration = '# buddyscope: event my_probe as get_unreported_page pfn=p order=o zone=z';
const events = readEventTable({ my_probe: 'get_unreported_page pfn=p order=o zone=z' }).events;
const head = ['# buddyscope: interface=reporting-v5 max_order=11', '# buddyscope: zone=Normal node=0 start_pfn=0x10000 end_pfn=0x40000 free=none', '# buddyscope: free zone=Normal order=9 migratetype=1 pfn=0x10400,0x10800'];
const lock = '     kworker/0:1-29      [000] d..1.   100.000010: spin_lock_irq: lock=zone->lock zone=Normal';
const tracepoint = '     kworker/0:1-29      [000] d..1.   100.000015: my_probe: p=0x10400 o=9 z=Normal';
const probe = '     kworker/0:1-29      [000] d..1.   100.000015: my_probe: (vendor_pull+0x0/0x2b0) p=0x10400 o=9 z="Normal"';
const text = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

function stateOf(trace: string, own: readonly EventAlias[] = []): { inFlight: number | null; free: number | null; findings: readonly Finding[] } {
  const document = openDocument(trace, { events: own });
  const stream = openStream({ events: own });
  stream.push(Buffer.from(trace));
  assert.deepEqual(stream.end().findings, document.findings());
  const zone = document.summary().zones.find(({ zone: name }) => name === 'Normal');
  return { inFlight: zone?.inFlight[9] ?? null, free: zone?.nrFree[9] ?? null, findings: document.findings().filter(({ rule }) => rule !== 'lock-held-at-end' && rule !== 'no-initial-state') };
}

for (const [what, line] of [['a tracepoint', tracepoint], ['a kprobe', probe]] as const) {
  test(`${what} pulls a block where it is declared, in the trace or in the settings`, () => {
    assert.deepEqual(stateOf(text(...head, lock, line)), { inFlight: 0, free: 2, findings: [] });
    assert.deepEqual(stateOf(text(...head, declaration, lock, line)), { inFlight: 1, free: 1, findings: [] });
    assert.deepEqual(stateOf(text(...head, lock, line), events), { inFlight: 1, free: 1, findings: [] });
  });
}

test('rules judge what a private event stands for, at its line', () => {
  const { findings } = stateOf(text(...head, declaration, lock, tracepoint, lock.replace('spin_lock_irq', 'spin_unlock_irq').replace('000010', '000020'), tracepoint.replace('0x10400', '0x10800').replace('000015', '000030')));
  assert.deepEqual(findings.map(({ rule, line }) => [rule, line]), [['list-op-unlocked', 7]]);
});

test('a trace\'s own declaration wins over the settings, without a remark', () => {
  const own = readEventTable({ my_probe: 'mm_page_free pfn=p order=o' }).events;
  assert.deepEqual(stateOf(text(...head, declaration, lock, tracepoint), own), { inFlight: 1, free: 1, findings: [] });
});

test('a declaration that contradicts an earlier line is a finding at its line; the same once more is not', () => {
  const trace = text(...head, declaration, declaration, '# buddyscope: event my_probe as mm_page_free pfn=p order=o', lock, tracepoint);
  const { findings } = stateOf(trace);
  assert.deepEqual(findings.map(({ rule, line, column, endColumn, message }) => [rule, line, column, endColumn, message]),
    [['bad-argument', 5, 20, 28, 'my_probe has been declared as get_unreported_page before; from this line on it is mm_page_free']]);
});

test('what an own event lacks is said once, and by its name', () => {
  const document = openDocument(text(...head, declaration, lock, '  kworker/0:1-57 [000] d..1. 3.3: my_probe: z=Normal'));
  assert.deepEqual(document.findings().filter(({ rule }) => rule === 'bad-argument').map(({ message }) => message),
    ['my_probe stands for get_unreported_page, which needs order=, pfn= (under the names that my_probe prints)']);
});

test('settings that change are read anew', () => {
  const document = openDocument(text(...head, lock, tracepoint));
  const inFlight = (): number | null | undefined => document.summary().zones[0].inFlight[9];
  assert.equal(inFlight(), 0);
  document.setOptions({ events });
  assert.equal(inFlight(), 1);
  document.edit([{ startLine: 4, startColumn: 0, endLine: 5, endColumn: 0, text: '' }]);
  assert.equal(inFlight(), 0);
  document.setOptions({});
  assert.equal(inFlight(), 0);
});

test('the table of the settings', () => {
  const { events: read, problems } = readEventTable({
    good: ' report_done  nents=n ', bad_event: 'no_such pfn=p', 'bad name': 'report', bad_key: 'report colour=c', missing: 'mm_page_free pfn=p', empty: '', print: 'report nents=n',
  });
  assert.deepEqual(read.map(({ name, as, keys }) => [name, as, ...keys]), [['good', 'report_done', ['nents', 'n']]]);
  assert.deepEqual(problems.map(problem => problem.split(':')[0]), ["'bad_event'", "'bad name'", "'bad_key'", "'missing'", "'empty'", "'print'"]);
  assert.match(problems[0], /Unknown event no_such/);
  assert.match(problems[3], /mm_page_free needs order=/);
});

test('hover says what a private event stands for, on its lines and in its declaration', () => {
  const document = openDocument(text(...head, declaration, lock, tracepoint, probe));
  for (const line of [5, 6]) {
    const { markdown } = document.hover(line, 50) ?? { markdown: '' };
    assert.match(markdown, /^\*\*get\\_unreported\\_page\*\*/);
    assert.ok(markdown.includes('`my_probe` stands for `get_unreported_page`: `p` is `pfn`, `o` is `order`, `z` is `zone`.'), markdown);
  }
  const at = (word: string): string => document.hover(3, declaration.indexOf(word) + 1)?.markdown ?? '';
  assert.match(at('my_probe'), /stands for `get_unreported_page`/);
  assert.match(at('get_unreported'), /pulls one unreported block/);
  assert.equal(at('order=o'), '`o` of `my_probe` is `order` of `get_unreported_page`.');
  assert.match(at('event'), /private event or probe/);
  assert.match(document.hover(0, head[0].indexOf('max_order') + 2)?.markdown ?? '', /Number of orders/);
  assert.match(document.hover(1, head[1].indexOf('free=none') + 2)?.markdown ?? '', /all free lists of the zone are empty/);
});

test('completion on buddyscope: lines', () => {
  const complete = (line: string): { labels: string[]; at: number } => {
    const column = line.indexOf('|');
    const trace = text(line.replace('|', ''), ...head, tracepoint, tracepoint, '     a-1 [000] d..1. 100.000016: other_probe: x=1');
    const views = openDocument(trace).completions(0, column);
    return { labels: views.map(({ label }) => label), at: views[0]?.column ?? -1 };
  };
  assert.deepEqual(complete('# buddyscope: |').labels.slice(0, 3), ['event', 'free', 'buddyinfo']);
  assert.ok(complete('# buddyscope: ev|').labels.includes('event'));
  assert.equal(complete('# buddyscope: ev|').at, 14);
  assert.deepEqual(complete('# buddyscope: event |').labels, ['my_probe', 'other_probe']);
  assert.deepEqual(complete('# buddyscope: event my_probe |').labels, ['as']);
  const known = complete('# buddyscope: event my_probe as get|');
  assert.ok(known.labels.includes('get_unreported_page') && known.labels.includes('get_unhinted_page'));
  assert.deepEqual(complete('# buddyscope: event my_probe as mm_page_free pfn=p |').labels, ['order=']);
  assert.deepEqual(complete('# buddyscope: event my_probe as mm_page_free pfn=|').labels, ['p', 'o', 'z']);
  assert.deepEqual(complete('  a-1 [000] .... 1.5: tracing_mark_write: buddyscope: interface=|').labels.slice(-1), ['mainline']);
  assert.ok(complete('# buddyscope: interface=mainline |').labels.includes('hwm='));
  assert.ok(!complete('# buddyscope: interface=mainline |').labels.includes('interface='));
  assert.deepEqual(complete('# buddyscope: zone=|').labels, ['Normal']);
  assert.ok(complete('# buddyscope: zone=Normal |').labels.includes('start_pfn='));
  assert.deepEqual(complete('# buddyscope: free |').labels, ['zone=', 'node=', 'order=', 'migratetype=', 'pfn=']);
  assert.ok(complete('# buddyscope: disable-next-line zone|').labels.includes('zone-lock-irqs-on'));
  assert.deepEqual(complete('# budd|').labels, []);
  assert.deepEqual(complete('# a note |').labels, []);
});

test('completion in the body of a line: events, declared ones first, and their keys', () => {
  const complete = (line: string): string[] => openDocument(text(declaration, line.replace('|', ''))).completions(1, line.indexOf('|')).map(({ label }) => label);
  const context = '     kworker/0:1-29      [000] d..1.   100.000015: ';
  assert.deepEqual(complete(`${context}|`).slice(0, 2), ['my_probe', 'spin_lock']);
  assert.deepEqual(complete(`${context}my_probe: p=0x1 |`), ['z', 'o', 'migratetype', 'from', 'nr_free', 'boundary', 'node'].map(key => `${key}=`));
  assert.ok(complete(`${context}mm_page_free: pf|`).includes('pfn='));
  assert.deepEqual(complete(`${context}mm_page_free: pfn=|`), []);
  assert.deepEqual(complete('     kwor|'), []);
});

test('a redacted trace keeps the arguments that are declared, and no others', () => {
  const redacted = (own: readonly EventAlias[], ...lines: readonly string[]): string => {
    const redactor = openRedactor(own);
    return redactor.push(Buffer.from(text(...lines))) + redactor.end();
  };
  const line = `${tracepoint} owner=ann`;
  for (const after of [redacted([], declaration, line), redacted(events, line)]) {
    assert.ok(after.includes('my_probe: p=0x10400 o=9 z=Normal owner='), after);
    assert.ok(!after.includes('ann'), after);
  }
  assert.ok(!redacted([], line).includes('Normal'));
});
