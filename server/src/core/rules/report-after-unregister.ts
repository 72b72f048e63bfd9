import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'report-after-unregister',
  severity: 'error',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['F', 'K'],
  summary: 'A batch is reported after the driver has gone',
  docs: {
    what: 'Reports a call of the driver\'s report function after page_reporting_unregister() has returned and before another driver registers.',
    why: 'The device and its queues are freed: the report writes to memory that belongs to somebody else.',
    fix: 'Set the pointer to NULL, wait with synchronize_rcu(), cancel the work with cancel_delayed_work_sync(), then free the device.',
    needs: 'The return of page_reporting_unregister() and the report function.',
    source: 'page_reporting_unregister(), mm/page_reporting.c.',
  },
  observes: 'report-unregistered',
  evidence: ['probe', 'event'],
  message: () => 'The report function is called after page_reporting_unregister() has returned: the device is gone. Cancel the work and wait for it before the device is freed.',
  related: o => [{ id: o.data.unregisterId, message: 'the driver is gone from here on' }],
});
