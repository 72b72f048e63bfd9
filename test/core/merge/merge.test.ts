import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AnalysisOptions, type FileAnalysis, type MergeStep, openMerge, openStream } from '../../../server/src/core/index.js';
import { oracleNames, readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';
import { filesUnder, readText } from '../../support/repository.js';

/** Feeds the parts in pieces of the sizes that `size` gives, each in memory that is used again. */
function merge(texts: readonly string[], size: () => number = () => 1 << 16, options: AnalysisOptions = {}): FileAnalysis | MergeStep {
  const merger = openMerge(texts.map((_, i) => `cpu${i}`), options);
  const parts = texts.map((text) => ({ bytes: Buffer.from(text), at: 0, piece: new Uint8Array(0) }));
  for (;;) {
    const step = merger.next();
    if (step.type === 'end') return merger.end();
    if (step.type === 'refused') return step;
    const part = parts[step.part];
    part.piece.fill(0x7a);
    part.piece = Uint8Array.from(part.bytes.subarray(part.at, part.at + size()));
    part.at += part.piece.length;
    if (part.piece.length === 0) merger.finish(step.part);
    else merger.give(step.part, part.piece);
  }
}

function merged(texts: readonly string[], size?: () => number): FileAnalysis {
  const result = merge(texts, size);
  assert.ok('summary' in result);
  return result;
}

function analyse(text: string): FileAnalysis {
  const stream = openStream();
  stream.push(Buffer.from(text));
  return stream.end();
}

const cpuOf = /\[(\d{3})\] /;

/** The lines of each CPU; what stands before the first event is the head of the first part. */
function split(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  const first = lines.findIndex((line) => cpuOf.test(line) && !line.startsWith('#'));
  const parts = new Map<string, string[]>();
  let present: string[] = [];
  for (const line of lines.slice(first)) {
    const cpu = line.startsWith('#') ? undefined : cpuOf.exec(line)?.[1];
    if (cpu !== undefined) {
      present = parts.get(cpu) ?? [];
      parts.set(cpu, present);
    }
    present.push(line);
  }
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own.join(''));
  return sorted.map((own, i) => (i === 0 ? lines.slice(0, first).join('') : '# tracer: nop\n#\n') + own);
}

/** Findings by the texts of their lines, which are the same in the whole and in the parts. */
function essence({ findings }: FileAnalysis, textOf: (line: number, part: number | undefined) => string): unknown {
  return findings.map((finding) => ({
    rule: finding.rule, severity: finding.severity, count: finding.count, column: finding.column, endColumn: finding.endColumn,
    message: finding.message.replace(/, last at line .*\)/, ')'),
    text: textOf(finding.line, finding.part), last: textOf(finding.lastLine, finding.lastPart),
    related: finding.related.map(({ line, part, message }) => ({ text: textOf(line, part), message })),
  }));
}

function assertSame(whole: string, parts: readonly string[], size?: () => number): void {
  const lines = whole.split('\n');
  const own = parts.map((part) => part.split('\n'));
  const one = analyse(whole);
  const all = merged(parts, size);
  assert.deepEqual(essence(all, (line, part) => own[part ?? -1][line]), essence(one, (line) => lines[line]));
  assert.deepEqual({ ...all.summary, bytes: 0, lines: 0 }, { ...one.summary, bytes: 0, lines: 0 });
  assert.deepEqual(all.parts?.map((part) => [part.bytes, part.lines]), parts.map((part, i) => [Buffer.byteLength(part), own[i].length - 1]));
}

const examples = [...filesUnder('docs/examples/defects', '.alloctrace'), 'docs/examples/kernel/k6.1-page-reporting.ftrace']
  .map((file) => [file, readText(file)] as const);
for (const [file, text] of examples) {
  test(`${file}: its CPUs, merged, show what the whole shows`, () => {
    const random = new Random(file.length);
    const parts = split(text);
    for (const size of [() => 1 << 16, () => 1 + random.below(300), () => 1 + random.below(5000)]) assertSame(text, parts, size);
  });
}

test('traces of a simulator: their CPUs, merged, show what the whole shows', () => {
  let parts = 0;
  for (const name of oracleNames) {
    const text = new TextDecoder().decode(readOracle(name).trace);
    const own = split(text);
    parts += own.length;
    assertSame(text, own);
  }
  assert.ok(parts >= 2 * oracleNames.length);
});

/** A line that is found fault with, so that its place in the merged trace shows. */
const at = (cpu: number, time: string): string => `            task-${100 + cpu}     [00${cpu}] .....   ${time}: mm_page_free: page=0000000012345678 pfn=bad order=0\n`;

/** `part:line` of the lines of `at`, in the order of the merged trace. */
function order(...texts: readonly string[]): string {
  const result = merge(texts, undefined, { fold: false });
  assert.ok('findings' in result);
  return result.findings.filter(({ rule }) => rule === 'bad-argument').map(({ part, line }) => `${part}:${line}`).join(' ');
}

test('equal times: by CPU, then by part; by number, not by text', () => {
  assert.equal(order(at(1, '5.000000') + at(1, '6.000000'), at(0, '5.000000'), at(1, '5.000000')), '1:0 0:0 2:0 0:1');
  assert.equal(order(at(0, '10.000000'), at(1, '9.999999')), '1:0 0:0');
});

test('nanoseconds and microseconds are compared as times', () => {
  assert.equal(order(at(0, '5.000001'), at(1, '5.000000999'), at(2, '5.000001001')), '1:0 0:0 2:0');
});

test('a part whose time goes back keeps its order, and is found fault with', () => {
  const texts = [at(0, '5.000000') + at(0, '3.000000') + at(0, '6.000000'), at(1, '4.000000') + at(1, '5.500000')];
  assert.equal(order(...texts), '1:0 0:0 0:1 1:1 0:2');
  const { findings } = merged(texts);
  assert.deepEqual(findings.filter(({ rule }) => rule === 'time-goes-back').map(({ part, line }) => [part, line]), [[0, 1]]);
});

test('a clock that counts', () => {
  assert.equal(order(at(0, '1000') + at(0, '3000'), at(1, '2000')), '0:0 1:0 0:1');
});

test('a line without a time stays with its neighbour', () => {
  const lost = 'CPU:1 [LOST 7 EVENTS]\n';
  const stack = ' => some_function\n';
  const { findings } = merged([at(0, '1.000000') + stack + at(0, '5.000000'), at(1, '1.000000') + lost + at(1, '4.000000') + lost, `${lost}${at(2, '3.000000')}`]);
  const found = findings.find(({ rule }) => rule === 'lost-events');
  // The first lost event of the merged trace is that of the third part, at 3 s.
  assert.deepEqual([found?.part, found?.line, found?.count], [2, 0, 3]);
  assert.equal(order(at(0, '1.000000') + stack + at(0, '5.000000'), at(1, '1.000000') + stack), '0:0 1:0 0:2');
});

test('a rule is left out where the line before says so, in its own part', () => {
  const disable = '# buddyscope: disable-next-line bad-argument\n';
  assert.equal(order(at(0, '1.000000') + disable + at(0, '3.000000'), at(1, '2.000000') + at(1, '4.000000')), '0:0 1:0 1:1');
  assert.equal(order(disable + at(0, '3.000000'), at(1, '2.000000') + at(1, '4.000000')), '1:0 1:1');
});

test('what the header of one part says of names holds in all of them', () => {
  const line = (cpu: number): string => `            task-10${cpu}     [00${cpu}] d..1.   5.00000${cpu}: own_probe: zone=Normal p=0x10 order=99\n`;
  const alias = '# buddyscope: event own_probe as del_page_from_free_list pfn=p\n';
  for (const texts of [[alias + line(0), line(1)], [line(0), alias + line(1)]]) {
    const { findings } = merged(texts);
    assert.deepEqual(findings.filter(({ rule }) => rule === 'order-out-of-range').map(({ count }) => count), [2], JSON.stringify(findings));
  }
});

test('the events of the settings are known in every part', () => {
  const line = (cpu: number): string => `            task-10${cpu}     [00${cpu}] d..1.   5.00000${cpu}: own_probe: zone=Normal p=0x10 order=99\n`;
  const result = merge([line(0), line(1)], undefined, { events: [{ name: 'own_probe', as: 'del_page_from_free_list', keys: new Map([['pfn', 'p']]) }] });
  assert.ok('findings' in result);
  assert.deepEqual(result.findings.filter(({ rule }) => rule === 'order-out-of-range').map(({ count }) => count), [2]);
});

test('events without a time, and clocks of another kind, are refused at their line', () => {
  const untimed = '            task-100     [000] .....  mm_page_free: page=0000000012345678 pfn=0x10000 order=0\n';
  const body = 'mm_page_free: page=0000000012345678 pfn=0x10000 order=0\n';
  assert.deepEqual(merge([at(0, '1.000000'), `# tracer: nop\n${body}`]), { type: 'refused', part: 1, line: 1, reason: 'no-time' }, untimed);
  assert.deepEqual(merge([at(0, '1.000000'), `# tracer: nop\n${at(1, '1000')}`]), { type: 'refused', part: 1, line: 1, reason: 'other-clock' });
});

test('parts without events, without lines, and a single one', () => {
  assert.equal(order('', '# tracer: nop\n', at(0, '1.000000'), 'garbage without an end'), '2:0');
  assert.equal(order(at(0, '1.000000') + at(0, '2.000000')), '0:0 0:1');
  assert.deepEqual(merged(['']).parts, [{ name: 'cpu0', bytes: 0, lines: 0, events: 0 }]);
});

test('more lines without a time than can wait, and lines longer than any buffer', () => {
  const texts = [at(0, '1.000000') + '# note\n'.repeat(5000) + at(0, '5.000000'), at(1, '2.000000') + `# ${'x'.repeat(3 << 20)}\n` + at(1, '6.000000')];
  const random = new Random(5);
  for (const size of [() => 1 << 16, () => 1 + random.below(90_000)]) {
    const { parts, findings } = merged(texts, size);
    assert.deepEqual(parts?.map(({ lines }) => lines), [5002, 3]);
    assert.deepEqual(findings.filter(({ rule }) => rule === 'bad-argument').map(({ count }) => count), [4]);
  }
});
