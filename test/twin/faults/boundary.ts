/** The boundary, and which block is picked. */
import { lock, unlock } from '../locks.js';
import { at, cycles, fault, v5, type FaultCase } from './case.js';

const removals = at('del_page_from_free_list', 'move_to_free_list');
const noBefore = 'the tail insertion does not say what it was put in front of';

export const boundary: readonly FaultCase[] = [
  {
    rule: 'boundary-null', interfaces: v5,
    fault: { site: 'isolated-in-flight', everyone: true, judge: (name, args) => (name === '__free_one_page' && args['reported'] === 1 && args['migratetype'] === 5 ? 'wrong' : 'not yet') },
  },
  { rule: 'boundary-null', interfaces: v5, fault: fault('tail-at-null-boundary', at('add_to_free_list_tail')) },
  {
    rule: 'unreported-behind-boundary', interfaces: cycles, undecided: noBefore,
    fault: { site: 'tail-behind-boundary', judge: (_, args) => (args['before'] === undefined ? 'undecided' : 'wrong') },
  },
  { rule: 'put-position', interfaces: cycles, undecided: noBefore, fault: { site: 'put-behind-boundary', judge: (_, args) => (args['before'] === undefined ? 'undecided' : 'wrong') } },
  { rule: 'put-position', interfaces: cycles, fault: fault('put-at-head') },
  { rule: 'boundary-lost', interfaces: cycles, fault: fault('end-point-allocated') },
  { rule: 'boundary-not-pushed-back', interfaces: cycles, fault: fault('boundary-not-pushed-back', removals) },
  {
    rule: 'boundary-not-reset', interfaces: cycles,
    fault: fault('boundary-not-reset', (_, args) => (args['bit'] === 'ZONE_PAGE_REPORTING_ACTIVE' ? 'wrong' : 'not yet')),
  },
  { rule: 'boundary-used-inactive', interfaces: cycles, fault: fault('boundary-while-inactive') },
  { rule: 'boundary-foreign-zone', interfaces: cycles, fault: fault('boundary-of-other-zone') },
  { rule: 'boundary-not-advanced', interfaces: cycles, fault: fault('boundary-not-advanced') },
  { rule: 'pick-order', interfaces: cycles, fault: fault('pick-elsewhere', at('get_unreported_page')) },
  { rule: 'pick-reported', interfaces: cycles, fault: fault('pick-reported', at('get_unreported_page')) },
  { rule: 'boundary-end-point', interfaces: cycles, fault: fault('end-point-second') },
  {
    rule: 'unreported-stranded', interfaces: cycles, undecided: 'the fill ended full',
    fault: { site: 'fill-skips-list', judge: (name, args, k) => (name !== 'page_reporting_fill' ? 'not yet' : args['nents'] === k.shape.capacity ? 'undecided' : 'wrong') },
  },
  {
    rule: 'reported-below-min-order', interfaces: cycles,
    fault: {
      site: 'section', when: (_, { zone }) => zone.active,
      *act(k, { by, zone }) { yield* k.print(by, 'page_reporting_add_to_boundary', { zone: zone.key, order: k.shape.minOrder - 1, migratetype: 1, pfn: zone.place.start }); },
    },
  },
  {
    rule: 'reported-block-split', interfaces: cycles, untilRelease: true,
    fault: {
      site: 'idle', judge: at('list_swap'),
      when: (_, { zone }) => !zone.active && zone.holder === null && splittable(zone.lists) !== undefined,
      *act(k, { by, zone }) {
        const found = splittable(zone.lists);
        if (found === undefined) return;
        yield* lock(k, by, zone, 'irqsave');
        const { list, order } = found;
        const [one, two] = [list[list.length - 2], list[0]];
        [list[list.length - 2], list[0]] = [two, one];
        yield* k.print(by, 'list_swap', { zone: zone.key, order, pfn: one.pfn, pfn2: two.pfn });
        yield* unlock(k, by, zone);
      },
    },
  },
];

interface Listed { readonly pfn: number; readonly reported: boolean }

/** A list with unreported blocks first and last of all more than two reported ones: a swap makes two runs. */
function splittable<T extends Listed>(lists: readonly T[][][]): { list: T[]; order: number } | undefined {
  for (const [order, types] of lists.entries()) {
    const list = types.find(l => l.length > 4 && !l[0].reported && !l[1].reported && l.slice(-3).every(block => block.reported));
    if (list !== undefined) return { list, order };
  }
  return undefined;
}
