import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'report-allocates',
  severity: 'warning',
  group: 'context',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F', 'K', 'I'],
  summary: 'The worker allocates memory while it reports',
  docs: {
    what: 'Reports an allocation by the task that is between report and its return.',
    why: 'The batch has been taken out of the free lists, so memory is shorter than it looks, and an allocation that fails or reclaims here delays the return of the batch.',
    fix: 'Allocate what the driver needs when it is probed; a virtqueue with indirect descriptors allocates a table for each request.',
    needs: 'report and its return, and the allocation\'s event.',
    source: 'virtqueue_add() allocates an indirect table with VIRTIO_RING_F_INDIRECT_DESC.',
  },
  observes: 'allocation-in-report',
  evidence: ['probe', 'event'],
  message: (o, text) => `${text.who(o.who)} allocates while the driver reports a batch that is missing from the free lists: under pressure this may fail or wait. Allocate before the batch is filled.`,
  related: o => [{ id: o.data.reportId, message: 'the report begins here' }],
});
