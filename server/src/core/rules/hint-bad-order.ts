import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'hint-bad-order',
  severity: 'error',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I', 'K'],
  summary: 'The hint list is asked for an order that no zone has',
  docs: {
    what: 'Reports get_from_free_page_list() with an order below 0 or not below MAX_ORDER.',
    why: 'The function does not check it and indexes free_area[] with it: it reads memory beyond the array as if it were a list.',
    fix: 'Check that 0 <= order < MAX_ORDER at the beginning, and return 0 otherwise.',
    needs: 'order= on get_from_free_page_list.',
    source: 'Review of free page hint v33 (Linus Torvalds): the order must be checked.',
  },
  observes: 'bad-hint-order',
  standsAlone: true,
  at: () => ({ key: 'order' }),
  message: o => `The order is ${o.data.order}, but orders are 0 to ${o.data.maxOrder - 1}: free_area[] is read beyond its bounds. Check the argument at the beginning.`,
});
