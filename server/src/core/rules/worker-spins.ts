import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'worker-spins',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['F', 'I'],
  summary: 'The worker goes round the zones without doing anything',
  docs: {
    what: 'Reports a run of page_reporting_process() with more than 1000 visits of cycles or zones and no fill or report among them.',
    why: 'The loop ends only when refcnt is 0: a request that no zone can serve keeps one CPU busy for ever, and cancel_delayed_work_sync() waits for it.',
    fix: 'Clear the request, and count it down, on every path of the cycle that serves nothing.',
    needs: 'page_reporting_process and its visits.',
    source: 'page_reporting_process() of page reporting v5 loops while refcnt is not 0.',
  },
  observes: 'worker-idles',
  message: o => `The worker has made ${o.data.visits} visits in this run without a fill or a report: a request that nothing serves keeps it in its loop. Clear the request on the failing path.`,
  related: o => [{ id: o.data.workerId, message: 'the run begins here' }],
});
