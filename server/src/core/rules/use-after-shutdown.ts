import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'use-after-shutdown',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I', 'F', 'K'],
  summary: 'The worker fills or reports after shutdown has returned',
  docs: {
    what: 'Reports page_reporting_fill() and report after page_reporting_shutdown() has returned and before another startup.',
    why: 'Shutdown frees the scatterlist and the driver its queues: the worker writes to freed memory.',
    fix: 'Set the pointer to NULL, wait with synchronize_rcu(), then cancel_delayed_work_sync(), and only then free.',
    needs: 'The return of page_reporting_shutdown.',
    source: 'page_reporting_shutdown() of page reporting v5.',
  },
  observes: 'after-shutdown',
  message: o => `${eventName(o)} runs after the shutdown has returned: its scatterlist is freed. Let shutdown wait for readers and cancel the work before it frees anything.`,
  related: o => [{ id: o.data.shutdownId, message: 'the shutdown returns here' }],
});
