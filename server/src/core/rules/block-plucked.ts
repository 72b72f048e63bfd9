import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'block-plucked',
  severity: 'error',
  group: 'hint',
  interfaces: ['torvalds-alloc', 'wilcox-buffer'],
  visibleIn: ['I'],
  summary: 'A free block is taken off its list by a bare list_del()',
  docs: {
    what: 'Reports list_del() of a free block that is not part of del_page_from_free_list(), and a buffer returned by get_from_free_page_list() that is a block still counted as free.',
    why: 'nr_free, the Buddy flag and NR_FREE_PAGES do not know of it: a buddy that is freed merges with the block while it is in use, and the counts stay wrong for ever.',
    fix: 'Allocate the buffer with alloc_pages(), or take the block with the allocator\'s own functions, which keep the accounts.',
    needs: 'list_del of a known free block and the end of the section; or free-list helpers and the return value of the call.',
    source: 'Matthew Wilcox\'s sketch in the review of free page hint v33, and Wei Wang\'s answer.',
  },
  observes: 'block-plucked',
  message: (o, text) => `Block ${pfnText(o.data.pfn)} of order ${o.data.order} of ${zoneText(o.data.zone, text)} is taken off its list without nr_free--, without clearing Buddy and without NR_FREE_PAGES: a buddy can merge with it while it is in use. Allocate the buffer, or use del_page_from_free_list().`,
  related: o => [{ id: o.data.lastId, message: 'the block was put on its list here' }],
});
