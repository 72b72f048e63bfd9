/** The two alternatives to the hint list: the balloon that allocates, and a free block as the buffer. */
import { fault, type FaultCase } from './case.js';
import type { Interface } from '../shape.js';

const balloon: readonly Interface[] = ['torvalds-alloc'];
const buffer: readonly Interface[] = ['wilcox-buffer'];

const FLAGS = 4;

export const alternatives: readonly FaultCase[] = [
  {
    rule: 'alloc-depletes-zone', interfaces: balloon, undecided: 'somebody else took the last block, or it was the first of the run',
    fault: { site: 'takes-all', judge: (name, _, k) => (name === 'mm_page_alloc' && k.memo === 1 ? 'wrong' : name === 'mm_page_free' ? 'undecided' : 'not yet') },
  },
  {
    rule: 'alloc-missing-gfp-flags', interfaces: balloon, undecided: 'there was no block left',
    fault: { site: 'flag-left-out', judge: (name, args) => (name !== 'mm_page_alloc' ? 'not yet' : String(args['gfp_flags']).split('|').length < FLAGS ? 'wrong' : 'undecided') },
  },
  { rule: 'block-plucked', interfaces: buffer, fault: fault('bare-list-del') },
  {
    rule: 'block-plucked', interfaces: buffer, undecided: 'the block is page 0, so that the address is that of no block',
    fault: fault('buffer-left-on-list', (name, args) => (name !== 'get_from_free_page_list__return' ? 'not yet' : args['ret'] === 0 ? 'undecided' : 'wrong')),
  },
  {
    rule: 'block-plucked', interfaces: balloon,
    fault: {
      site: 'section', when: (k, { zone }) => zone.lists[k.shape.orders - 1][1].length > 2,
      *act(k, { by, zone }) {
        const order = k.shape.orders - 1;
        const block = zone.lists[order][1].pop();
        if (block !== undefined) yield* k.print(by, 'list_del', { zone: zone.key, pfn: block.pfn, order });
      },
    },
  },
];
