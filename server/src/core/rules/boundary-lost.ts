import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'boundary-lost',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The boundary is a block that is not on the list',
  docs: {
    what: 'Reports a boundary that is set to a block which, by the trace, is not on that free list.',
    why: 'The boundary is a pointer into the list. Where its block is elsewhere, the next tail insertion goes into another list or into memory in use.',
    fix: 'Set the boundary after the block has been inserted, to the block that the put really inserted; push it back whenever its block leaves the list.',
    needs: 'The boundary event, and the free-list events or a free list that is known.',
    source: 'page_reporting_add_to_boundary() and page_reporting_del_from_boundary() of page reporting v5.',
  },
  observes: 'boundary-off-list',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `The boundary of order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} of ${zoneText(o.data.zone, text)} becomes ${pfnText(o.data.pfn)}, which is not on that list: the next tail insertion would corrupt memory. Set it to a block of the list, after the insertion.`,
});
