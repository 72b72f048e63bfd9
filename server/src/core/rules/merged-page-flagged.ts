import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'merged-page-flagged',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'A block is marked reported although it merged when it was put back',
  docs: {
    what: 'Reports a reported flag on a block that is not the one that was put back: it merged with a buddy, so it is larger or begins elsewhere, or it is not on a list at all.',
    why: 'Part of the merged block was never reported. With the flag it never will be, and the count of its order is wrong.',
    fix: 'After the insertion compare the block\'s order with the order that was put; set the flag only where they are equal.',
    needs: 'put_reported_page, the free-list events of the put and __SetPageReported.',
    source: 'put_reported_page() of page reporting v5 leaves a block that merged unreported.',
  },
  observes: 'flag-set-on-merged',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => {
    const { order, putOrder } = o.data;
    const now = order === putOrder ? 'is no longer a block of its own' : `is of order ${order} now`;
    return `Block ${pfnText(o.data.pfn)} of ${zoneText(o.data.zone, text)} is marked as reported, but a block of order ${putOrder} was put back and it ${now}: it merged, and part of the result was never reported. Set the flag only where the order is unchanged.`;
  },
  related: o => [{ id: o.data.putId, message: 'put back here' }],
});
