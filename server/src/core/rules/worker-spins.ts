import { defineRule } from './defineRule.js';
import { durationText } from './ruleText.js';

export default defineRule({
  id: 'worker-spins',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['F', 'I'],
  summary: 'The worker runs on and on without doing anything',
  docs: {
    what: 'Reports a run of page_reporting_process() with more than 1000 visits of zones and no fill or report among them, or with more than 10 s and no fill or report in them. While the driver has a batch, the worker waits and does not spin.',
    why: 'The loop ends only when refcnt is 0: a request that no zone can serve keeps one CPU busy for ever, and cancel_delayed_work_sync() waits for it.',
    fix: 'Clear the request, and count it down, on every path of the cycle that serves nothing.',
    needs: 'page_reporting_process and its visits; or its workqueue_execute_start and _end with a clock of time. A run that has not ended where the trace does counts if the trace shows ends of others.',
    source: 'page_reporting_process() of page reporting v5 loops while refcnt is not 0.',
  },
  observes: 'worker-idles',
  message: o => (o.data.visits === 0
    ? `The worker has run for ${durationText(o.data.elapsedNs)} since it last did anything, with no fill or report: a request that nothing serves keeps it in its loop. Clear the request on the failing path.`
    : `The worker has made ${o.data.visits} visits in this run without a fill or a report: a request that nothing serves keeps it in its loop. Clear the request on the failing path.`),
  related: o => [{ id: o.data.workerId, message: 'the run begins here' }],
});
