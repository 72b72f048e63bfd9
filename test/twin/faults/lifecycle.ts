/** Requests, the worker, startup and shutdown. */
import type { Kernel, Verdict } from '../kernel.js';
import { at, cycles, fault, said, v2, v5, type FaultCase } from './case.js';

const zoneActive = (_: string, args: Readonly<Record<string, unknown>>): 'wrong' | 'not yet' => (args['bit'] === 'ZONE_PAGE_REPORTING_ACTIVE' ? 'wrong' : 'not yet');

const shutdownReturn = 'page_reporting_shutdown__return';
const shutdownEnds = at(shutdownReturn);

/** Pulls from other lists are counted, before the postponed list is read at the end of the fill. */
function postponed(name: string, pulled: boolean, k: Kernel): Verdict {
  if (name === 'page_reporting_fill') return 'undecided';
  if (name !== 'get_unreported_page' || !pulled) return 'not yet';
  if (k.memo > 100) return k.printer.lines.some(line => /page_(reporting|hinting)_fill: /.test(line)) ? 'wrong' : 'undecided';
  if (k.memo === 100) return 'undecided';
  k.memo++;
  return 'not yet';
}

export const lifecycle: readonly FaultCase[] = [
  { rule: 'active-after-cycle', interfaces: cycles, fault: fault('active-kept', at('page_reporting_cycle__return')) },
  { rule: 'request-kept', interfaces: cycles, fault: fault('request-kept', at('page_reporting_fill')) },
  { rule: 'request-kept', interfaces: cycles, fault: fault('request-cleared-though-full', at('page_reporting_fill')) },
  { rule: 'request-refcount-mismatch', interfaces: cycles, fault: fault('refcnt-miscounted') },
  { rule: 'request-starved', interfaces: cycles, fault: fault('worker-leaves', at('page_reporting_process__return')) },
  {
    rule: 'request-refcount-negative', interfaces: cycles,
    fault: { site: 'report', *act(k, { by }) { yield* k.print(by, 'page_reporting_process', { refcnt: -1 }); } },
  },
  { rule: 'requested-twice', interfaces: cycles, fault: fault('requested-unscreened', at('set_bit', '__set_bit')) },
  {
    rule: 'double-schedule', interfaces: cycles, undecided: 'the other zone is in the middle of its request, or of the fill that ends it',
    fault: { site: 'scheduled-again', judge: (name, _, k) => (name !== 'schedule_delayed_work' ? 'not yet' : k.zones.some(zone => zone.requested && zone.holder === null) ? 'wrong' : 'undecided') },
  },
  { rule: 'request-below-hwm', interfaces: cycles, fault: fault('request-below-mark', at('__page_reporting_request')) },
  {
    rule: 'request-missed', interfaces: cycles,
    fault: fault('request-left-out', at('spin_unlock_irqrestore')),
  },
  {
    rule: 'fill-order', interfaces: cycles, undecided: 'nothing was pulled in between, the fill ended full before, or no fill has been printed yet',
    fault: { site: 'list-postponed', judge: (name, args, k) => postponed(name, args['pfn'] !== 'none', k) },
  },
  { rule: 'startup-busy', interfaces: cycles, fault: fault('startup-replaces') },
  { rule: 'shutdown-without-grace', interfaces: cycles, fault: fault('synchronize-left-out', shutdownEnds) },
  { rule: 'shutdown-without-grace', interfaces: cycles, fault: fault('cancel-left-out', shutdownEnds) },
  {
    rule: 'stale-request', interfaces: cycles, undecided: 'the worker served the request before the shutdown returned',
    fault: { site: 'shutdown-while-requested', judge: (name, _, k) => (name !== shutdownReturn ? 'not yet' : k.zones.some(zone => zone.requested) ? 'wrong' : 'undecided') },
  },
  {
    rule: 'static-key-imbalance', interfaces: cycles,
    fault: { ...said('static_key', args => ({ count: 1 - Number(args['count']) })), judge: at(shutdownReturn, 'page_reporting_startup__return') },
  },
  {
    rule: 'use-after-shutdown', interfaces: cycles, before: ['stale-request'], undecided: 'the worker had filled and reported its last batch',
    fault: {
      site: 'shutdown-does-not-wait', everyone: true,
      judge: (name, _, k) => {
        if (name === shutdownReturn) k.memo = 1;
        if (name === 'page_reporting_process__return' || name === 'page_reporting_startup') return 'undecided';
        return k.memo === 1 && (name === 'page_reporting_fill' || name === 'report') ? 'wrong' : 'not yet';
      },
    },
  },
  {
    rule: 'empty-run-thrash', interfaces: v5, undecided: 'fewer than three runs of the zone came in a row with nothing to report',
    fault: {
      site: 'only-cma', everyone: true,
      judge: (name, args, k) => {
        if (name !== 'page_reporting_fill' || args['zone'] !== k.zones[1].key) return 'not yet';
        const marked = k.zones[1].lists.some((_, order) => order >= k.shape.minOrder && k.zones[1].nrFree(order) - k.zones[1].flagged(order) >= k.shape.hwm);
        if (args['nents'] !== 0) k.memo = 0;
        else if (marked) k.memo++;
        return k.memo === 3 ? 'wrong' : 'not yet';
      },
    },
  },
  {
    rule: 'below-watermark', interfaces: cycles,
    fault: {
      site: 'idle', everyone: true,
      when: k => k.device !== null,
      judge: (name, args, k) => (name === 'page_reporting_fill' && args['zone'] === k.zones[k.memo].key ? 'wrong' : 'not yet'),
      *act(k, { zone }) {
        k.memo = k.zones.indexOf(zone);
        k.printer.lines.push(`# buddyscope: zone=${zone.place.name} node=${zone.place.node} low=${zone.place.end - zone.place.start + 1}`);
        yield;
      },
    },
  },
  {
    rule: 'below-watermark', interfaces: cycles,
    fault: {
      site: 'report', when: (_, { zone }) => zone.inFlight.length > 0,
      *act(k, { by, zone }) { yield* k.print(by, 'mm_vmscan_wakeup_kswapd', { nid: zone.place.node, order: k.random.below(k.shape.minOrder), gfp_flags: 'GFP_KERNEL' }); },
    },
  },
  {
    rule: 'worker-spins', interfaces: cycles, lines: 8_000, undecided: 'something was requested now and then',
    before: ['request-refcount-mismatch', 'request-starved', 'double-schedule'],
    fault: {
      site: 'refcnt-leaked', everyone: true, when: k => k.shape.extras, // else visits of zones are not printed
      judge: (name, _, k) => {
        if (name === 'page_reporting_process_zone') return ++k.memo > 1_000 ? 'wrong' : 'not yet';
        if (['page_reporting_fill', 'report', 'page_reporting_process'].includes(name)) k.memo = 0;
        return 'not yet';
      },
    },
  },
  {
    rule: 'worker-spins', interfaces: cycles,
    fault: fault('worker-stalls', (name, _, k) => (name === (k.shape.switches ? 'workqueue_execute_end' : 'page_reporting_process__return') ? 'wrong' : 'not yet')),
  },
  { rule: 'startup-race', interfaces: v2, fault: fault('startup-overlaps') },
  {
    rule: 'populate-failure-loop', interfaces: cycles,
    fault: { site: 'no-memory', judge: (name, args, k) => (name === 'page_reporting_populate_metadata__return' && args['ret'] === -12 && k.failing?.left === 0 ? 'wrong' : 'not yet') },
  },
  {
    rule: 'two-zones-active', interfaces: cycles,
    fault: {
      site: 'report', judge: zoneActive, when: (k, { zone }) => k.zones.every(z => z === zone || z.holder === null),
      *act(k, { by, zone }) {
        const other = zone === k.zones[0] ? k.zones[1] : k.zones[0];
        const args = { lock: 'zone->lock', zone: other.key };
        const atomic = k.shape.interface === 'hinting-v2' ? '' : '__';
        by.depth++;
        by.irqsOff = true;
        other.holder = by;
        yield* k.print(by, 'spin_lock_irq', args);
        yield* k.print(by, `${atomic}set_bit`, { bit: 'ZONE_PAGE_REPORTING_ACTIVE', zone: other.key });
        yield* k.print(by, `${atomic}clear_bit`, { bit: 'ZONE_PAGE_REPORTING_ACTIVE', zone: other.key });
        other.holder = null;
        yield* k.print(by, 'spin_unlock_irq', args);
        by.depth--;
        by.irqsOff = false;
      },
    },
  },
  {
    rule: 'hotplug-stale-state', interfaces: cycles,
    fault: {
      site: 'idle', when: (_, { zone }) => zone.requested && !zone.active && zone.lists.every((__, order) => zone.flagged(order) === 0),
      *act(k, { by, zone }) { yield* k.print(by, 'page_reporting_reset', { zone: zone.key }); },
    },
  },
];
