/** Lines that are not what a kernel prints. */
import type { Kernel } from '../kernel.js';
import { all, everywhere, said, type FaultCase } from './case.js';

const blockEvents = ['add_to_free_list', 'add_to_free_list_tail', 'del_page_from_free_list', '__free_one_page'];
const typedEvents = ['add_to_free_list', 'add_to_free_list_tail', '__free_one_page', '__rmqueue_smallest'];

/** A line of its own, which is the wrong one. */
const line = (text: (k: Kernel) => string): FaultCase['fault'] => ({
  site: 'idle',
  *act(k) {
    k.wrongLine = k.printer.next;
    k.printer.lines.push(text(k));
    yield;
  },
});

export const input: readonly FaultCase[] = [
  { rule: 'order-out-of-range', interfaces: everywhere, fault: said(blockEvents, (_, k) => ({ order: k.shape.orders })) },
  { rule: 'pfn-misaligned', interfaces: everywhere, fault: said(blockEvents, args => (Number(args['order']) > 0 ? { pfn: Number(args['pfn']) + 1 } : undefined)) },
  { rule: 'migratetype-out-of-range', interfaces: everywhere, fault: said(typedEvents, () => ({ migratetype: 6 })) },
  { rule: 'unknown-zone', interfaces: everywhere, fault: said(blockEvents, (args, k) => ({ pfn: Number(args['pfn']) + 2 * k.shape.zones[1].end })) },
  { rule: 'bad-argument', interfaces: everywhere, fault: said(blockEvents, () => ({ pfn: 'zzz' })) },
  { rule: 'bad-argument', interfaces: everywhere, fault: said(blockEvents, () => ({ pfn: undefined })) },
  { rule: 'unrecognised-line', interfaces: everywhere, fault: line(() => 'Message from syslogd@vm at Mon Aug 12:') },
  { rule: 'flags-width', interfaces: everywhere, fault: line(k => `      stress-811     [000] d..1..   ${(k.printer.now / 1e9).toFixed(6)}: cond_resched: caller=shrink_node`) },
  { rule: 'flags-width', interfaces: everywhere, fault: line(k => `      stress-811     [000] d.?1.   ${(k.printer.now / 1e9).toFixed(6)}: cond_resched: caller=shrink_node`) },
  { rule: 'failed-to-parse', interfaces: everywhere, fault: line(k => `      stress-811     [000] .....   ${(k.printer.now / 1e9).toFixed(6)}: kvm_exit: [FAILED TO PARSE] exit_reason=1`) },
  { rule: 'ambiguous-task', interfaces: everywhere, fault: line(k => `a-1 [5] 1: b: -2 [000] .....   ${(k.printer.now / 1e9).toFixed(6)}: cond_resched: caller=shrink_node`) },
  { rule: 'repeated-line', interfaces: everywhere, fault: { ...line(k => k.printer.lines[k.printer.next - 1]), when: k => [': (', 'tracing_mark_write'].every(part => !k.printer.lines[k.printer.next - 1].includes(part)) } },
  { rule: 'time-goes-back', interfaces: everywhere, fault: { site: 'idle', when: (k, { by }) => k.printer.lines.some(text => text.includes(` [00${by.cpu}] `)), *act(k, { by }) {
    k.printer.now -= 10_000_000_000;
    k.event(by, 'kmalloc', { call_site: 'sg_kmalloc+0x19/0x30', ptr: '00000000c1f8a7b2', bytes_req: 64, bytes_alloc: 64, gfp_flags: 'GFP_KERNEL' });
    k.printer.now += 10_000_000_000;
    yield;
  } } },
  { rule: 'lost-events', interfaces: everywhere, fault: line(k => `CPU:${k.random.below(2)} [LOST ${1 + k.random.below(99)} EVENTS]`) },
  {
    rule: 'lock-held-at-end', interfaces: [...all, 'mainline'],
    fault: {
      site: 'section', when: k => k.shape.mainline?.probes !== true,
      *act(k) {
        k.wrongLine = k.printer.next - 1;
        k.halted = true;
        yield;
      },
    },
  },
];
