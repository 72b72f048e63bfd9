import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'request-missed',
  severity: 'warning',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A free meets every condition of the screen, but no request follows',
  docs: {
    what: 'Reports the end of a section in which page_reporting_notify_free() saw enough unreported blocks and REQUESTED clear, and made no request.',
    why: 'The next chance is the next free of that order; if none comes the memory stays with the guest.',
    fix: 'Call __page_reporting_request() in the same section.',
    needs: 'page_reporting_notify_free with its counts, zone flags, lock events, and a request earlier in the trace.',
    source: 'page_reporting_notify_free() of page reporting v5.',
  },
  observes: 'request-missing',
  message: (o, text) => `Order ${o.data.order} of ${zoneText(o.data.zone, text)} had ${o.data.nrFree} free blocks and ${o.data.nrReported} reported ones, ${o.data.hwm} or more apart, and no request was pending, but none was made: the memory waits for another free. Request in the section of the free.`,
  related: o => [{ id: o.data.notifyId, message: 'the free that should have asked' }],
});
