import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'in-flight-page-used',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I', 'F'],
  summary: 'A page is allocated while it is being reported',
  docs: {
    what: 'Reports the allocation of a page that was pulled for reporting and has not been put back.',
    why: 'The hypervisor drops the memory of the batch: whatever the new owner writes before the report is over is lost.',
    fix: 'Make sure that a pulled block is off every list and is put back only after the driver has returned.',
    needs: 'get_unreported_page, put_reported_page and the allocation events.',
    source: 'Commit text of page reporting v5: a block is not available to the allocator while it is being reported.',
  },
  observes: 'in-flight-used',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `Page ${pfnText(o.data.pfn)} of ${zoneText(o.data.zone, text)} is allocated while it is being reported: the hypervisor drops its content under the new owner. A pulled block must stay off the lists until the driver has returned.`,
  related: o => [{ id: o.data.lastId, message: 'pulled for reporting here' }],
});
