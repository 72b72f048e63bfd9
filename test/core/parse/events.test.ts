import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Slot } from '../../../server/src/core/trace/columns.js';
import { parseLine, parseText, type ParsedLine } from './support/parse.js';

const body = (text: string): Partial<ParsedLine> => {
  const { kind: _kind, task: _task, cpu: _cpu, time: _time, ...rest } = parseLine(`  bash-1 [000] 3.5: ${text}`);
  return rest;
};

const bodies: readonly (readonly [string, Partial<ParsedLine>])[] = [
  ['spin_lock: lock=zone node=1 zone=Normal', { event: 'spin_lock', s: 'zone->lock', zone: '1/Normal' }],
  ['spin_lock: zone=Normal lock=zone->lock node=1', { event: 'spin_lock', s: 'zone->lock', zone: '1/Normal' }],
  ['spin_lock: lock=0xff16ad80ffb5ead0', { event: 'spin_lock', s: '0xff16ad80ffb5ead0' }],
  ['get_unreported_page: zone="Normal" order=9 migratetype=MOVABLE pfn=0x14a00 from=tail', { event: 'get_unreported_page', zone: '0/Normal', order: 9, migratetype: 1, pfn: 0x14a00, s: 'tail' }],
  ['get_unhinted_page: zone=1/Normal order=9 migratetype=5(ISOLATE) pfn=none', { event: 'get_unreported_page', hinting: true, zone: '1/Normal', order: 9, migratetype: 5, pfn: -1 }],
  ['get_unhinted_page: node=0 zone=DMA32 order=10 migratetype="Unmovable" pfn=32768', { event: 'get_unreported_page', hinting: true, zone: '0/DMA32', order: 10, migratetype: 0, pfn: 32768 }],
  ['page_reporting_notify_free: zone=Normal order=10 nr_free=96 nr_reported=60 requested=0', { event: 'page_reporting_notify_free', zone: '0/Normal', order: 10, a: 96, b: 60, c: 0 }],
  ['page_hinting_notify_free: zone=Normal order=10 nr_free=96 nr_hinted=60', { event: 'page_reporting_notify_free', hinting: true, zone: '0/Normal', order: 10, a: 96, b: 60 }],
  ['zone_free: zone=Normal order=10 nr_free=4 hinted=2', { event: 'zone_free', zone: '0/Normal', order: 10, a: 4, b: 2 }],
  ['free_area: node=0 zone=Normal order=9 nr_free=40 reported=8', { event: 'zone_free', zone: '0/Normal', order: 9, a: 40, b: 8 }],
  ['__free_one_page: zone=Normal pfn=1 order=0 migratetype=0 hinted=1', { event: '__free_one_page', zone: '0/Normal', pfn: 1, order: 0, migratetype: 0, a: 1 }],
  ['zone_flags: node=0 zone=Normal op=__set_bit bit=ACTIVE old=0x2 new=0x6', { event: '__set_bit', zone: '0/Normal', a: 2, b: 2, c: 6 }],
  ['set_bit: bit=ZONE_PAGE_HINTING_REQUESTED zone=Normal', { event: 'set_bit', a: 1, zone: '0/Normal' }],
  ['add_to_free_list_tail: zone=Normal pfn=1 order=9 migratetype=1 before=head', { event: 'add_to_free_list_tail', zone: '0/Normal', pfn: 1, order: 9, migratetype: 1, b: -2 }],
  ['report_done: nents=32 ret=0', { event: 'report', return: true, a: 32, d: 0 }],
  ['react: nents=32', { event: 'report', hinting: true, a: 32 }],
  ['page_reporting_startup__return: ret=-16', { event: 'page_reporting_startup', return: true, d: -16 }],
  ['page_reporting_startup__return: ret=0xfffffffffffffff0', { event: 'page_reporting_startup', return: true, d: -16 }],
  ['page_reporting_fill: get_unreported_page: zone=Normal order=9 migratetype=1 pfn=1', { event: 'get_unreported_page', zone: '0/Normal', order: 9, migratetype: 1, pfn: 1 }],
  ['page_reporting_fill+0x12/0x40: zone=Normal nents=3', { event: 'page_reporting_fill', zone: '0/Normal', a: 3 }],
  ['free_page_hint: index=0 addr=0x10000000', { event: 'free_page_hint', a: 0, b: 0x10000000 }],
  ['free_page_hint: index=0 addr=0xf0452301000000', { event: 'free_page_hint', a: 0, b: 0xf0452301000000, c: 0xf04523, d: 0x01000000 }],
  ['free_page_hint: index=0 addr=67630011053506560', { event: 'free_page_hint', a: 0, b: 67630011053506560, c: 0xf04523, d: 0x01000000 }],
  ['free_page_hint: index=0 addr=18446744073709551615', { event: 'free_page_hint', a: 0, b: 2 ** 64, c: 0xffffffff, d: 0xffffffff }],
  ['free_page_hint: index=0 addr=18446744073709551616', { event: 'free_page_hint', a: 0, bad: Slot.B }],
  ['free_page_hint: index=0 addr=0x10000000000000000', { event: 'free_page_hint', a: 0, bad: Slot.B }],
  ['some_function: report: nents=3', { event: 'report', a: 3 }],
  ['tracing_mark_write: report: nents=3', { event: 'report', a: 3 }],
  ['tracing_mark_write: just words', { event: '?tracing_mark_write' }],
  ['sys:my_probe: a=1', { event: '?my_probe' }],
  ['isolate: (__isolate_free_page+0x0/0x2b0) page=0xffb7c16bc05c0000 order=10', { event: '__isolate_free_page', origin: 'probe', order: 10, a: 0xffb7c16b, b: 0xc05c0000 }],
  ['isolate_ret: (page_reporting_process+0x2a1/0x570 <- __isolate_free_page) ret=1024', { event: '__isolate_free_page', origin: 'probe', return: true, d: 1024 }],
  ['x: (zone_watermark_ok <- page_reporting_process+0x9a) ret=0', { event: 'zone_watermark_ok', origin: 'probe', return: true, d: 0 }],
  ['x: (zone_watermark_ok <- __alloc_pages) ret=0', { event: 'zone_watermark_ok', origin: 'probe', return: true, d: 0 }],
  ['vb: (virtballoon_free_page_report+0x4/0x120 [virtio_balloon]) nents=32', { event: 'report', origin: 'probe', a: 32 }],
  ['vb: (virtballoon_probe+0x352/0x460 [virtio_balloon] <- page_reporting_register) ret=0', { event: 'page_reporting_register', origin: 'probe', return: true, d: 0 }],
  ['pr: (page_reporting_drain.constprop.0+0x0/0xd0) a1=0xc', { event: 'page_reporting_drain', origin: 'probe' }],
  ['putback: (__putback_isolated_page+0x4/0x50) page=0xff order=10 mt=1', { event: '__putback_isolated_page', origin: 'probe', order: 10, migratetype: 1, a: 0, b: 255 }],
  ['mid: (page_reporting_process+0x40/0x570)', { event: '?mid', origin: 'probe' }],
  ['p_report_0: (ffffffff9eaf6860) nents=3', { event: 'report', origin: 'probe', a: 3 }],
  ['isolate: (ffffffff9eaf6860 <- ffffffff9eb61331) ret=512', { event: '?isolate', origin: 'probe', return: true }],
  ['lock_acquire: 00000000e2b48782 try read &zone->lock', { event: 'lock_acquire', a: 0, b: 0xe2b48782, c: 3, s: '&zone->lock' }],
  ['lock_release: 0xff16ad80ffb5ead0 rcu_read_lock', { event: 'lock_release', a: 0xff16ad80, b: 0xffb5ead0, c: 0, s: 'rcu_read_lock' }],
  ['contention_begin: 0000000007315c9d (flags=SPIN|READ)', { event: 'contention_begin', a: 0, b: 0x07315c9d, s: 'SPIN|READ' }],
  ['contention_end: 0000000007315c9d (ret=0)', { event: 'contention_end', a: 0, b: 0x07315c9d, d: 0 }],
  ['workqueue_execute_start: work struct 0xff00: function page_reporting_process', { event: 'workqueue_execute_start', s: 'page_reporting_process' }],
  ['workqueue_queue_work: work struct=0xff00 function=page_reporting_process.isra.0 workqueue=events req_cpu=8 cpu=0', { event: 'workqueue_queue_work', s: 'page_reporting_process' }],
  ['sched_switch: prev_comm=a next_pid=9 prev_pid=12 prev_prio=120 prev_state=R+ ==> next_comm=x prev_pid=1 next_pid=13 next_prio=120', { event: 'sched_switch', a: 12, b: 13, c: 0 }],
  ['sched_switch: bash:12 [120] R ==> dd:13 [120]', { event: 'sched_switch', a: 12, b: 13, c: 0 }],
  ['sched_switch: bash:12 [120] D ==> dd:13 [120]', { event: 'sched_switch', a: 12, b: 13, c: 1 }],
  ['mm_page_alloc: page=0000000000000000 pfn=0x0 order=4 migratetype=0 gfp_flags=', { event: 'mm_page_alloc', pfn: -1, order: 4, migratetype: 0 }],
  ['mm_page_alloc: page=(null) pfn=0 order=4', { event: 'mm_page_alloc', pfn: -1, order: 4 }],
  ['mm_page_alloc: page=(____ptrval____) pfn=0x0 order=4', { event: 'mm_page_alloc', pfn: -1, order: 4 }],
  ['mm_page_alloc: page=00000000e2b48782 pfn=0x0 order=4', { event: 'mm_page_alloc', pfn: 0, order: 4 }],
  ['mm_page_alloc: page=0xffff pfn=0xffffffffffffffff (18446744073709551615) order=0x4 (4)', { event: 'mm_page_alloc', pfn: -1, order: 4 }],
  ['page_reporting_state: old=IDLE new=2 by=request', { event: 'page_reporting_state', a: 0, b: 2, s: 'request' }],
  ['__page_reporting_request: zone=Normal phdev=0xffff88813fff9e00 refcnt=1', { event: '__page_reporting_request', zone: '0/Normal', a: 1, b: 1 }],
  ['__page_reporting_request: zone=Normal phdev=0000000000000000', { event: '__page_reporting_request', zone: '0/Normal', a: 0 }],
  ['mm_page_free: pfn=0x20000000000000 order=99999999999', { event: 'mm_page_free', bad: Slot.Pfn | Slot.Order }],
  ['mm_page_free: pfn=zzz order=-1', { event: 'mm_page_free', bad: Slot.Pfn | Slot.Order }],
  ['spin_lock: lock=', { event: 'spin_lock', bad: Slot.S }],
  ['clear_bit: bit=NONSENSE', { event: 'clear_bit', bad: Slot.A }],
  ['expand: zone=Normal migratetype=9x pfn=1 low=0 high=1', { event: 'expand', zone: '0/Normal', pfn: 1, a: 0, b: 1, bad: Slot.Migratetype }],
];

for (const [text, wanted] of bodies) test(text, () => assert.deepEqual(body(text), wanted));

test('a private event becomes the known one, with its keys', () => {
  const lines = parseText([
    '# buddyscope: event my_probe as get_unreported_page pfn=p order=o zone=z migratetype=mt',
    '  bash-1 [000] 3.5: my_probe: z=Normal o=9 mt=1 p=0x400',
    '  bash-1 [000] 3.5: my_probe: (something+0x0/0x10) z=Normal o=9 mt=1 p=0x400',
  ].join('\n'));
  const wanted = { kind: 'Event', task: 'bash-1', cpu: 0, time: '3.500000000', event: 'get_unreported_page', zone: '0/Normal', order: 9, migratetype: 1, pfn: 0x400 };
  assert.deepEqual(lines.slice(1), [wanted, { ...wanted, origin: 'probe' }]);
});

test('migrate_types= changes what names mean', () => {
  const lines = parseText('# buddyscope: migrate_types=Unmovable,Reclaimable,Movable\n  bash-1 [000] 3.5: mm_page_pcpu_drain: pfn=1 order=0 migratetype=Movable\n');
  assert.equal(lines[1].migratetype, 2);
});
