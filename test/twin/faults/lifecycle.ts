/** Requests, the worker, startup and shutdown. */
import { at, cycles, fault, v2, type FaultCase } from './case.js';

const zoneActive = (_: string, args: Readonly<Record<string, unknown>>): 'wrong' | 'not yet' => (args['bit'] === 'ZONE_PAGE_REPORTING_ACTIVE' ? 'wrong' : 'not yet');

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
