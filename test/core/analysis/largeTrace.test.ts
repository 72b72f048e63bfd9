/** A trace that is read once and asked about any line gives the answers of an open document, whenever it is asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LargeTraceReader } from '../../../server/src/core/analysis/large/largeTrace.js';
import { openDocument, openStream, type FileAnalysis, type FindingsQuery, type TraceDocument } from '../../../server/src/core/index.js';
import { oracleNames, readOracle } from '../../support/oracle.js';
import { Random } from '../../support/random.js';

const SEED = Number(process.env['BUDDYSCOPE_SEED'] ?? 20261120);
/** So small that checkpoints are thinned and copies dropped. */
const limits = { spacing: 50, deltaWords: 3000, copyWords: 60_000 };

const open = (bytes: Uint8Array): LargeTraceReader => new LargeTraceReader({}, (offset, length) => bytes.subarray(offset, offset + length), limits);

function fresh(bytes: Uint8Array): FileAnalysis {
  const stream = openStream();
  stream.push(bytes);
  return stream.end();
}

/** The document gives bytes in UTF-16 units, and its findings of lines that it can still read. */
function checkLine(trace: LargeTraceReader, document: TraceDocument, line: number, column: number): void {
  assert.deepEqual(trace.stateAt(line), document.stateAt(line), `state at ${line}`);
  assert.deepEqual(trace.hover(line, column), document.hover(line, column) ?? 'nothing', `hover at ${line}`);
}

for (const name of ['v5-clean-1', 'v5-isolate', 'v2-fault-lost_page', 'walk-fault-no_stop', 'hint-clean-1']) {
  test(`${name} in pieces, asked in between`, () => {
    const random = new Random(SEED);
    const bytes = readOracle(name).trace;
    const trace = open(bytes);
    const document = openDocument(Buffer.from(bytes).toString('utf8'));
    for (let at = 0; at < bytes.length;) {
      const to = Math.min(bytes.length, at + 1 + random.below(random.below(3) === 0 ? 200 : bytes.length / 4));
      trace.push(bytes.subarray(at, to));
      at = to;
      if (random.below(2) === 0) assert.deepEqual(trace.analysis(true), fresh(bytes.subarray(0, at)), `the first ${at} bytes`);
      if (trace.lineCount > 0) assert.deepEqual(trace.stateAt(trace.lineCount - 1), document.stateAt(trace.lineCount - 1));
    }
    assert.deepEqual(trace.analysis(true), fresh(bytes));
    for (let i = 0; i < 60; i++) checkLine(trace, document, random.below(document.lineCount), random.below(140));
    assert.equal(trace.stateAt(document.lineCount), undefined);
  });
}

test('counts over the whole trace are those of a document, and thinned keep their highest and lowest', () => {
  for (const name of ['v5-clean-1', 'v2-clean-1']) {
    const bytes = readOracle(name).trace;
    const trace = open(bytes);
    trace.push(bytes);
    const document = openDocument(Buffer.from(bytes).toString());
    for (const [zone, order] of [['DMA32', 10], ['Normal', 0], ['Normal', 3]] as const) {
      const all = document.series(zone, 0, order, 1e9);
      assert.ok(all.length > 10);
      // So few are all kept.
      assert.deepEqual(trace.series(zone, 0, order, 1e9), all, `${name} ${zone} ${order}`);
      const few = trace.series(zone, 0, order, 60);
      const has = new Set(all.map(row => JSON.stringify(row)));
      assert.ok(few.length <= 60 && few.every(row => has.has(JSON.stringify(row))));
      assert.deepEqual([few[0], few.at(-1)], [all[0], all.at(-1)]);
      for (const bound of [Math.min, Math.max]) assert.equal(bound(...few.map(row => row.nrFree ?? 0)), bound(...all.map(row => row.nrFree ?? 0)));
    }
    assert.deepEqual(trace.series('Nowhere', 0, 1, 100), []);
  }
});

test('a long series is thinned while it comes', () => {
  const head = '# buddyscope: interface=reporting-v5\n# buddyscope: zone=Normal node=0 start_pfn=0x1000 end_pfn=0x9000 free=none\n';
  let free = 0;
  const random = new Random(SEED);
  const counts: number[] = [];
  const lines = Array.from({ length: 60_000 }, (_, i) => {
    const adds = free === 0 || (free < 500 && random.below(2) === 0);
    const pfn = (0x1000 + (adds ? free : free - 1)).toString(16);
    free += adds ? 1 : -1;
    counts.push(free);
    return `  a-1 [000] d..1. 1.${String(i).padStart(6, '0')}: ${adds ? `add_to_free_list: zone=Normal pfn=0x${pfn} order=0 migratetype=0` : `del_page_from_free_list: zone=Normal pfn=0x${pfn} order=0`}`;
  });
  const bytes = Buffer.from(`${head}${lines.join('\n')}\n`);
  const trace = open(bytes);
  trace.push(bytes);
  for (const points of [200, 1600, 5000]) {
    const rows = trace.series('Normal', 0, 0, points);
    assert.ok(rows.length <= points && rows.length > points / 8, `${rows.length} of ${points}`);
    assert.deepEqual(rows.map(({ line }) => line), rows.map(({ line }) => line).sort((a, b) => a - b));
    for (const { line, nrFree } of rows.slice(1)) assert.equal(nrFree, counts[line - 2], `line ${line}`);
    assert.equal(Math.max(...rows.map(({ nrFree }) => nrFree ?? 0)), Math.max(...counts));
    assert.equal(rows.at(-1)?.line, 60_001);
  }
  // Asked twice, and with more to come.
  assert.deepEqual(trace.series('Normal', 0, 0, 100), trace.series('Normal', 0, 0, 100));
  trace.push(Buffer.from('  a-1 [000] d..1. 2.000000: add_to_free_list: zone=Normal pfn=0x8fff order=0 migratetype=0\n'));
  assert.equal(trace.series('Normal', 0, 0, 100).at(-1)?.line, 60_002);
});

const everything: FindingsQuery = { rule: null, zone: null, cpu: null, task: null, from: null, to: null, first: 0, count: 1000 };

for (const name of oracleNames.filter(one => one.includes('fault'))) {
  test(`the table of ${name} has every finding, and filters find the places of each`, () => {
    const bytes = readOracle(name).trace;
    const trace = open(bytes);
    trace.push(bytes);
    const { findings } = trace.analysis(true);
    const table = trace.findingsPage(findings, everything);
    assert.deepEqual(table.rows.map(({ line, rule, times, message }) => [line, rule, times, message]), findings.map(({ line, rule, count, message }) => [line, rule, count, message]));
    assert.deepEqual([table.total, table.all, table.dropped], [findings.length, findings.length, 0]);
    // One by one, as they are listed where nothing is folded.
    const single = openStream({ fold: false });
    single.push(bytes);
    const { findings: each } = single.end();
    for (const { value, places } of table.tasks) {
      const page = trace.findingsPage(findings, { ...everything, task: value });
      assert.equal(page.rows.reduce((sum, { times }) => sum + times, 0), places);
      assert.ok(page.rows.every(({ task, line, rule }) => task === value && each.some(finding => finding.line === line && finding.rule === rule)), `${name} ${value}`);
    }
    for (const { value } of table.rules) assert.ok(trace.findingsPage(findings, { ...everything, rule: value }).rows.every(({ rule }) => rule === value));
    assert.deepEqual(trace.findingsPage(findings, { ...everything, first: 1, count: 2 }).rows, table.rows.slice(1, 3));
    const time = Number(table.rows.find(({ timeNs }) => timeNs !== null)?.timeNs ?? 0) / 1e9;
    const late = trace.findingsPage(findings, { ...everything, from: time + 0.01 });
    assert.ok(late.rows.every(({ timeNs }) => timeNs !== null && Number(timeNs) / 1e9 >= time + 0.01));
  });
}

test('a last line without an end is a line until more of it comes', () => {
  const [head, rest] = ['# buddyscope: interface=reporting-v5\n  a-1 [000] d..1. 1.000001: spin_lock: lock=zone->lock zo', 'ne=Normal\n  a-1 [000] d..1. 1.000002: oops'];
  const bytes = Buffer.from(head + rest);
  const trace = open(bytes);
  trace.push(bytes.subarray(0, head.length));
  assert.deepEqual(trace.analysis(true), fresh(bytes.subarray(0, head.length)));
  assert.equal(trace.analysis(true).summary.lines, 2);
  trace.push(bytes.subarray(head.length));
  assert.deepEqual(trace.analysis(true), fresh(bytes));
  checkLine(trace, openDocument(head + rest), 2, 40);
});

test('a piece of a setting is not taken for a setting', () => {
  const text = '# buddyscope: event foo as mm_page_free_batched\n';
  const bytes = Buffer.from(text);
  const trace = open(bytes);
  trace.push(bytes.subarray(0, text.indexOf('_batched')));
  assert.equal(trace.analysis(true).summary.lines, 0);
  trace.push(bytes.subarray(text.indexOf('_batched')));
  assert.deepEqual(trace.analysis(true), fresh(bytes));
});

test('settings that change what lines mean hold for the lines behind them only, also when those are read again', () => {
  const line = (i: number): string => `  a-1 [000] ..... 1.${String(i).padStart(6, '0')}: foo: page=0000000012345678 pfn=0x${(4096 + i % 64).toString(16)} order=0 migratetype=1 gfp_flags=GFP_KERNEL`;
  const lines = Array.from({ length: 3000 }, (_, i) => line(i));
  lines[1000] = '# buddyscope: event foo as mm_page_alloc';
  lines[2000] = '# buddyscope: event foo as mm_page_free';
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const trace = open(bytes);
  trace.push(bytes);
  trace.analysis(true);
  const hover = (at: number): string => {
    const view = trace.hover(at, 40);
    assert.ok(typeof view !== 'string');
    return view.markdown.split(' ')[0];
  };
  for (const [at, name] of [[500, '**foo**'], [2500, '**mm\\_page\\_free**'], [1500, '**mm\\_page\\_alloc**'], [700, '**foo**'], [2999, '**mm\\_page\\_free**']] as const) assert.equal(hover(at), name, `line ${at}`);
  trace.push(Buffer.from(''));
  assert.deepEqual(trace.analysis(true), fresh(bytes));
});

test('a page of systrace, in pieces, asked about lines before, in and behind its trace', () => {
  const random = new Random(SEED);
  const text = `<!DOCTYPE html>\n${'<p>words</p>\n'.repeat(1500)}  <script class="trace-data" type="application/text">\n${Buffer.from(readOracle('v5-isolate').trace).toString('utf8')}  </script>\n${'</div>\n'.repeat(1500)}`;
  const bytes = Buffer.from(text);
  const document = openDocument(text);
  const trace = open(bytes);
  for (let at = 0; at < bytes.length; at += 30_000) {
    trace.push(bytes.subarray(at, at + 30_000));
    assert.deepEqual(trace.analysis(true), fresh(bytes.subarray(0, at + 30_000)), `the first ${at + 30_000} bytes`);
  }
  assert.ok(trace.analysis(true).findings.length > 0);
  for (let i = 0; i < 60; i++) checkLine(trace, document, random.below(document.lineCount), random.below(140));
});

test('a file that cannot be read any more gives no state', () => {
  const { trace: bytes } = readOracle('v5-isolate');
  const gone = { yes: false };
  const trace = new LargeTraceReader({}, (offset, length) => (gone.yes ? bytes.subarray(0, 0) : bytes.subarray(offset, offset + length)), limits);
  trace.push(bytes);
  assert.notEqual(trace.stateAt(1000), undefined);
  gone.yes = true;
  assert.equal(trace.stateAt(1000), undefined);
  assert.equal(trace.hover(1000, 0), 'unreadable');
  gone.yes = false;
  assert.deepEqual(trace.stateAt(1700), openDocument(Buffer.from(bytes).toString()).stateAt(1700));
});

test('pages that are given out and given back, right and wrong, with losses, asked about in between', () => {
  const random = new Random(SEED);
  for (let run = 0; run < 6; run++) {
    const given = new Set<number>();
    const lines = Array.from({ length: 3000 }, (_, i) => {
      if (random.below(400) === 0) {
        given.clear();
        return `CPU:${random.below(2)} [LOST 5 EVENTS]\n`;
      }
      const pfn = random.below(4) * 40_000 + 4 * random.below(60);
      const isFree = random.below(60) === 0 ? random.below(2) === 0 : given.has(pfn);
      if (isFree) given.delete(pfn); else given.add(pfn);
      const body = isFree ? `mm_page_free: page=0000000012345678 pfn=0x${pfn.toString(16)} order=${random.below(3)}` : `mm_page_alloc: page=0000000012345678 pfn=0x${pfn.toString(16)} order=${random.below(3)} migratetype=1 gfp_flags=GFP_KERNEL`;
      return `            bash-1234    [00${random.below(2)}] ..... 100.${String(i).padStart(6, '0')}: ${body}\n`;
    });
    const bytes = Buffer.from(lines.join('').slice(0, -1 - random.below(20)));
    const trace = open(bytes);
    const document = openDocument(bytes.toString());
    let found = 0;
    for (let at = 0; at < bytes.length;) {
      const to = Math.min(bytes.length, at + 1 + random.below(bytes.length / 8));
      trace.push(bytes.subarray(at, to));
      at = to;
      for (let i = random.below(4); i > 0 && trace.lineCount > 0; i--) {
        const line = random.below(trace.lineCount);
        assert.deepEqual(trace.stateAt(line), document.stateAt(line));
      }
      const analysis = trace.analysis(true);
      assert.deepEqual(analysis, fresh(bytes.subarray(0, at)), `the first ${at} bytes`);
      found = analysis.findings.filter(({ rule }) => rule.startsWith('page-')).length;
    }
    assert.ok(found > 0);
    for (let i = 0; i < 20; i++) checkLine(trace, document, random.below(document.lineCount), random.below(140));
  }
});
