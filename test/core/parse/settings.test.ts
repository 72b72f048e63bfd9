import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LineParser } from '../../../server/src/core/parse/parseLines.js';
import { initialState } from '../../../server/src/core/parse/parseState.js';
import { Columns } from '../../../server/src/core/trace/columns.js';
import { ev } from '../../../server/src/core/trace/events.js';
import { Names } from '../../../server/src/core/trace/names.js';
import type { Setting } from '../../../server/src/core/trace/settings.js';
import { encode, parseLine } from './support/parse.js';

function settingOf(text: string): { setting: Setting; names: Names } {
  const names = new Names();
  const columns = new Columns(1);
  new LineParser(names).parse(encode(text), 0, encode(text).length, columns);
  const setting = columns.settings.get(0);
  assert.ok(setting, text);
  return { setting, names };
}

const settings: readonly (readonly [string, Setting])[] = [
  ['interface=reporting-v5 page_shift=12 max_order=11 pageblock_order=9 capacity=16 hwm=0x20 hz=1000 kernel=5.3 preempt_rt=1', {
    type: 'options', options: { interface: 'reporting-v5', pageShift: 12, maxOrder: 11, pageblockOrder: 9, capacity: 16, hwm: 32, hz: 1000, kernel: '5.3', preemptRt: true },
  }],
  ['migrate_types=Unmovable,Movable vmemmap=0xffffea0000000000 page_struct=64 page_reporting_order=9', {
    type: 'options', options: { migrateTypes: ['Unmovable', 'Movable'], vmemmap: '0xffffea0000000000', pageStruct: 64, pageReportingOrder: 9 },
  }],
  ['section_limit=5 lock_limit_us=500 batch_lock_limit_us=100', { type: 'options', options: { sectionLimit: 5, lockLimit: 500, batchLockLimit: 100 } }],
  ['zone=Normal node=0 start_pfn=0x10000 end_pfn=0x40000 free=none', { type: 'zone', zone: { zone: 0, startPfn: 0x10000, endPfn: 0x40000, freeNone: true } }],
  ['zone=Normal lock=0xff16ad80ffb5ead0 addr=0xff16ad80ffb5e000 present=1 managed=2 min=3 low=4 high=5', {
    type: 'zone', zone: { zone: 0, freeNone: false, lock: 0, addr: 1, present: 1, managed: 2, min: 3, low: 4, high: 5 },
  }],
  ['free zone=Normal order=10 migratetype=1 pfn=0x400,0x800*', { type: 'free', zone: 0, order: 10, migratetype: 1, pfns: [0x400, 0x800], reported: [false, true] }],
  ['free zone=Normal order=10 migratetype=Movable pfn=none', { type: 'free', zone: 0, order: 10, migratetype: 1, pfns: [], reported: [] }],
  ['buddyinfo Node 0, zone   Normal   1 2 0 0 1', { type: 'buddyinfo', zone: 0, counts: [1, 2, 0, 0, 1] }],
  ['pagetypeinfo Node    0, zone   Normal, type      Movable  1 >100000 3', { type: 'pagetypeinfo', zone: 0, migratetype: 1, counts: [1, 100000, 3], atLeast: [false, true, false] }],
  ['zoneinfo   pages free     3971', { type: 'zoneinfo', zone: -1, freePages: 3971 }],
  ['zoneinfo Node 0, zone   Normal', { type: 'zoneinfo', zone: 0 }],
  ['disable-next-line zone-lock-irqs-on, other', { type: 'disable-next-line', rules: ['zone-lock-irqs-on', 'other'] }],
  ['event my_probe as get_unreported_page pfn=p order=o zone=z', { type: 'event-alias', name: 'my_probe', as: 'get_unreported_page', keys: new Map([['pfn', 'p'], ['order', 'o'], ['zone', 'z']]) }],
];

for (const [text, wanted] of settings) {
  test(`comment: ${text}`, () => {
    assert.deepEqual(settingOf(`# buddyscope: ${text}`).setting, wanted);
    assert.equal(parseLine(`# buddyscope: ${text}`).kind, 'Setting');
  });
  test(`marker: ${text}`, () => assert.deepEqual(settingOf(`  bash-1 [000] 3.5: tracing_mark_write: buddyscope: ${text}`).setting, wanted));
}

const others: readonly (readonly [string, Setting])[] = [
  ['# tracer: nop', { type: 'tracer', name: 'nop' }],
  ['# irqsoff latency trace v1.1.5 on 6.1.0', { type: 'tracer', name: 'irqsoff', kernel: '6.1.0' }],
  ['# entries-in-buffer/entries-written: 30/50   #P:4', { type: 'buffer', entries: 30, written: 50, cpus: 4 }],
  ['# entries-in-buffer/entries-written: 30/50', { type: 'buffer', entries: 30, written: 50, cpus: 0 }],
  ['# latency: 0 us, #2145/2145, CPU#0 | (M:preempt_rt VP:0, KP:0, SP:0 HP:0 #P:2)', { type: 'options', options: { preemptRt: true } }],
  ['#                                || / _---=> need-resched-lazy', { type: 'flags-legend', first: false, preemptRt: true }],
  ['#                                _-----=> irqs-off/BH-disabled', { type: 'flags-legend', first: true, preemptRt: false }],
  ['#                  |||| / _-=> migrate-disable ', { type: 'flags-legend', first: false, preemptRt: false }],
  ['#           TASK-PID       TGID    CPU#  |||||  TIMESTAMP  FUNCTION', { type: 'flags-ruler', columns: 5 }],
  ['#  cmd     pid     |||||| time  |   caller     ', { type: 'flags-ruler', columns: 5 }],
  ['  bash-1 [000] 3.5: pagetrace_meta: protocol=reporting-v5 max_order=10 max_order_inclusive=1 rt=0 other=1', { type: 'options', options: { interface: 'reporting-v5', maxOrder: 11, preemptRt: false } }],
  ['  bash-1 [000] 3.5: zone: node=0 zone=Normal start_pfn=0x100 spanned=0x80 free=5', { type: 'zone', zone: { zone: 0, startPfn: 0x100, endPfn: 0x180, freeNone: false } }],
  ['  bash-1 [000] 3.5: free_list: node=0 zone=Normal order=9 migratetype=1 pfns={0x14a00,0x15200*}', { type: 'free', zone: 0, order: 9, migratetype: 1, pfns: [0x14a00, 0x15200], reported: [false, true] }],
  ['  bash-1 [000] 3.5: tracing_mark_write: buddyinfo: Node 1, zone      DMA      0      3', { type: 'buddyinfo', zone: 0, counts: [0, 3] }],
  ['  bash-1 [000] 3.5: tracing_mark_write: Node 1, zone      DMA      0      3 0 0 0 0 0 1', { type: 'buddyinfo', zone: 0, counts: [0, 3, 0, 0, 0, 0, 0, 1] }],
  ['Node 0, zone   Normal   1 2 3 4 5 6 7 8', { type: 'buddyinfo', zone: 0, counts: [1, 2, 3, 4, 5, 6, 7, 8] }],
];
for (const [text, wanted] of others) test(text, () => assert.deepEqual(settingOf(text).setting, wanted));

test('a head of /proc/zoneinfo and the pageblocks of /proc/pagetypeinfo say nothing of free blocks', () => {
  for (const text of ['Node 0, zone      DMA', 'Node 0, zone      DMA            1            7            0            0            0', '  bash-1 [000] 3.5: tracing_mark_write: Node 0, zone    DMA32 20 478 6 0 0 0']) {
    assert.equal('setting' in parseLine(text), false, text);
  }
});

/** The faulty part stands between « and »; the marks are taken out before parsing. */
const faults: readonly (readonly [string, string])[] = [
  ['# buddyscope: interface=«reporting-v9» hwm=32', 'Unknown interface'],
  ['# buddyscope: «colour»=blue hwm=32', 'Unknown key colour'],
  ['# buddyscope: hwm=32 page_shift=«many»', 'page_shift must be a number'],
  ['# buddyscope: hwm=32 «word»', 'Expected key=value'],
  ['# buddyscope: zone=Normal start_pfn=«0xzz»', 'start_pfn must be a number'],
  ['# buddyscope: zone=Normal start_pfn=0x100 end_pfn=«0x10»', 'end_pfn lies before start_pfn'],
  ['# buddyscope: free zone=Normal order=10 migratetype=1 pfn=0x400,«0x8g0»,0x900', 'pfn must be page frame numbers'],
  ['# buddyscope: free zone=Normal order=10 migratetype=«Never» pfn=0x400', 'migratetype must be'],
  ['# buddyscope: event my_probe as «no_such_event» pfn=p', 'Unknown event no_such_event'],
  ['# buddyscope: event my_probe as report «colour»=c', 'Unknown key colour'],
  ['# buddyscope: event my_probe as «get_unreported_page» order=o zone=z', 'get_unreported_page needs pfn=: write pfn=KEY'],
  ['# buddyscope: event my_probe as «page_reporting_fill»', 'page_reporting_fill needs zone=, nents=: write zone=KEY'],
  ['# buddyscope: event my_probe as report nents=n «nents=m»', 'nents= is there already'],
  ['# buddyscope: event my_probe as mm_page_free pfn=p order=«p»', 'p stands for pfn already'],
  ['# buddyscope: event my_probe as report nents=«n-1»', 'Expected the name of a key'],
  ['# buddyscope: event «print» as report nents=n', 'print is a part of the trace\'s format'],
  ['# buddyscope: buddyinfo Node 0, zone Normal 1 2 «x»', 'Expected the number'],
  ['  Bäsh-1 [000] 3.5: tracing_mark_write: buddyscope: hwm=«x»', 'hwm must be a number'],
];
for (const [marked, message] of faults) {
  test(`fault: ${marked}`, () => {
    const start = marked.indexOf('«');
    const end = marked.indexOf('»') - 1;
    const problem = settingOf(marked.replace(/[«»]/g, '')).setting.problems?.[0];
    assert.equal(problem?.message.startsWith(message), true, problem?.message);
    assert.deepEqual([problem?.start, problem?.end], [start, end]);
  });
}

test('settings apply from their line on, and a parser can go on behind other lines', () => {
  const parser = new LineParser(new Names());
  const columns = new Columns(4);
  const read = (text: string): void => { parser.parse(encode(text), 0, encode(text).length, columns); };
  const line = '  bash-1 [000] 3.5: a: n=3\n';
  read('# buddyscope: event a as report nents=n\n# buddyscope: event a as report nents=n\n');
  const behind = parser.state;
  read(line);
  assert.deepEqual([columns.event[0] > 0, columns.a[0]], [true, 3]);
  assert.equal(parser.state, behind);
  parser.resume(initialState());
  read(line);
  assert.equal(columns.event[0], 0);
  parser.resume(behind);
  read(line);
  assert.equal(columns.a[0], 3);
  parser.resume(initialState([{ name: 'a', as: 'page_reporting_fill', keys: new Map([['nents', 'm']]) }]));
  read('  bash-1 [000] 3.5: a: m=4\n');
  assert.deepEqual([columns.event[0], columns.a[0]], [ev('page_reporting_fill'), 4]);
});

test('types of old kernels', () => {
  const parser = new LineParser(new Names());
  const columns = new Columns(4);
  const typesAfter = (text: string): number => {
    const bytes = encode(`${text}\n  bash-1 [000] 3.5: __free_one_page: zone=Normal pfn=1 order=0 migratetype=MOVABLE\n`);
    parser.resume(initialState());
    parser.parse(bytes, 0, bytes.length, columns);
    return columns.migratetype[1];
  };
  assert.equal(typesAfter('# tracer: nop'), 1);
  assert.equal(typesAfter('# buddyscope: kernel=3.10.0-1160.el7'), 2);
  assert.equal(typesAfter('# buddyscope: kernel=4.3'), 2);
  assert.equal(typesAfter('# buddyscope: kernel=4.4.302'), 1);
  assert.equal(typesAfter('# irqsoff latency trace v1.1.5 on 3.16.0-4-amd64'), 2);
  assert.equal(typesAfter('# buddyscope: kernel=3.10 migrate_types=Movable,Unmovable'), 0);
});
