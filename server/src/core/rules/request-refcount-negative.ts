import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'request-refcount-negative',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The request count is below zero',
  docs: {
    what: 'Reports a line that states a refcnt below 0.',
    why: 'The worker loops while the count is not zero: below zero it loops until four billion requests have come, and occupies a CPU.',
    fix: 'Count down only for a request that was counted. A zone that is still REQUESTED from before a shutdown was not.',
    needs: 'refcnt= on __page_reporting_request, page_reporting_fill or page_reporting_process.',
    source: 'page_reporting_fill() of page reporting v5 counts down for any REQUESTED zone, and page_reporting_process() tests the count for zero only.',
  },
  observes: 'refcount-negative',
  standsAlone: true,
  at: () => ({ key: 'refcnt' }),
  message: o => `refcnt is ${o.data.refcnt}: a request was served that had not been counted, and the worker, which runs until the count is 0, will spin. Clear REQUESTED when the device leaves, so that no old request is served.`,
});
