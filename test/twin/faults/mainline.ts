/** The merged code: its worker, budget, watermark, states and device. */
import { lock, unlock } from '../locks.js';
import type { Kernel, Verdict } from '../kernel.js';
import type { Arguments } from '../printer.js';
import { ISOLATE } from '../shape.js';
import { accounting } from './accounting.js';
import { again, at, fault, inFull, main, probesHideIt, said, type FaultCase } from './case.js';
import { locking } from './locking.js';

const runEnds = 'page_reporting_process__return';
const printed = (k: Kernel, name: string): boolean => k.printer.lines.some(line => line.includes(` ${name}: `));
const hasProbes = (k: Kernel): boolean => k.shape.mainline?.probes === true;
/** Optional keys are in the trace. */
const printsKeys = (k: Kernel): boolean => k.shape.extras && !hasProbes(k);

/** The first of these events is wrong, unless the run ends before. */
const inThisRun = (...names: readonly string[]) => (name: string): Verdict => (names.includes(name) ? 'wrong' : name === runEnds ? 'undecided' : 'not yet');

const ofThisBatch = (event: string) => (name: string): Verdict => (name === event ? 'wrong' : name === 'report' || name === runEnds ? 'undecided' : 'not yet');

/** The short report is wrong where another one of the same zone follows. */
function followed(name: string, _: Arguments, k: Kernel): Verdict {
  if (name === 'page_reporting_process_zone' || name === 'zone_watermark_ok' || name === runEnds) return 'undecided';
  if (name !== 'report') return 'not yet';
  return k.memo++ === 0 ? 'here' : 'wrong';
}

function overBudget(name: string, args: Arguments, k: Kernel): Verdict {
  if (name === 'page_reporting_cycle' || name === runEnds) return 'undecided';
  return name !== 'report' ? 'not yet' : args['nents'] === k.shape.capacity ? 'wrong' : 'undecided';
}

function isolatedBlock(name: string, args: Arguments): Verdict {
  if (name === '__isolate_free_page' && args['ret'] !== 0) return 'wrong';
  return (name === 'page_reporting_cycle' && args['migratetype'] !== ISOLATE) || name === runEnds ? 'undecided' : 'not yet';
}

function reportedBlock(name: string, args: Arguments, k: Kernel): Verdict {
  if (name === 'report' || name === runEnds) return 'undecided';
  if (name !== '__isolate_free_page') return 'not yet';
  return args['pfn'] === k.memo && args['ret'] !== 0 ? 'wrong' : 'undecided';
}

const own: readonly FaultCase[] = [
  { rule: 'batch-mismatch', interfaces: main, fault: fault('report-of-one-more') },
  { rule: 'over-capacity', interfaces: main, fault: said('report', (_, k) => ({ nents: k.shape.capacity + 1 })) },
  { rule: 'batch-size', interfaces: main, undecided: 'no other batch of the zone followed', fault: { site: 'report-early', judge: followed } },
  { rule: 'batch-size', interfaces: main, fault: fault('report-of-none', at('report')) },
  { rule: 'budget-exceeded', interfaces: main, undecided: 'a block stayed on its list because of the min watermark', fault: { site: 'budget-ignored', when: printsKeys, judge: overBudget } },
  {
    rule: 'cycle-below-watermark', interfaces: main, undecided: 'no block was taken',
    fault: { site: 'watermark-ignored', judge: name => (name === 'zone_watermark_ok' ? 'undecided' : inThisRun('page_reporting_cycle', '__isolate_free_page__entry')(name)) },
  },
  { rule: 'cycle-order', interfaces: main, undecided: probesHideIt, fault: { site: 'list-visited-again', judge: inFull(at('page_reporting_cycle')) } },
  { rule: 'cycle-order', interfaces: main, undecided: probesHideIt, fault: { site: 'isolated-visited', judge: inFull(at('page_reporting_cycle')) } },
  {
    rule: 'reported-cma-or-isolate', interfaces: main, before: ['cycle-order'], undecided: 'the list was empty before its lock was taken, or was left',
    fault: { site: 'isolated-visited', judge: inFull(isolatedBlock) },
  },
  { rule: 'pick-reported', interfaces: main, undecided: 'the block stayed on its list because of the min watermark', fault: { site: 'pick-reported', when: k => !hasProbes(k), judge: reportedBlock } },
  {
    rule: 'delay-too-short', interfaces: main, undecided: 'the worker came to it late, or the device went',
    fault: {
      site: 'no-delay', everyone: true, when: k => k.lastRun !== null && k.printer.now - k.lastRun < 1_000_000_000,
      judge: (name, _, k) => (name !== 'page_reporting_process' ? 'not yet' : k.lastRun !== null && k.printer.now - k.lastRun < 1_900_000_000 ? 'wrong' : 'undecided'),
    },
  },
  { rule: 'flagged-without-report', interfaces: main, undecided: 'every block of the batch merged, so none is marked', fault: { site: 'report-fails', judge: inFull(ofThisBatch('__SetPageReported')) } },
  { rule: 'merged-page-flagged', interfaces: main, undecided: probesHideIt, fault: { site: 'merged-flagged', judge: inFull() } },
  {
    rule: 'pulled-not-returned', interfaces: main, undecided: 'no block has been put back so far',
    fault: { site: 'page-lost', judge: (name, _, k) => (name !== runEnds ? 'not yet' : printed(k, '__putback_isolated_page') || printed(k, 'putback') ? 'wrong' : 'undecided') },
  },
  { rule: 'put-twice', interfaces: main, fault: fault('put-twice') },
  {
    rule: 'putback-notifies', interfaces: main, undecided: 'probes have not shown the end of a drain',
    fault: { site: 'putback-notifies', judge: (_, __, k) => (hasProbes(k) && !printed(k, 'pr_drain_ret') ? 'undecided' : 'wrong') },
  },
  {
    rule: 'process-while-frozen', interfaces: main, undecided: 'tasks were thawed before the function was called',
    fault: fault('runs-while-frozen', (name, _, k) => (name !== 'page_reporting_process' ? 'not yet' : k.frozen ? 'wrong' : 'undecided')),
  },
  { rule: 'preempt-depth-leaked', interfaces: main, fault: fault('depth-kept') },
  {
    rule: 'report-after-unregister', interfaces: main, undecided: 'the worker had reported its last batch, or another device came',
    fault: {
      site: 'unregister-does-not-wait', everyone: true,
      judge: (name, _, k) => {
        if (name === 'page_reporting_unregister__return') k.memo = 1;
        if (name === runEnds || name === 'page_reporting_register') return 'undecided';
        return k.memo === 1 && name === 'report' ? 'wrong' : 'not yet';
      },
    },
  },
  { rule: 'report-under-lock', interfaces: main, fault: fault('report-under-lock', at('report')) },
  { rule: 'lock-held-at-return', interfaces: main, undecided: probesHideIt, fault: { site: 'zone-unlock-left-out', judge: inFull(at(runEnds)) } },
  { rule: 'startup-busy', interfaces: main, fault: fault('startup-replaces') },
  { rule: 'state-transition', interfaces: main, fault: { site: 'request-overwritten', when: printsKeys, judge: inThisRun('page_reporting_state') } },
  {
    rule: 'cycle-outside-worker', interfaces: main, undecided: probesHideIt,
    fault: {
      site: 'idle', when: k => k.lastRun !== null && !k.workerBusy, judge: inFull(),
      *act(k, { by, zone }) { yield* k.print(by, 'page_reporting_cycle', { zone: zone.key, order: k.shape.reportingOrder, migratetype: 1 }); },
    },
  },
  {
    rule: 'in-flight-page-used', interfaces: main, undecided: 'page pointers, without the base of the memory map',
    fault: {
      site: 'idle', when: (_, { zone }) => zone.inFlight.length > 0,
      judge: (_, __, k) => (hasProbes(k) && k.shape.mainline?.vmemmap === false ? 'undecided' : 'wrong'),
      *act(k, { by, zone }) {
        const { pfn, order } = k.random.pick(zone.inFlight);
        yield* k.print(by, 'mm_page_alloc', { page: 'ffffea0000000000', pfn: pfn + k.random.below(1 << order), order: 0, migratetype: 1, gfp_flags: 'GFP_KERNEL' });
      },
    },
  },
  {
    rule: 'migratetype-mismatch', interfaces: main, undecided: 'the type changed again meanwhile, or the block does not begin its pageblock',
    fault: {
      site: 'report', when: (k, { zone }) => zone.holder === null && zone.inFlight.some(({ pfn }) => pfn % (1 << k.shape.minOrder) === 0),
      judge: inFull((name, args, k) => {
        if (name === runEnds) return 'undecided';
        if ((name !== '__putback_isolated_page' && name !== '__free_one_page') || args['pfn'] !== k.memo) return 'not yet';
        const now = k.zones.find(zone => zone.key === args['zone'])?.typeOf(k.memo);
        return now === args['migratetype'] || now === ISOLATE || args['migratetype'] === ISOLATE ? 'undecided' : 'wrong';
      }),
      *act(k, { by, zone }) {
        const { pfn, type } = k.random.pick(zone.inFlight.filter(pulled => pulled.pfn % (1 << k.shape.minOrder) === 0));
        k.memo = pfn;
        k.stale = { pfn, type: zone.typeOf(pfn) };
        yield* lock(k, by, zone, 'irq');
        const old = zone.typeOf(pfn);
        const other = ([0, 1, 2].find(t => t !== old && t !== type)) ?? 0;
        zone.types[zone.pageblock(pfn)] = other;
        yield* k.print(by, 'set_pageblock_migratetype', { zone: zone.key, pfn, old, new: other });
        yield* unlock(k, by, zone);
      },
    },
  },
];

export const mainline: readonly FaultCase[] = [
  ...own,
  ...again(locking, 'zone-lock-irqs-on', 'irqs-enabled-under-zone-lock', 'alloc-under-lock', 'sleep-in-atomic', 'lock-held-long', 'sleep-in-rcu',
    'mutex-held-at-return', 'mutex-missing', 'mutex-taken-twice', 'lifecycle-in-atomic', 'report-allocates', 'lock-taken-twice', 'unlock-not-held', 'nested-zone-locks',
    'zone-lock-irq-reentry', 'list-op-unlocked', 'wrong-zone-lock'),
  ...again(accounting, 'page-allocated-twice'),
];
