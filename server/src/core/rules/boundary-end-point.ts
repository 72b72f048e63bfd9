import { defineRule } from './defineRule.js';
import { pfnText } from './ruleText.js';

export default defineRule({
  id: 'boundary-end-point',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The fill ends a list with a boundary that is not its first entry',
  docs: {
    what: 'Reports the end of a list in the fill (page_reporting_add_to_boundary outside a put) that sets the boundary to another block than the first of the list.',
    why: 'The boundary at the first entry is what makes the list read as done. Anywhere else, blocks between it and the head are looked at again, or tail frees go among reported blocks.',
    fix: 'Set the boundary to the first entry of the list when both its ends are reported.',
    needs: 'The boundary events, and a free list that is known completely.',
    source: 'get_unreported_page() of page reporting v5: the boundary becomes the first entry, so that the list reads as empty next time.',
  },
  observes: 'boundary-not-first',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `The fill ends the list of order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} with the boundary at ${pfnText(o.data.pfn)}, but its first entry is ${pfnText(o.data.first)}, so the list does not read as done. Set the boundary to the first entry.`,
});
