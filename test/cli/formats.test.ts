import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisJson, analysisText, type FileAnalysis, type Finding, plainText, sarifHead, sarifOmitted, sarifResults, sarifTail, seriesCsvRow, seriesJsonRow, type StateView, stateJson, stateText } from '../../server/src/core/index.js';
import { secondsOf } from '../../server/src/core/report/times.js';

const finding = (line: number, more: Partial<Finding> = {}): Finding => ({
  rule: 'zone-lock-irqs-on', severity: 'error', line, column: 49, endColumn: 61, message: 'taken with interrupts on', evidence: ['flags'],
  related: [{ line: line - 1, message: 'begins here' }], count: 1, lastLine: line, ...more,
});
const zone = { zone: 'Normal', node: 0, startPfn: 65536, endPfn: null, nrFree: [1, null, 12], reported: [0, 0, 3], inFlight: [0, null, 0] };
const analysis: FileAnalysis = {
  summary: {
    bytes: 10, lines: 1234, events: 5, unrecognisedLines: 3, lostEvents: 2, pagesNotKept: null, interface: 'reporting-v5',
    firstTimeNs: '100000001000', lastTimeNs: '9007199254740993001', clock: 'time', zones: [zone],
  },
  findings: [finding(11), finding(20, { count: 3, lastLine: 80 }), finding(30, { rule: 'lost-events', severity: 'warning' }),
    finding(40, { rule: 'unrecognised-line', severity: 'info', count: 3, lastLine: 99, related: [] })],
};
const jsonOf = (max: number): unknown => JSON.parse([...analysisJson('a.trace', analysis, max)].join(''));

test('JSON has the keys of the contract, lines and columns from 1, null for what is not known', () => {
  assert.deepEqual(jsonOf(1), {
    file: 'a.trace', bytes: 10, lines: 1234, events: 5, unrecognisedLines: 3, lostEvents: 2, pagesNotKept: null, interface: 'reporting-v5', clock: 'time',
    firstTimeNs: '100000001000', lastTimeNs: '9007199254740993001', damage: null, zones: [zone],
    findings: [{
      rule: 'zone-lock-irqs-on', severity: 'error', line: 12, column: 50, endColumn: 62, message: 'taken with interrupts on', evidence: ['flags'],
      count: 1, lastLine: 12, related: [{ line: 11, message: 'begins here' }],
    }],
    findingsOmitted: 3, findingCounts: { 'lost-events': 1, 'unrecognised-line': 1, 'zone-lock-irqs-on': 2 },
  });
});

test('text is one line a finding, related lines indented, then the summary', () => {
  const choice = { maxFindings: 10, listed: ({ severity }: Finding) => severity !== 'info' };
  assert.equal([...analysisText('a.trace', analysis, choice)].join(''), `\
a.trace:12:50: error: taken with interrupts on [zone-lock-irqs-on]
    a.trace:11: begins here
a.trace:21:50: error: taken with interrupts on [zone-lock-irqs-on]
    a.trace:20: begins here
a.trace:31:50: warning: taken with interrupts on [lost-events]
    a.trace:30: begins here
a.trace: 1,234 lines, 5 events, 9007199154.740992001 s, interface reporting-v5
  3 lines not recognised: 41 to 100; 2 events lost
  2 errors, 1 warning, 1 informational
  blocks after the last line, - where the trace does not tell:
    zone    order     0  1   2
    Normal  free      1  -  12
            reported  0  0   3
  informational findings are listed by --format json, or one rule by --rule ID=info
`);
});

test('text says how many it leaves out', () => {
  const text = [...analysisText('a.trace', analysis, { maxFindings: 1, listed: () => true })].join('');
  assert.match(text, /3 more findings not listed; --max-findings N/);
});

test('nothing of a trace reaches the terminal that could move its cursor or turn its text around', () => {
  const hostile = 'task\u001b]0;title\u0007\u009b31m\r\n\t\u202e\u2066\u200b\ufeff\ud800';
  assert.equal(plainText(hostile), 'task\\x1b]0;title\\x07\\x9b31m\\x0d\\x0a\\t\\u202e\\u2066\\u200b\\ufeff\\ud800');
  assert.equal(plainText('Grüße, 内存 🐧 <b>'), 'Grüße, 内存 🐧 <b>');
  const text = [...analysisText('a\u001b[2J', { ...analysis, findings: [finding(1, { message: hostile, related: [{ line: 0, message: hostile }] })] }, { maxFindings: 9, listed: () => true })].join('');
  assert.ok([...text].every((char) => char === '\n' || char >= ' '));
});

test('series rows: empty or null where not known, quoted where a name needs it', () => {
  const row = { line: 9, timeNs: '5', zone: 'Normal', node: 1, order: 10, nrFree: 3, reported: null, inFlight: 0 };
  assert.equal(seriesCsvRow(row), '10,5,Normal,1,10,3,,0\n');
  assert.equal(seriesCsvRow({ ...row, timeNs: null, zone: 'a,"b' }), '10,,"a,""b",1,10,3,,0\n');
  assert.equal(seriesCsvRow({ ...row, migratetype: 'CMA' }), '10,5,Normal,1,10,CMA,3,,0\n');
  assert.equal(seriesJsonRow(row), '{"line":10,"time_ns":"5","zone":"Normal","node":1,"order":10,"nr_free":3,"reported":null,"in_flight":0}');
});

const state: StateView = {
  line: 11, timeNs: '100000001000',
  zones: [{ ...zone, requested: true, active: null, lists: [{ order: 2, migratetype: 'Movable', pfns: [0x2ac00, 0x10], reportedPfns: [0x10], more: 4, boundary: 0x10 },
    { order: 1, migratetype: 'Movable', pfns: [], reportedPfns: [], more: 0, boundary: null }] }],
  locks: [{ lock: 'zone->lock', zone: 'Normal', task: 'kworker/0:1-29', cpu: 0, line: 3 }],
  cpus: [{ cpu: 0, irqsOff: true, preemptDepth: null, task: null }],
};

test('state as JSON: pfns in hexadecimal, more only where there is more', () => {
  assert.deepEqual(JSON.parse(stateJson(state)), {
    line: 12, timeNs: '100000001000',
    zones: [{ ...zone, requested: true, active: null, lists: [
      { order: 2, migratetype: 'Movable', pfns: ['0x2ac00', '0x10'], reportedPfns: ['0x10'], boundary: '0x10', more: 4 },
      { order: 1, migratetype: 'Movable', pfns: [], reportedPfns: [], boundary: null }] }],
    locks: [{ lock: 'zone->lock', zone: 'Normal', task: 'kworker/0:1-29', cpu: 0, line: 4 }],
    cpus: [{ cpu: 0, irqsOff: true, preemptDepth: null, task: null }],
  });
});

test('state as text', () => {
  assert.equal([...stateText('a.trace', state)].join(''), `\
a.trace: after line 12, at 100.000001000 s
blocks, - where the trace does not tell:
  zone    order     0  1   2
  Normal  free      1  -  12
          reported  0  0   3
zone Normal, node 0: requested yes, active not known; lists from head to tail, * reported, | boundary
    order 2 Movable: 0x2ac00 0x10*| and 4 more
zone->lock of Normal held by kworker/0:1-29 on CPU 0 since line 4
CPU 0: task not known, interrupts off yes, preempt depth not known
`);
});

test('seconds are cut out of the digits', () => {
  for (const [ns, seconds] of [['0', '0.000000000'], ['5', '0.000000005'], ['9007199254740993001', '9007199254.740993001'], ['-1', '-0.000000001'], ['1000000000', '1.000000000']]) {
    assert.equal(secondsOf(ns), seconds);
  }
});

test('SARIF: one run, rules with their pages, results with lines from 1, what is missing as notifications', () => {
  const rule = { id: 'zone-lock-irqs-on', severity: 'error', group: 'locking', interfaces: [], visibleIn: ['F'], summary: 'interrupts on' } as const;
  const tool = { version: '1.2.3', rules: [rule], explain: (id: string) => `# ${id}` };
  const text = [
    ...sarifHead(tool), ...sarifResults('a b.trace', analysis, tool, 1, encodeURIComponent), ',',
    ...sarifResults('c.trace', { ...analysis, findings: analysis.findings.slice(2) }, tool, 1, encodeURIComponent),
    sarifTail(['d.trace: is empty'], [sarifOmitted('c.trace', 1)]),
  ].join('');
  const place = (uri: string, region: object): object => ({ physicalLocation: { artifactLocation: { uri }, region } });
  const result = (uri: string, line: number): object => ({
    message: { text: 'taken with interrupts on' }, locations: [place(uri, { startLine: line, startColumn: 50, endColumn: 62 })],
    relatedLocations: [{ id: 0, ...place(uri, { startLine: line - 1 }), message: { text: 'begins here' } }], occurrenceCount: 1, properties: { evidence: ['flags'] },
  });
  assert.deepEqual(JSON.parse(text), {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'Buddyscope', version: '1.2.3', rules: [{
        id: 'zone-lock-irqs-on', shortDescription: { text: 'interrupts on' }, help: { text: '# zone-lock-irqs-on', markdown: '# zone-lock-irqs-on' },
        defaultConfiguration: { level: 'error' }, properties: { tags: ['locking'] },
      }] } },
      columnKind: 'utf16CodeUnits',
      results: [{ ruleId: 'zone-lock-irqs-on', ruleIndex: 0, level: 'error', ...result('a%20b.trace', 12) }, { ruleId: 'lost-events', level: 'warning', ...result('c.trace', 31) }],
      invocations: [{ executionSuccessful: false, toolExecutionNotifications: [
        { level: 'error', message: { text: 'd.trace: is empty' } }, { level: 'note', message: { text: 'c.trace: 1 more finding not listed; --max-findings N raises the limit' } },
      ] }],
    }],
  });
});
