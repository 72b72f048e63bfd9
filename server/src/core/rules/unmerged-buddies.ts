import { defineRule } from './defineRule.js';
import { blockText, pfnText } from './ruleText.js';

export default defineRule({
  id: 'unmerged-buddies',
  severity: 'warning',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'Two free buddies of one order and type are both on their list',
  docs: {
    what: 'Reports a block that is added to a free list while its buddy of the same order and type is on it; Unmovable, Movable and Reclaimable only, and below the top order.',
    why: 'The allocator merges buddies before it lists them: either the merge was left out, or one of the two is not really free.',
    fix: 'Free blocks through __free_one_page(), which merges.',
    needs: 'The free-list helpers, and lists that are known from the start. Silent while the zone has isolated blocks, which do not merge.',
    source: '__free_one_page(), mm/page_alloc.c.',
  },
  observes: 'buddies-unmerged',
  at: () => ({ key: 'pfn' }),
  message: o => `${blockText(o.data)} is listed beside its free buddy ${pfnText(o.data.buddy)}: the two should have become one block of order ${o.data.order + 1}. Free blocks through __free_one_page(), which merges them.`,
  related: o => [{ id: o.data.lastId, message: 'the buddy is listed here' }],
});
