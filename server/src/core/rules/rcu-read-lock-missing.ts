import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'rcu-read-lock-missing',
  severity: 'error',
  group: 'context',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'A request uses the device outside an RCU reader',
  docs: {
    what: 'Reports a REQUESTED bit (in mainline: the device\'s state) that is set, or schedule_delayed_work(), inside __page_reporting_request() without an open rcu_read_lock(). The first request of page_reporting_register() needs none.',
    why: 'Only the reader keeps the device from being freed: without it shutdown\'s synchronize_rcu() does not wait, and the request writes to memory that is gone.',
    fix: 'Call rcu_read_lock() before the device pointer is read, and rcu_read_unlock() after its last use.',
    needs: 'RCU events in the trace before, and the events of the request.',
    source: '__page_reporting_request() of page reporting v5; __page_reporting_notify() of mainline.',
  },
  observes: 'request-without-reader',
  message: (o, text) => `${o.data.zone < 0 ? 'This request' : `The request of ${zoneText(o.data.zone, text)}`} uses the device without rcu_read_lock(): a shutdown may free it at this moment. Read the pointer and use it inside one reader.`,
  related: o => [{ id: o.data.requestId, message: 'the request begins here' }],
});
