/** Locks, interrupts, atomic context. */
import type { Actor } from '../actor.js';
import type { Kernel } from '../kernel.js';
import type { Value } from '../printer.js';
import { all, at, cycles, fault, hints, main, said, v5, walks, type FaultCase } from './case.js';

const listOperations = [
  'add_to_free_list', 'add_to_free_list_tail', 'move_to_free_list', 'del_page_from_free_list',
  'get_unreported_page', 'put_reported_page', 'page_reporting_fill', 'page_reporting_drain', '__isolate_free_page', '__putback_isolated_page',
];
const returns = ['page_reporting_startup__return', 'page_reporting_shutdown__return', 'page_reporting_register__return', 'page_reporting_unregister__return'];
const unlocks = ['spin_unlock', 'spin_unlock_irq', 'spin_unlock_irqrestore'];
/** The section ends before such an operation comes, or another finding's operation comes first. */
const none = 'the section does nothing of the kind, or the trace has no event of the zone\'s lock yet';
const hasLocks = (k: Kernel, zone: Value | undefined): boolean => k.printer.lines.some(line => line.includes(': spin_lock') && line.endsWith(` zone=${zone}`));

const hasPrinted = (k: Kernel, name: string): boolean => k.printer.lines.some(line => line.includes(` ${name}:`));

/** Sleeping in the section of a walk is callback-sleeps. */
const isWalker = (by: Actor): boolean => by.comm === 'kworker/u4:2';

const cycleEnd = ['page_reporting_cycle__return'];

/** The worker has run before. */
const reported = (k: Kernel): boolean => k.zones.some(zone => zone.activeSeen) && !k.workerBusy;

export const locking: readonly FaultCase[] = [
  { rule: 'zone-lock-irqs-on', interfaces: all, fault: fault('lock-plain') },
  {
    rule: 'zone-lock-irq-reentry', interfaces: all, before: ['zone-lock-irqs-on'],
    fault: fault('lock-plain-interrupted', at('spin_lock_irqsave')),
  },
  { rule: 'irqs-enabled-under-zone-lock', interfaces: all, fault: { site: 'section', *act(_, { by }) { by.irqsOff = false; } } },
  {
    rule: 'lock-taken-twice', interfaces: all,
    fault: { site: 'section', *act(k, { by, zone }) { yield* k.print(by, 'spin_lock_irqsave', { lock: 'zone->lock', zone: zone.key }); } },
  },
  { rule: 'unlock-not-held', interfaces: all, fault: fault('unlock-twice') },
  { rule: 'lock-variant-mismatch', interfaces: all, fault: fault('unlock-plain') },
  { rule: 'lock-held-at-return', interfaces: cycles, fault: fault('cycle-unlock-left-out', at(...cycleEnd)) },
  { rule: 'lock-held-at-return', interfaces: walks, fault: fault('walk-unlock-left-out', at('walk_free_mem_block__return')) },
  { rule: 'lock-held-at-return', interfaces: hints, fault: fault('hint-unlock-left-out', at('get_from_free_page_list__return')) },
  { rule: 'list-op-unlocked', interfaces: all, before: ['flag-op-unlocked'], undecided: none, fault: { site: 'lock-left-out', judge: (name, args, k) => (!hasLocks(k, args['zone']) || name.startsWith('spin_lock') ? 'undecided' : listOperations.includes(name) ? 'wrong' : 'not yet') } },
  { rule: 'flag-op-unlocked', interfaces: cycles, fault: fault('active-before-lock') },
  {
    rule: 'wrong-zone-lock', interfaces: all, before: ['flag-op-unlocked'], undecided: none,
    // The drain of mainline does not name its zone.
    fault: fault('lock-of-other-zone', (name, args) => (listOperations.includes(name) && args['zone'] !== undefined ? 'wrong' : unlocks.includes(name) ? 'undecided' : 'not yet')),
  },
  { rule: 'report-under-lock', interfaces: cycles, fault: fault('report-under-lock', at('report')) },
  {
    rule: 'sleep-in-atomic', interfaces: all,
    fault: { site: 'section', when: (_, { by }) => !by.hardirq && !isWalker(by), *act(k, { by }) { yield* k.print(by, k.random.pick(['might_sleep', 'cond_resched', 'schedule']), { caller: 'kmalloc' }); } },
  },
  {
    rule: 'alloc-under-lock', interfaces: all,
    fault: {
      site: 'section', when: (_, { by }) => !by.hardirq,
      *act(k, { by }) { yield* k.print(by, 'kmalloc', { call_site: 'sg_kmalloc+0x19/0x30', ptr: '00000000c1f8a7b2', bytes_req: 64, bytes_alloc: 64, gfp_flags: 'GFP_ATOMIC' }); },
    },
  },
  {
    rule: 'nested-zone-locks', interfaces: all,
    fault: {
      site: 'section', when: k => k.zones.some(zone => zone.holder === null),
      *act(k, { by }) {
        const other = k.zones.find(zone => zone.holder === null);
        if (other === undefined) return;
        const args = { lock: 'zone->lock', zone: other.key };
        by.depth++;
        yield* k.print(by, 'spin_lock', args);
        yield* k.print(by, 'spin_unlock', args);
        by.depth--;
      },
    },
  },
  {
    rule: 'lock-held-long', interfaces: all,
    fault: { site: 'section', judge: at(...unlocks), when: k => k.zones.some(zone => zone.holder === null), *act(k) { k.printer.now += 2_000_000; } },
  },
  { rule: 'work-queued-without-delay', interfaces: cycles, fault: said('schedule_delayed_work', () => ({ delay: 0 })) },
  { rule: 'mutex-held-at-return', interfaces: v5, fault: fault('mutex-unlock-left-out', at(...returns)) },
  {
    rule: 'mutex-missing', interfaces: v5, undecided: 'no mutex_lock stands before',
    fault: { site: 'mutex-left-out', when: k => hasPrinted(k, 'mutex_lock'), judge: at(...returns) },
  },
  { rule: 'mutex-taken-twice', interfaces: v5, fault: fault('mutex-twice') },
  {
    rule: 'rcu-read-lock-missing', interfaces: cycles,
    fault: { site: 'rcu-left-out', when: k => hasPrinted(k, 'rcu_read_lock'), judge: at('set_bit', '__set_bit') },
  },
  {
    rule: 'rcu-read-lock-missing', interfaces: main, undecided: 'a run is requested already',
    fault: {
      site: 'rcu-left-out', when: k => hasPrinted(k, 'rcu_read_lock'),
      judge: name => (name === '__page_reporting_request' || name === '__page_reporting_notify' ? 'not yet'
        : name === 'page_reporting_state' || name === 'schedule_delayed_work' ? 'wrong' : 'undecided'),
    },
  },
  { rule: 'sleep-in-rcu', interfaces: cycles, fault: { site: 'reader', when: (_, { by }) => !by.hardirq, *act(k, { by }) { yield* k.print(by, 'might_sleep', { caller: 'kmalloc' }); } } },
  { rule: 'lifecycle-in-atomic', interfaces: cycles, fault: { site: 'call', *act(_, { by }) { by.depth = 1; } } },
  { rule: 'cycle-outside-worker', interfaces: cycles, fault: { site: 'idle', when: k => reported(k), *act(k, { by, zone }) { yield* k.print(by, 'page_reporting_cycle', { zone: zone.key }); } } },
  {
    rule: 'report-allocates', interfaces: cycles, undecided: 'no report has returned before',
    fault: {
      site: 'report', judge: (_, __, k) => (k.printer.lines.some(line => / (report|react|virtballoon_free_page_report)__return: /.test(line)) ? 'wrong' : 'undecided'),
      *act(k, { by }) { yield* k.print(by, 'kmalloc', { call_site: 'virtqueue_add+0x1ae/0xb30', ptr: '00000000c1f8a7b2', bytes_req: 512, bytes_alloc: 512, gfp_flags: 'GFP_ATOMIC' }); },
    },
  },
  {
    rule: 'synchronize-rcu-hangs', interfaces: cycles, before: ['rcu-read-lock-leaked'],
    fault: { site: 'reader-never-ends', everyone: true, judge: at('synchronize_rcu') },
  },
  { rule: 'preempt-depth-leaked', interfaces: cycles, fault: fault('depth-kept') },
  { rule: 'rcu-read-lock-leaked', interfaces: cycles, fault: fault('rcu-unlock-left-out', at(...unlocks)) },
];
