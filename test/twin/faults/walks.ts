/** The walk and the hint list. */
import { lock, unlock } from '../locks.js';
import type { Fault, Kernel, Place } from '../kernel.js';
import type { Arguments } from '../printer.js';
import { all, at, fault, hints, said, walks, type FaultCase } from './case.js';

const callback = (name: string, args: Arguments): Fault => ({ site: 'callback', *act(k, { by }) { yield* k.print(by, name, args); } });
const list = (order: number, migratetype: number, place: Place): Arguments => ({ zone: place.zone.key, order, migratetype });

/** A block of the order that is in use. */
const used = (k: Kernel, order: number): number | undefined => k.allocated.find(block => block.order === order)?.pfn;

const WALKER = 'kworker/u4:2';
const log2 = (pages: unknown): number => Math.log2(Number(pages));

/** A block that was allocated as part of one more than 64 times its size is not looked for. */
const stale = (k: Kernel): { pfn: number; order: number } | undefined => k.hinted.find(h => k.allocated.some(a =>
  a.line > h.line && a.order - h.order <= 6 && a.pfn < h.pfn + (1 << h.order) && h.pfn < a.pfn + (1 << a.order)));

/** The eight bytes of an address in the other order. */
const swapped = (addr: number): string => `0x${addr.toString(16).padStart(16, '0').match(/../g)?.reverse().join('').replace(/^0+/, '') ?? ''}`;

/** The sixth callback of a section. */
function longSection(name: string, _: Arguments, k: Kernel): 'wrong' | 'not yet' {
  if (name === 'report_pfn_range') k.memo++;
  else k.memo = 0;
  return k.memo === 6 ? 'wrong' : 'not yet';
}

const atomicCall = (): Fault => ({ site: 'call', *act(_, { by }) { by.depth = 1; } });

export const callers: readonly FaultCase[] = [
  {
    rule: 'walk-goes-on-after-stop', interfaces: walks, undecided: 'it was the last block of the walk',
    fault: fault('walk-goes-on', name => (name === 'report_pfn_range' || name === 'walk_free_page_list' ? 'wrong' : name === 'walk_free_mem_block__return' ? 'undecided' : 'not yet')),
  },
  { rule: 'callback-sleeps', interfaces: walks, fault: callback('might_sleep', { caller: 'virtqueue_add_outbuf' }) },
  { rule: 'callback-allocates', interfaces: walks, fault: callback('kmalloc', { call_site: 'kmalloc_array+0x19/0x30', ptr: '00000000c1f8a7b2', bytes_req: 64, bytes_alloc: 64, gfp_flags: 'GFP_ATOMIC' }) },
  {
    rule: 'callback-unlocked', interfaces: walks, undecided: 'the list has become empty while the walk waited for its lock',
    fault: { site: 'lock-left-out', when: (k, { by }) => by.comm === WALKER && k.ahead > 0, judge: name => (name === 'report_pfn_range' ? 'wrong' : 'undecided') },
  },
  {
    rule: 'walk-modifies-list', interfaces: walks,
    fault: { site: 'callback', *act(k, { by, zone, pfn, order }) { yield* k.print(by, 'del_page_from_free_list', { zone: zone.key, pfn, order }); } },
  },
  {
    rule: 'walk-order', interfaces: walks,
    fault: { site: 'list-end', when: (_, { index }) => (index ?? 0) > 0, *act(k, p) { yield* k.print(p.by, 'walk_free_page_list', list(p.order ?? 0, (p.index ?? 1) - 1, p)); } },
  },
  {
    rule: 'walk-skipped-list', interfaces: walks, undecided: 'the walk was stopped before its end',
    fault: {
      site: 'list-left-out',
      judge: (name, args) => (name === 'walk_free_page_list' ? 'here' : name !== 'walk_free_mem_block__return' ? 'not yet' : args['ret'] === 0 ? 'wrong' : 'undecided'),
    },
  },
  { rule: 'walk-wrong-return', interfaces: walks, fault: said('walk_free_mem_block__return', args => ({ ret: Number(args['ret']) + 1 })) },
  { rule: 'walk-bad-range', interfaces: walks, fault: said('report_pfn_range', args => ({ nr_pages: 2 * Number(args['nr_pages']) })) },
  {
    rule: 'walk-range-not-free', interfaces: walks,
    fault: said('report_pfn_range', (args, k) => {
      const pfn = used(k, log2(args['nr_pages']));
      return pfn === undefined ? undefined : { pfn };
    }),
  },
  {
    rule: 'walk-below-min-order', interfaces: walks,
    fault: { site: 'walk-end', when: (_, { order }) => (order ?? 0) > 0, *act(k, p) { yield* k.print(p.by, 'walk_free_page_list', list((p.order ?? 1) - 1, 0, p)); } },
  },
  { rule: 'walk-bad-min-order', interfaces: walks, fault: said('walk_free_mem_block', (_, k) => ({ min_order: k.shape.orders })) },
  {
    rule: 'walk-unpopulated-zone', interfaces: [...walks, ...hints],
    fault: {
      site: 'call', judge: at('walk_free_page_list', 'spin_lock_irqsave'),
      *act(k, { zone }) {
        k.printer.lines.push(`# buddyscope: zone=${zone.place.name} node=${zone.place.node} present=0`);
        yield;
      },
    },
  },
  {
    rule: 'walk-long-section', interfaces: walks,
    fault: {
      site: 'call', judge: longSection,
      *act(k) {
        k.printer.lines.push('# buddyscope: section_limit=5');
        yield;
      },
    },
  },
  { rule: 'walk-in-atomic', interfaces: walks, fault: atomicCall() },
  { rule: 'hint-list-in-atomic', interfaces: hints, fault: atomicCall() },
  { rule: 'hint-buffer-overrun', interfaces: hints, fault: fault('hint-past-size', at('get_from_free_page_list__return')) },
  { rule: 'hint-bad-order', interfaces: hints, fault: said('get_from_free_page_list', (_, k) => ({ order: k.shape.orders })) },
  {
    rule: 'hint-misaligned', interfaces: hints,
    fault: {
      site: 'hint', judge: at('free_page_hint'), when: (_, { order }) => (order ?? 0) > 0,
      *act(k, { by, pfn, index }) { yield* k.print(by, 'free_page_hint', { index: (index ?? 0) + 1, addr: ((pfn ?? 0) + 1) * 4096 }); },
    },
  },
  {
    rule: 'hint-address-truncated', interfaces: hints,
    fault: said('free_page_hint', (args, k) => (Number(args['addr']) >= 2 ** 32 && Number(args['addr']) % 2 ** 32 >= k.shape.zones[0].end * 4096 ? { addr: Number(args['addr']) % 2 ** 32 } : undefined)),
  },
  {
    rule: 'hint-not-free', interfaces: hints,
    fault: {
      site: 'hint', when: (k, { order }) => used(k, order ?? 0) !== undefined,
      *act(k, { by, order, index }) { yield* k.print(by, 'free_page_hint', { index: (index ?? 0) + 1, addr: (used(k, order ?? 0) ?? 0) * 4096 }); },
    },
  },
  {
    rule: 'hint-twice', interfaces: hints,
    fault: { site: 'hint', *act(k, { by, pfn, index }) { yield* k.print(by, 'free_page_hint', { index: (index ?? 0) + 1, addr: (pfn ?? 0) * 4096 }); } },
  },
  {
    rule: 'hint-lock-span', interfaces: hints,
    fault: {
      site: 'hint-zone-end', judge: at('spin_lock_irqsave', 'rt_spin_lock'),
      *act(k, { by, zone }) {
        yield* lock(k, by, zone, 'irqsave');
        yield* unlock(k, by, zone);
      },
    },
  },
  {
    rule: 'hint-wrong-endian', interfaces: hints,
    fault: said('free_page_hint', args => (Number(args['addr']) > 0 ? { addr: swapped(Number(args['addr'])) } : undefined)),
  },
  {
    rule: 'stale-hint-used', interfaces: all,
    fault: {
      site: 'idle', when: k => stale(k) !== undefined,
      *act(k, { by }) {
        const found = stale(k);
        if (found !== undefined) yield* k.print(by, 'free_page_hint_use', { pfn: found.pfn, num: 1 << found.order });
      },
    },
  },
];
