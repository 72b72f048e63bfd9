/** Counts, flags, batches. */
import type { Kernel } from '../kernel.js';
import { lock, unlock } from '../locks.js';
import type { Arguments } from '../printer.js';
import type { Verdict } from '../kernel.js';
import { all, at, cycles, fault, main, said, v5, type FaultCase } from './case.js';

const marked = at('__SetPageReported');
const allMerged = 'every block of the batch merged, so none is marked';
/** Without an earlier one the trace may be of a kernel that prints none. */
const hasReport = (k: Kernel): boolean => k.printer.lines.some(line => / (report|react): /.test(line));
/** Blocks that were given out after a line had shown that the trace has frees. */
function sinceFrees(k: Kernel): Kernel['allocated'] {
  const { firstFree } = k;
  return firstFree === null ? [] : k.allocated.filter(block => block.line > firstFree);
}
/** The zone's next zoneinfo shows the drift, if there was one before, and the fill that pulled the block has ended since. */
function drifted(name: string, args: Arguments, k: Kernel): Verdict {
  const zone = k.zones.find(({ drift }) => drift !== 0);
  if (zone === undefined) return name === 'page_reporting_fill' ? 'undecided' : 'not yet';
  if (name === 'page_reporting_fill' && args['zone'] === zone.key) k.memo = 1;
  const text = String(args['text']);
  if (name !== 'tracing_mark_write' || !text.includes('zoneinfo')) return 'not yet';
  const head = `zoneinfo Node ${zone.place.node}, zone   ${zone.place.name}`;
  if (text.includes('Node')) {
    k.stale = { pfn: text.includes(head) ? 1 : 0, type: 0 };
    return 'not yet';
  }
  if (k.stale?.pfn !== 1) return 'not yet';
  // zone_page_state() gives no number below 0.
  const isShown = k.memo === 1 && zone.freePages() + zone.drift >= 0 && k.printer.lines.filter(line => line.endsWith(head)).length > 1;
  return isShown ? 'wrong' : 'undecided';
}

const capacityOf = (k: Kernel): number => k.shape.capacity;

export const accounting: readonly FaultCase[] = [
  { rule: 'reported-count-mismatch', interfaces: cycles, fault: fault('counter-leaks') },
  { rule: 'nr-free-mismatch', interfaces: cycles, fault: fault('free-miscounted') },
  { rule: 'nr-free-mismatch', interfaces: cycles, fault: said('del_page_from_free_list', args => (args['nr_free'] === undefined ? undefined : { nr_free: Number(args['nr_free']) + 1 })) },
  { rule: 'over-capacity', interfaces: cycles, fault: said('page_reporting_startup', (_, k) => (k.device === null ? { capacity: 0 } : undefined)) },
  { rule: 'reported-count-negative', interfaces: cycles, fault: fault('flag-cleared-that-is-not-set') },
  { rule: 'merged-page-flagged', interfaces: cycles, fault: fault('merged-flagged') },
  { rule: 'flagged-without-report', interfaces: cycles, undecided: allMerged, fault: fault('report-fails', (name, args) => (name === '__SetPageReported' ? 'wrong' : name === 'report__return' && args['ret'] === undefined ? 'undecided' : 'not yet')) },
  { rule: 'flagged-without-report', interfaces: cycles, undecided: `${allMerged}, or the trace has shown no report yet`, fault: { site: 'report-left-out', judge: (name, args, k) => (name === 'report' || !hasReport(k) ? 'undecided' : marked(name, args, k)) } },
  { rule: 'pulled-not-returned', interfaces: cycles, fault: fault('page-lost', at('page_reporting_cycle__return')) },
  { rule: 'put-twice', interfaces: cycles, fault: fault('put-twice') },
  { rule: 'batch-mismatch', interfaces: cycles, fault: fault('report-of-one-more') },
  {
    rule: 'over-capacity', interfaces: cycles, undecided: 'there was no further block to pull',
    fault: { site: 'fill-past-capacity', judge: (name, args, k) => (name !== 'report' ? 'not yet' : Number(args['nents']) > capacityOf(k) ? 'wrong' : 'undecided') },
  },
  { rule: 'reported-cma-or-isolate', interfaces: cycles, fault: fault('fill-takes-left-out-list', at('get_unreported_page')) },
  { rule: 'reported-flag-kept', interfaces: cycles, fault: fault('flag-not-cleared', at('del_page_from_free_list', 'move_to_free_list')) },
  { rule: 'zone-flags-lost-update', interfaces: v5, fault: fault('flags-word-of-another') },
  {
    rule: 'in-flight-page-used', interfaces: cycles,
    fault: {
      site: 'idle', when: (_, { zone }) => zone.inFlight.length > 0,
      *act(k, { by, zone }) {
        const { pfn, order } = k.random.pick(zone.inFlight);
        const used = pfn + k.random.below(1 << order);
        yield* k.print(by, 'mm_page_alloc', { page: `ffffea${(used * 64).toString(16).padStart(10, '0')}`, pfn: used, order: 0, migratetype: 1, gfp_flags: 'GFP_KERNEL' });
      },
    },
  },
  {
    rule: 'page-allocated-twice', interfaces: all, undecided: 'the line stands at a whole millisecond, as of a clock that counts ticks',
    fault: {
      site: 'idle', when: k => sinceFrees(k).length > 0,
      judge: (_, __, k) => (/\.\d{3}0{3}(0{3})?:/.test(k.printer.lines.at(-1) ?? '') ? 'undecided' : 'wrong'),
      *act(k, { by }) {
        k.printer.now += 1_500; // two lines of one CPU and time would be one event that is printed twice
        const { pfn, order } = k.random.pick(sinceFrees(k));
        yield* k.print(by, 'mm_page_alloc', { page: `ffffea${(pfn * 64).toString(16).padStart(10, '0')}`, pfn, order, migratetype: 1, gfp_flags: 'GFP_KERNEL' });
      },
    },
  },
  {
    rule: 'block-overlap', interfaces: all,
    fault: {
      site: 'section', when: (_, { zone }) => zone.lists.some(types => types[1].length > 0),
      *act(k, { by, zone }) {
        const order = zone.lists.findIndex(types => types[1].length > 0);
        yield* k.print(by, 'add_to_free_list', { zone: zone.key, pfn: zone.lists[order][1][0].pfn, order, migratetype: 1 });
      },
    },
  },
  {
    rule: 'stats-missing', interfaces: cycles, before: ['hotplug-stale-state'],
    fault: {
      site: 'report', judge: marked,
      when: (_, { zone }) => zone.lists.every((__, order) => zone.flagged(order) === 0),
      *act(k, { by, zone }) { yield* k.print(by, 'page_reporting_reset', { zone: zone.key }); },
    },
  },
  {
    rule: 'reset-with-reported-pages', interfaces: cycles,
    fault: {
      site: 'idle', when: (_, { zone }) => !zone.active && zone.reportedPages !== null && zone.lists.some((__, order) => zone.flagged(order) > 0),
      *act(k, { by, zone }) { yield* k.print(by, 'page_reporting_reset', { zone: zone.key }); },
    },
  },
  { rule: 'reported-exceeds-free', interfaces: cycles, fault: said('zone_free', args => (args['reported'] === undefined ? undefined : { reported: Number(args['nr_free']) + 1 })) },
  {
    rule: 'free-pages-drift', interfaces: cycles, before: ['reported-cma-or-isolate'], undecided: 'CMA was pulled, which is counted; or zoneinfo was not read before and after the fill',
    fault: { site: 'fill-takes-left-out-list', everyone: true, judge: drifted },
  },
  {
    rule: 'page-freed-twice', interfaces: [...cycles, ...main],
    fault: {
      site: 'idle', when: k => k.freed.length > 0,
      *act(k, { by }) {
        const { pfn, order } = k.random.pick(k.freed);
        yield* k.print(by, 'mm_page_free', { page: `ffffea${(pfn * 64).toString(16).padStart(10, '0')}`, pfn, order });
      },
    },
  },
  { rule: 'unmerged-buddies', interfaces: cycles, fault: fault('not-merged', at('add_to_free_list', 'add_to_free_list_tail')) },
  {
    rule: 'migratetype-mismatch', interfaces: cycles, undecided: 'a range was isolated meanwhile, so the put reads the type again',
    fault: {
      site: 'report', when: (_, { zone }) => zone.holder === null && !zone.types.includes(5),
      judge: (name, args, k) => {
        if (name !== '__free_one_page' || args['pfn'] !== k.memo) return 'not yet';
        return k.zones.some(zone => zone.key === args['zone'] && zone.typeOf(k.memo) === args['migratetype']) ? 'undecided' : 'wrong';
      },
      *act(k, { by, zone }) {
        const { pfn, type } = k.random.pick(zone.inFlight);
        k.memo = pfn;
        yield* lock(k, by, zone, 'irq');
        const other = (type + 1) % 3;
        const old = zone.typeOf(pfn);
        zone.types[zone.pageblock(pfn)] = other;
        yield* k.print(by, 'set_pageblock_migratetype', { zone: zone.key, pfn, old, new: other });
        yield* unlock(k, by, zone);
      },
    },
  },
  {
    rule: 'snapshot-mismatch', interfaces: all,
    fault: {
      site: 'idle',
      *act(k, { by, zone }) {
        const wrong = k.random.below(k.shape.orders);
        const counts = zone.lists.map((_, order) => zone.nrFree(order) + (order === wrong ? 1 : 0));
        yield* k.print(by, 'tracing_mark_write', { [`buddyscope: buddyinfo Node ${zone.place.node}, zone ${zone.place.name} ${counts.join(' ')} x`]: '' });
      },
    },
  },
  {
    rule: 'snapshot-mismatch', interfaces: cycles,
    fault: {
      site: 'idle',
      // The lines of all types are right, then one is not.
      judge: () => 'not yet',
      *act(k, { by, zone }) {
        const right = ['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate'].map((name, type) => ({ name, type, more: 0 }));
        const wrong = { ...k.random.pick(right), more: 1 };
        for (const { name, type, more } of [...right, wrong]) {
          while (zone.holder !== null) yield;
          const at = k.random.below(k.shape.orders);
          const counts = zone.lists.map((types, order) => types[type].length + (order === at ? more : 0));
          if (more > 0) k.wrongLine = k.printer.next;
          yield* k.print(by, 'tracing_mark_write', { text: `buddyscope: pagetypeinfo Node    ${zone.place.node}, zone ${zone.place.name.padStart(8)}, type ${name.padStart(12)} ${counts.join(' ')}` });
        }
      },
    },
  },
];
