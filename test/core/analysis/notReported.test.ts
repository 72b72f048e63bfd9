/** Why memory is not reported: each reason from a trace that shows it, by order and for the page of the last line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDocument, stateJson, stateText, type NotReported, type NotReportedGroup } from '../../../server/src/core/index.js';
import { readOracle } from '../../support/oracle.js';
import { app, begins, drained, ends, freed, head, isolate, notify, pass, putback, removed, report, settings, worker } from '../../support/stockLines.js';

interface Answer { readonly all: NotReported; readonly order5: readonly NotReportedGroup[]; readonly order6: readonly NotReportedGroup[]; readonly reasons: readonly string[] }

function why(...lines: readonly string[]): Answer {
  const document = openDocument(lines.join('\n'));
  const all = document.stateAt(document.lineCount - 1).notReported;
  assert.ok(all);
  for (const { orders } of all.zones) for (const { groups } of orders) for (const group of groups) {
    assert.ok(group.atMost === null || group.atLeast <= group.atMost, JSON.stringify(group));
    for (const { line } of group.lines) assert.ok(line >= 0 && line < document.lineCount);
  }
  const of = (order: number): readonly NotReportedGroup[] => all.zones.at(0)?.orders.find(known => known.order === order)?.groups ?? [];
  const reasons = [5, 6].flatMap(order => of(order).map(({ reason, atLeast, atMost }) => `${order}: ${atLeast}..${atMost ?? ''} ${reason}`));
  return { all, order5: of(5), order6: of(6), reasons };
}

const reportedAll = [...head, ...pass([[0x3c0, 6]])];

test('nothing is left to say where every block is reported', () => {
  const { reasons, all } = why(...reportedAll);
  assert.deepEqual(reasons, []);
  assert.match(all.worker, /nothing to do since its last run \(line 15\)/);
  assert.deepEqual(all.missing, []);
});

test('a run has been asked for and has not begun', () => {
  const { order6, reasons, all } = why(...reportedAll, removed(0x3c0, 6), freed(0x3c0, 6), notify());
  assert.deepEqual(reasons, ['6: 1..1 requested']);
  assert.deepEqual(order6[0].pfns, [0x3c0]);
  assert.match(order6[0].text, /^Freed since\. A run has been asked for \(line 18\).*2 s/);
  assert.deepEqual(order6[0].lines.map(({ line }) => line + 1), [18, 18]);
  assert.match(all.worker, /PAGE_REPORTING_DELAY/);
});

test('what a split leaves over asks for no run', () => {
  const { order5, reasons, all } = why(...reportedAll, removed(0x3c0, 5));
  assert.deepEqual(reasons, ['5: 1..1 never-notified']);
  assert.match(order5[0].text, /split.*waits until a free of order 5/);
  assert.deepEqual([order5[0].pfns, order5[0].lines.map(({ line }) => line + 1)], [[0x3e0], [16]]);
  assert.equal(all.block, null, 'an allocation is not free');
});

test('a merge clears the mark', () => {
  const halves = [...reportedAll, removed(0x3c0, 5), ...pass([[0x3e0, 5]])];
  assert.deepEqual(why(...halves).reasons, []);
  const { order6, reasons } = why(...halves, freed(0x3c0, 5), notify(), drained(0x3c0, 5));
  assert.deepEqual(reasons, ['6: 1..1 merged']);
  assert.match(order6[0].text, /does not survive a merge\. A run has been asked for/);
  assert.deepEqual(why(...reportedAll, removed(0x3c0, 5), freed(0x3c0, 5), notify(), drained(0x3c0, 5)).reasons, ['6: 1..1 requested'], 'what a split had left had no mark');
});

test('a block that merges when it is put back is not marked', () => {
  const meanwhile = [freed(0x3c0, 5), notify(), drained(0x3c0, 5)];
  const { order6, reasons } = why(...reportedAll, removed(0x3c0, 5), ...begins(), ...isolate(0x3e0, 5), ...report(1), ...meanwhile, putback(0x3e0, 5), ends());
  assert.deepEqual(reasons, ['6: 1..1 merged']);
  assert.equal(order6[0].pfns[0], 0x3c0);
});

test('the worker is at work', () => {
  const { reasons, all } = why(...reportedAll, removed(0x3c0, 5), ...begins());
  assert.deepEqual(reasons, ['5: 1..1 running']);
  assert.match(all.worker, /^The worker is at work \(line 17\)\.$/);
  assert.match(why(...reportedAll, ...begins(), removed(0x3c0, 6), freed(0x3c0, 6), notify()).all.worker, /Another run has been asked for meanwhile \(line 21\)/);
});

const refusedVisit = (): string[] => [...begins().slice(0, 2), worker('wmark_ok_ret: (page_reporting_process+0x9a/0x570 <- zone_watermark_ok) ret=0'), ends()];

test('the watermark check refuses the zone', () => {
  const { order5, reasons } = why(...reportedAll, removed(0x3c0, 5), ...refusedVisit());
  assert.deepEqual(reasons, ['5: 1..1 watermark']);
  assert.match(order5[0].text, /skipped the zone \(line 19\)/);
  assert.deepEqual(why(...head, ...refusedVisit(), ...isolate(0x0, 6).map(line => line.replace('kworker/1:1-29', 'kcompactd0-31'))).reasons, ['6: 0..14 watermark', '6: 1..1 watermark'].toSorted((a, b) => b.localeCompare(a)));
});

test('the budget of a list is used up', () => {
  const blocks = Array.from({ length: 8 }, (_, i): [number, number] => [i * 64, 6]);
  const { order6, reasons } = why(...head, ...pass(blocks));
  assert.deepEqual(reasons, ['6: 1..1 budget', '6: 0..7 budget']);
  assert.match(order6[0].text, /reported 8 blocks of this order \(line \d+\).*budget.*asks for the next run itself/);
});

test('__isolate_free_page() refuses a block', () => {
  const { order6, reasons } = why(...head, ...begins(), ...isolate(0x0, 6), ...isolate(0x3c0, 6, 0), ...report(1), putback(0x0, 6), ends());
  assert.deepEqual(reasons, ['6: 1..1 refused', '6: 0..14 refused']);
  assert.match(order6[0].text, /minimum watermark/);
});

test('a report fails', () => {
  const { order6, reasons } = why(...head, ...pass([[0x3c0, 6]], 4, -5));
  assert.deepEqual(reasons, ['6: 1..1 report-failed', '6: 0..15 report-failed']);
  assert.match(order6[0].text, /Its report failed \(line \d+\)/);
});

test('no device is registered', () => {
  const { reasons, all } = why(...reportedAll, removed(0x3c0, 5), app('page_reporting_unregister: prdev=0xff00'), app('page_reporting_unregister__return: ret=0'));
  assert.deepEqual(reasons, ['5: 1..1 not-registered']);
  assert.match(all.worker, /No device is registered \(line 18\)/);
});

test('orders below page_reporting_order are never reported', () => {
  const { all } = why(...head.slice(0, -1), '# buddyscope: buddyinfo Node 0, zone Normal 3 0 1 0 0 0 15');
  const below = all.zones[0].orders.filter(({ order }) => order < all.smallestOrder).map(({ order, groups }) => [order, groups[0].reason, groups[0].atLeast, groups[0].atMost]);
  assert.deepEqual(below, [[0, 'order', 3, 3], [2, 'order', 1, 1]]);
});

test('what was free before the trace began may be reported or not', () => {
  const { reasons, all } = why(...head);
  assert.deepEqual(reasons, ['6: 1..1 requested', '6: 0..15 unknown']);
  assert.deepEqual(all.missing.map(({ text }) => /probes on __isolate_free_page/.test(text)), [true]);
});

test('where nothing can be said, the answer says what the trace lacks, and which line would give it', () => {
  const lacks = (...lines: string[]): string => why(...lines).all.missing.map(({ text, lines: own }) => [text, ...own].join('\n')).join('\n');
  assert.match(lacks('# buddyscope: interface=mainline', ...pass([[0x3c0, 6]])), /bounds of the zones[^]*# buddyscope: zone=Normal/);
  assert.match(lacks(settings[0].replace(/ vmemmap=\w+/, ''), settings[1], removed(0x3c0, 6), ...pass([[0x3c0, 6]])), /# buddyscope: vmemmap=/);
  assert.match(lacks(...settings, ...pass([[0x3c0, 6]])), /mm_page_alloc_zone_locked[^]*__page_reporting_notify[^]*# buddyscope: buddyinfo/);
});

test('the page of the line: reported, out, in a per-CPU list, too small, or why not', () => {
  const block = (...lines: string[]): string => {
    const found = why(...lines).all.block;
    return found === null ? 'none' : `${found.reason ?? 'fine'} 0x${found.pfn.toString(16)} ${found.order ?? '?'}: ${found.text}`;
  };
  const out = [...reportedAll, ...begins(), ...isolate(0x40, 6)];
  assert.match(block(...out, ...isolate(0x80, 6).slice(0, 1)), /^none$/, 'not taken yet');
  assert.match(block(...out, ...report(1), putback(0x40, 6)), /^fine 0x40 6: Reported \(line \d+\)\.$/);
  assert.match(block(...reportedAll, removed(0x3c0, 0), freed(0x3c0, 0)), /^per-cpu 0x3c0 0: .*list of its CPU/);
  assert.match(block(...reportedAll, removed(0x3c0, 0), freed(0x3c0, 0), drained(0x3c0, 0)), /^order 0x3c0 0: Blocks below order 5.*did not end in such a block/);
  assert.match(block(...reportedAll, removed(0x3c0, 5), freed(0x3c0, 5), notify(), drained(0x3c0, 5)), /^requested 0x3c0 6: .*A run has been asked for/);
});

const posted = (...lines: string[]): Answer => why(
  '# buddyscope: interface=reporting-v5 max_order=7 pageblock_order=5 hwm=4', '# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x400 free=none', ...lines);
const list = (count: number, type = 1): string => `# buddyscope: free zone=Normal order=6 migratetype=${type} pfn=${Array.from({ length: count }, (_, i) => `0x${((type * 8 + i) * 64).toString(16)}`).join(',')}`;
const bit = (name: string, set: boolean): string => app(`${set ? '__set_bit' : '__clear_bit'}: bit=ZONE_PAGE_REPORTING_${name} zone=Normal`);

test('v5: below the high water mark, requested, active, of a type that is left out, never asked for', () => {
  assert.deepEqual(posted(list(3)).reasons, ['6: 3..3 high-water']);
  assert.match(posted(list(3)).order6[0].text, /at least 4 blocks.*here it is 3/);
  assert.deepEqual(posted(list(5)).reasons, ['6: 5..5 unknown'], 'whether the zone is requested is not known');
  const { reasons, order6 } = posted(list(5), bit('REQUESTED', true));
  assert.deepEqual([reasons, order6[0].lines.map(({ line }) => line)], [['6: 5..5 requested'], [3]]);
  assert.deepEqual(posted(list(5), bit('REQUESTED', true), bit('ACTIVE', true)).reasons, ['6: 5..5 running']);
  assert.deepEqual(posted(list(5), bit('REQUESTED', true), bit('REQUESTED', false)).reasons, ['6: 5..5 never-notified']);
  assert.deepEqual(posted(list(2, 4), list(1)).reasons, ['6: 2..2 type', '6: 1..1 high-water']);
  assert.deepEqual(posted(list(5), app('page_reporting_shutdown:'), app('page_reporting_shutdown__return:')).reasons, ['6: 5..5 not-registered']);
});

test('v5: what the answer counts is what the kernel of the oracle has', () => {
  const { trace, rows } = readOracle('v5-clean-1');
  const document = openDocument(Buffer.from(trace).toString('utf8'));
  let checked = 0;
  for (const { line, zone, nr_free: free, flagged } of rows.filter((_, i) => i % 9 === 0)) {
    const orders = document.stateAt(line - 1).notReported?.zones.find(known => known.zone === zone)?.orders ?? [];
    for (const order of [9, 10]) {
      const groups = orders.find(known => known.order === order)?.groups ?? [];
      assert.equal(groups.reduce((sum, { atLeast }) => sum + atLeast, 0), free[order] - flagged[order - 9], `line ${line}, ${zone}, order ${order}: ${JSON.stringify(groups)}`);
    }
    checked++;
  }
  assert.ok(checked > 20);
});

test('the command line has it as JSON and as text, lines counted from 1', () => {
  const document = openDocument([...reportedAll, removed(0x3c0, 5)].join('\n'));
  const state = document.stateAt(document.lineCount - 1);
  assert.match(stateJson(state).replace(/\s+/g, ' '), /"notReported": \{ "smallestOrder": 5, .*"reason": "never-notified", "atLeast": 1, "atMost": 1, .*"line": 16, .*"pfns": \[ "0x3e0" \]/);
  assert.match([...stateText('a.trace', state)].join(''), /not reported \(orders below 5 never are\): .*\n {2}Normal order 5: 1, never-notified: Left over from a larger block/);
});

test('a trace of another interface has no such answer', () => {
  assert.equal(openDocument('# buddyscope: interface=walk-v29').stateAt(0).notReported, undefined);
});

test('hovers name the reason', () => {
  const document = openDocument([...reportedAll, removed(0x3c0, 0), freed(0x3c0, 0)].join('\n'));
  assert.match(document.hover(document.lineCount - 1, 60)?.markdown ?? '', /\*\*Not reported\.\*\* Block `0x3c0` of order 0: A page of this order goes to the list of its CPU first/);
});
