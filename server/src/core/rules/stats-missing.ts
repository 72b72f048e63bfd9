import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'stats-missing',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The reported flag changes while the zone has no counters',
  docs: {
    what: 'Reports a set or clear of the reported flag in a zone whose counters were freed by page_reporting_reset() and not allocated again.',
    why: 'The count is changed through a NULL pointer: the kernel crashes with the zone lock held.',
    fix: 'Test reported_pages for NULL under the zone lock before counting, and free it under the same lock.',
    needs: 'page_reporting_reset, populate_metadata with its return value, and the flag events.',
    source: 'page_reporting_reset() of page reporting v5 frees reported_pages when a zone becomes unpopulated; put_reported_page() and clear_page_reported() index it without a test.',
  },
  observes: 'flag-without-counters',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `The reported flag of block ${pfnText(o.data.pfn)} changes, but the counters of ${zoneText(o.data.zone, text)} were freed and not allocated again, so the kernel counts through a NULL pointer and crashes. Test reported_pages under the zone lock first.`,
  related: o => [{ id: o.data.resetId, message: 'the counters are freed here' }],
});
