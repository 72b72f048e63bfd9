import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'flagged-without-report',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I', 'K'],
  summary: 'A block is marked reported although its report failed or never ran',
  docs: {
    what: 'Reports a reported flag on a block of a batch whose report returned an error, or that was never handed to the driver.',
    why: 'The hypervisor still backs this memory, and because of the flag it will not be told again: the saving is lost until the block is used.',
    fix: 'Let the driver\'s callback return its error, and set the flags of the batch only on success.',
    needs: 'The report event with its return value (report__return with ret=) and __SetPageReported.',
    source: 'The report callback of page reporting v5 returns void, so its drain marks every block. In mainline it returns an int and the drain marks nothing on an error.',
  },
  observes: 'flag-set-unreported',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => {
    const why = o.data.failed ? 'the report of its batch failed' : 'its batch was not handed to the driver';
    return `Block ${pfnText(o.data.pfn)} of ${zoneText(o.data.zone, text)} is marked as reported, but ${why}: the hypervisor keeps the memory and is never told again. Set the flag only after a report that succeeded.`;
  },
  related: o => [{ id: o.data.reportId, message: 'the last report' }],
});
