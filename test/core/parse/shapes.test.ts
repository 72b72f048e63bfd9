import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLine, parseText, type ParsedLine } from './support/parse.js';

const alloc = 'mm_page_alloc: page=00000000e2b48782 pfn=0x1b1a order=1 migratetype=0 gfp_flags=GFP_KERNEL';
const allocated = { kind: 'Event', event: 'mm_page_alloc', pfn: 0x1b1a, order: 1, migratetype: 0, s: 'GFP_KERNEL' };
const free = 'mm_page_free: page=00000000e2b48782 pfn=7 order=0';
const freed = { kind: 'Event', event: 'mm_page_free', pfn: 7, order: 0 };

const shapes: readonly (readonly [string, string, ParsedLine])[] = [
  ['five flags', `            bash-111     [001] d..1.    14.422546: ${alloc}`, { ...allocated, task: 'bash-111', cpu: 1, time: '14.422546000', flags: [2, false, 1, 1, 0] }],
  ['four flags', `            bash-111   [001] d.h2    14.422546: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546000', flags: [2, false, 3, 2, -1] }],
  ['seven flags of RT', `            bash-111   [001] d.Lh2.3    14.422546: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546000', flags: [2, false, 3, 2, 3] }],
  ['BH off', `            bash-111   [001] b.s.. 14.4: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.400000000', flags: [1, true, 2, 0, 0] }],
  ['NMI, unknown irqs', `            bash-111   [001] X.Z.. 14.4: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.400000000', flags: [0, false, 4, 0, 0] }],
  ['no flags', `            bash-111     [001]    14.422546: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546000' }],
  ['TGID in front of the CPU', `            bash-111     (    110) [001] ..... 14.422546: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546000', flags: [1, false, 1, 0, 0] }],
  ['unknown TGID', `            bash-111     (-------) [001] ..... 14.422546: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546000', flags: [1, false, 1, 0, 0] }],
  ['TGID behind the CPU', `            bash-111   [001] (  110) ....  14.422546: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546000', flags: [1, false, 1, 0, -1] }],
  ['nanoseconds', `            bash-111     [001] 14.422546789: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546789' }],
  ['a clock that counts', `            bash-111     [000] .....  73295630369: ${free}`, { ...freed, task: 'bash-111', cpu: 0, time: '73295630369', flags: [1, false, 1, 0, 0] }],
  ['a name like a context', `   a-b-12 [003] -327     [001] .....    30.988924: ${free}`, { ...freed, task: 'a-b-12 [003] -327', cpu: 1, time: '30.988924000', flags: [1, false, 1, 0, 0] }],
  ['a name with blanks, unaligned', `Web Content 1-2-7 [001] 3.000001: ${free}`, { ...freed, task: 'Web Content 1-2-7', cpu: 1, time: '3.000001000' }],
  ['an idle task', `          <idle>-0     [003] d.s2.    77.500001: ${free}`, { ...freed, task: '<idle>-0', cpu: 3, time: '77.500001000', flags: [2, false, 2, 2, 0] }],
  ['perf', `       perf-exec   169 [000]    47.354214:             kmem:mm_page_free: page=0x7 pfn=0x7 order=0`, { ...freed, task: 'perf-exec-169', cpu: 0, time: '47.354214000' }],
  ['perf with pid/tid and --ns', `  Web Content   168/169   [001]    47.349463122: kmem:mm_page_free: page=0x7 pfn=0x7 order=0`, { ...freed, task: 'Web Content-169', cpu: 1, time: '47.349463122' }],
  ['perf lost', `       perf-exec   179 [000]    58.364214: PERF_RECORD_LOST lost 55`, { kind: 'Lost', task: 'perf-exec-179', cpu: 0, time: '58.364214000', a: 55 }],
  ['perf callchain', '\tffffffff9eaf9486 __alloc_pages+0x256 ([kernel.kallsyms])', { kind: 'Stack' }],
  ['trace-cmd', `           sleep-154   [001]    25.682966: mm_page_free:         page=0xffffffff9fc18f0c pfn=0x7 order=0`, { ...freed, task: 'sleep-154', cpu: 1, time: '25.682966000' }],
  ['trace-cmd --ts-diff', `           sleep-154   [001]    25.682966: (+12) mm_page_free:   page=0x1 pfn=0x7 order=0`, { ...freed, task: 'sleep-154', cpu: 1, time: '25.682966000' }],
  ['trace-cmd function', '  rm-1 [000] 1.000000: function:             free_pcppages_bulk <-- free_unref_page_list', { kind: 'Event', event: '?free_pcppages_bulk', origin: 'function', task: 'rm-1', cpu: 0, time: '1.000000000' }],
  ['trace-cmd marker', '  rm-1 [000] 1.000000: print: tracing_mark_write: qtrace: phase forks', { kind: 'Event', event: '?qtrace', task: 'rm-1', cpu: 0, time: '1.000000000' }],
  ['trace-cmd bprint', '  rm-1 [000] 1.000000: bprint: free_one: mm_page_free: pfn=7 order=0', { ...freed, task: 'rm-1', cpu: 0, time: '1.000000000' }],
  ['trace-cmd graph', '     kworker/0:1-17    [000]    28.462163: funcgraph_entry:                   |  page_reporting_process() {',
    { kind: 'Event', event: 'page_reporting_process', origin: 'function', task: 'kworker/0:1-17', cpu: 0, time: '28.462163000' }],
  ['trace-cmd graph exit', '     kworker/0:1-17    [000]    28.462522: funcgraph_exit:       ! 219.511 us |      }', { kind: 'GraphArt', task: 'kworker/0:1-17', cpu: 0, time: '28.462522000' }],
  ['trace-cmd could not format', '  rm-1 [000] 1.000000: mm_page_free: [FAILED TO PARSE] pfn=0x7 order=0', { ...freed, task: 'rm-1', cpu: 0, time: '1.000000000' }],
  ['latency', `    bash-111       1d..3. 18431us!: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '0.018431000', flags: [2, false, 1, 3, 0] }],
  ['verbose latency', `            bash     111   1 1 00000003 00000316 [00dc1212] 18.431ms (+0.180ms): ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546000', flags: [2, false, 1, 3, -1] }],
  ['kernel log', `[   12.345678] bash-111       1d..3. 18431us+: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '0.018431000', flags: [2, false, 1, 3, 0] }],
  ['kernel log with caller', `[   12.345678][    T1]             bash-111     [001]    14.422546: ${free}`, { ...freed, task: 'bash-111', cpu: 1, time: '14.422546000' }],
  ['no context', free, freed],
  ['no context, own event', 'my_event: a=1', { kind: 'Event', event: '?my_event' }],
  ['no context, a function', 'free_pcppages_bulk <-free_unref_page_list', { kind: 'Event', event: '?free_pcppages_bulk', origin: 'function' }],
  ['prose', 'Error: something went wrong', { kind: 'Unrecognised' }],
  ['fields option', '  bash-1 [000] 3.7: mm_page_free: pfn=0x7 (7) order=0x0 (0)', { ...freed, task: 'bash-1', cpu: 0, time: '3.700000000' }],
  ['CRLF', `  bash-1 [000] 3.7: ${free}\r\n`, { ...freed, task: 'bash-1', cpu: 0, time: '3.700000000' }],
  ['stack mark', '  bash-1 [000] 3.7: <stack trace>', { kind: 'Stack', task: 'bash-1', cpu: 0, time: '3.700000000' }],
  ['user stack mark', '  bash-1 [000] 3.7: <user stack trace>', { kind: 'Stack', task: 'bash-1', cpu: 0, time: '3.700000000' }],
  ['stack frame', ' => do_syscall_64', { kind: 'Stack' }],
  ['lost', 'CPU:1 [LOST 184 EVENTS]', { kind: 'Lost', cpu: 1, a: 184 }],
  ['lost, unknown count', 'CPU:1 [LOST EVENTS]', { kind: 'Lost', cpu: 1, a: -1 }],
  ['dropped', 'CPU:0 [104 EVENTS DROPPED]', { kind: 'Lost', cpu: 0, a: 104 }],
  ['dropped, unknown count', 'CPU:0 [EVENTS DROPPED]', { kind: 'Lost', cpu: 0, a: -1 }],
  ['subbuffer', 'CPU:0 [SUBBUFFER START]', { kind: 'Header', cpu: 0 }],
  ['buffer started', '##### CPU 1 buffer started ####', { kind: 'Header' }],
  ['cpus', 'cpus=2', { kind: 'Header' }],
  ['version', 'version = 6', { kind: 'Header' }],
  ['raw', '111 1 14422546374 type: 547', { kind: 'Raw' }],
  ['raw marker', '111 1 14573054532 # ffffffffa95c36bd qtrace: begin', { kind: 'Raw' }],
  ['hex', '0000006f 00000001 000000035ba697c6 type: 547', { kind: 'Raw' }],
  ['blank', '   ', { kind: 'Blank' }],
  ['comment', '# a note', { kind: 'Comment' }],
  ['ruler', ' ------------------------------------------', { kind: 'GraphArt' }],
  ['function', '  rm-1 [000] d..1. 1.5: _raw_spin_unlock_irq+0x0/0x40 <-task_work_run+0x1/0x2 <ffffffff81234567>',
    { kind: 'Event', event: 'spin_unlock_irq', origin: 'function', task: 'rm-1', cpu: 0, time: '1.500000000', flags: [2, false, 1, 1, 0] }],
  ['function without parent', '  rm-1 [000] 1.5: page_reporting_drain.constprop.0', { kind: 'Event', event: 'page_reporting_drain', origin: 'function', task: 'rm-1', cpu: 0, time: '1.500000000' }],
  ['graph', ' 0)   0.932 us    |            _raw_spin_lock_irqsave();', { kind: 'Event', event: 'spin_lock_irqsave', origin: 'function', cpu: 0 }],
  ['graph of an unknown function', ' 0)   1.181 us    |          detach_if_pending();', { kind: 'GraphArt', cpu: 0 }],
  ['graph brace', ' 0) + 21.542 us   |        }', { kind: 'GraphArt', cpu: 0 }],
  ['graph switch', ' 1)  rm-181     =>  <idle>-0', { kind: 'GraphArt', cpu: 1 }],
  ['graph arrow', ' 0)   ==========> |', { kind: 'GraphArt', cpu: 0 }],
  ['graph event', `   35.728887 |   1)    bash-109    |               |  /* ${alloc}|__GFP_ZERO */`, { ...allocated, s: 'GFP_KERNEL|__GFP_ZERO', task: 'bash-109', cpu: 1, time: '35.728887000' }],
  ['graph with flags', '   29.014566 |   0)     rm-181     |  d..4. |               |  __page_reporting_notify() {',
    { kind: 'Event', event: '__page_reporting_notify', origin: 'function', task: 'rm-181', cpu: 0, time: '29.014566000', flags: [2, false, 1, 4, 0] }],
  ['graph module function', ' 0)   |  virtballoon_free_page_report [virtio_balloon]() {', { kind: 'Event', event: 'report', origin: 'function', cpu: 0 }],
  ['wakeup tracer', '  rm-1 [000] 1.5:    1:120:R   + [001]     7:  0:R migration/1', { kind: 'Event', event: '?wakeup', a: 1, b: 7, task: 'rm-1', cpu: 0, time: '1.500000000' }],
  ['wakeup tracer, switch', '  rm-1 [000] 1.5:    1:120:R ==> [001]     7:  0:R migration/1', { kind: 'Event', event: 'sched_switch', a: 1, b: 7, task: 'rm-1', cpu: 0, time: '1.500000000' }],
];

for (const [name, text, wanted] of shapes) test(name, () => assert.deepEqual(parseLine(text), wanted));

test('a cpu beyond the columns is unknown', () => {
  assert.equal('cpu' in parseLine(`  bash-1 [999999] 3.7: ${free}`), false);
  assert.equal(parseLine(`  bash-1 [999999] 3.7: ${free}`).event, 'mm_page_free');
});

test('one task has one id in every layout, and a name replaces <...>', () => {
  const lines = parseText(`  <...>-7 [000] 1.5: ${free}\n            dd-7       [000] 1.6: ${free}\n    dd-7       1d..3. 18431us!: ${free}\n`);
  assert.deepEqual(lines.map(line => line.task), ['dd-7', 'dd-7', 'dd-7']);
});
