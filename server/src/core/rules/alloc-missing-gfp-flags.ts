import { defineRule } from './defineRule.js';
import { balloonFlags } from '../engine/balloon.js';

export default defineRule({
  id: 'alloc-missing-gfp-flags',
  severity: 'warning',
  group: 'hint',
  interfaces: ['torvalds-alloc', 'wilcox-buffer'],
  visibleIn: ['F'],
  summary: 'A balloon allocates without the flags that spare the system',
  docs: {
    what: 'Reports an allocation of the top order by a balloon that lacks one of __GFP_NORETRY, __GFP_NOWARN, __GFP_NOMEMALLOC and __GFP_THISNODE. The last one is only asked for where the trace says interface=torvalds-alloc, or an allocation of the same run has it.',
    why: 'The balloon only wants what is free anyway. Without these flags the allocator reclaims, compacts, takes reserves or complains to get it the block.',
    fix: 'Allocate with __GFP_NORETRY | __GFP_NOWARN | __GFP_THISNODE | __GFP_NOMEMALLOC.',
    needs: 'mm_page_alloc with gfp_flags= as names; interface=torvalds-alloc, or two such allocations in a row by one task. Compound allocations are never a balloon\'s.',
    source: 'Linus Torvalds in the review of free page hint v33; VIRTIO_BALLOON_FREE_PAGE_ALLOC_FLAG of virtio_balloon.',
  },
  observes: 'balloon-flags-missing',
  standsAlone: true,
  at: () => ({ key: 'gfp_flags' }),
  message: o => `The balloon allocates a block of order ${o.data.order} without ${balloonFlags.filter((_, i) => (o.data.missing & (1 << i)) !== 0).join(' and ')}: the allocator may disturb the system to get it. Add the flag.`,
});
