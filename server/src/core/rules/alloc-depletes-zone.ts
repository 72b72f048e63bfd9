import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'alloc-depletes-zone',
  severity: 'warning',
  group: 'hint',
  interfaces: ['torvalds-alloc', 'wilcox-buffer'],
  visibleIn: ['F'],
  summary: 'A balloon takes the last blocks of the top order',
  docs: {
    what: 'Reports the allocation of a run by one task after which a zone has no free block of the top order, or fewer free pages than its low watermark.',
    why: 'Whoever wants memory next goes into reclaim, or the OOM killer runs, although the balloon was only to find out what is free. With hints nothing is taken.',
    fix: 'Ask how many blocks are free and leave some, or give the last one back.',
    needs: 'mm_page_alloc with gfp_flags=, and the free blocks of the zone: free=none, free or buddyinfo lines at the start. For the watermark low= and all orders.',
    source: 'Wei Wang and Linus Torvalds in the review of free page hint v33.',
  },
  observes: 'top-order-depleted',
  message: (o, text) => `After ${o.data.taken} allocations of order ${o.data.order} in a row, ${zoneText(o.data.zone, text)} has ${o.data.pages >= 0 ? `${o.data.pages} free pages, fewer than its low watermark of ${o.data.low}` : `no free block of that order`}: others go into reclaim while the balloon holds it all. Leave some blocks, or give the last one back.`,
  related: o => [{ id: o.data.firstId, message: 'the first allocation of the run' }],
});
