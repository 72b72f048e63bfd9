import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'below-watermark',
  severity: 'warning',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F', 'I', 'P'],
  summary: 'A batch is pulled although the zone is short of free pages',
  docs: {
    what: 'Reports a fill, or in mainline the report of a batch, at which the free pages of the zone are below its low watermark.',
    why: 'The pulled blocks are missing until the hypervisor has answered. Below the low watermark allocations start reclaim, or fail, for the sake of reporting.',
    fix: 'Skip a zone whose free pages would fall below the low watermark plus the size of a batch.',
    needs: 'low= on the zone line, known counts of all orders, and page_reporting_fill; in mainline the zone that is visited, and the report.',
    source: 'page reporting v5 has no such check; mainline tests the low watermark plus the capacity in blocks before a zone is processed.',
  },
  observes: 'below-watermark',
  message: (o, text) => `With this batch pulled, ${zoneText(o.data.zone, text)} has ${o.data.free} free pages, fewer than its low watermark of ${o.data.low}: allocations go into reclaim until the hypervisor has answered. Skip zones without enough free pages for a batch.`,
});
