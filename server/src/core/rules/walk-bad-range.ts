import { defineRule } from './defineRule.js';
import { pfnText } from './ruleText.js';

export default defineRule({
  id: 'walk-bad-range',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'The callback gets a range that is no block of the list',
  docs: {
    what: 'Reports a callback whose number of pages is not that of the list\'s order, or whose first pfn is not a multiple of it.',
    why: 'The callback hands the range to the hypervisor as free. Pages beyond the block are in use: their contents are lost.',
    fix: 'Pass page_to_pfn(page) and 1 << order, with the order of the list that is walked.',
    needs: 'report_pfn_range with nr_pages=, and the list (walk_free_page_list) for its order.',
    source: 'walk_free_page_list() (free page reporting v29): report_pfn_range(opaque, pfn, 1 << order).',
  },
  observes: 'range-malformed',
  at: () => ({ key: 'pfn' }),
  message: o => `The callback gets ${o.data.pages} pages from ${pfnText(o.data.pfn)}, which is no block${o.data.order >= 0 ? ` of order ${o.data.order}: those have ${2 ** o.data.order} pages and begin at a multiple of that` : ': a block has a power of two of pages and begins at a multiple of that'}. Pass the pfn of the list entry and 1 << order.`,
  related: o => [{ id: o.data.listId, message: 'the list that is walked' }],
});
