import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'work-queued-without-delay',
  severity: 'warning',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I', 'F'],
  summary: 'Work is queued to run at once from inside a zone\'s section',
  docs: {
    what: 'Reports schedule_delayed_work() with a delay of 0 by a task that holds a zone lock.',
    why: 'A delay of 0 skips the timer: the work is queued and a worker woken at once, under the zone lock. The wakeup takes more locks, and the worker\'s first act is to wait for the zone lock.',
    fix: 'Schedule with a delay, as the posted patches do with HZ/10, or queue after the lock is released.',
    needs: 'The lock event and schedule_delayed_work with delay= or delay_ms=.',
    source: '__page_reporting_request() of page reporting v5 schedules with HZ/10.',
  },
  observes: 'queued-without-delay',
  standsAlone: true,
  evidence: ['lock', 'event'],
  message: (o, text) => `The work is queued with a delay of 0 while ${text.who(o.who)} holds the lock of ${zoneText(o.data.zone, text)}: a worker is woken under the lock and then waits for it. Give a delay, or queue after the release.`,
  related: o => [{ id: o.data.acquireId, message: 'the lock is taken here' }],
});
