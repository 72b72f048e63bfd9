import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'nr-free-mismatch',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I', 'P'],
  summary: 'nr_free in an event differs from the free lists of the model',
  docs: {
    what: 'Reports an event that states nr_free of an order where the model, from the free-list events so far, has another number.',
    why: 'Either a block was linked or unlinked without the count, or the trace misses free-list events. Allocation and the request for reporting both trust the count.',
    fix: 'Compare the free-list events of this order with the code path that printed this line; each link and unlink needs its count.',
    needs: 'An event with nr_free=, and a starting state (free=none, free lines or an earlier count).',
    source: 'add_to_free_list() and del_page_from_free_list(): nr_free goes up and down with the list.',
  },
  observes: 'free-count-differs',
  holds: o => !o.data.snapshot,
  at: () => ({ key: 'nr_free' }),
  message: (o, text) => `nr_free of order ${o.data.order} in ${zoneText(o.data.zone, text)} is ${o.data.claimed}, but the events so far leave ${blocks(o.data.model)} on its lists. A link or unlink without its count, or an event that the trace does not have, lies before this line.`,
});
