import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'double-schedule',
  severity: 'warning',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A request schedules the worker although another request had done so',
  docs: {
    what: 'Reports a schedule_delayed_work() by a request while another zone is requested already, or a request that states scheduled=1 with refcnt above 1.',
    why: 'Only the first request, which takes refcnt from 0, schedules; a second one means that the count is lost and shutdown may miss a run.',
    fix: 'Schedule only where atomic_fetch_inc() of refcnt returned 0.',
    needs: 'Zone flags and schedule_delayed_work inside a request, or refcnt= and scheduled= of the request.',
    source: '__page_reporting_request() of page reporting v5.',
  },
  observes: 'scheduled-again',
  message: (o, text) => `The request of ${zoneText(o.data.zone, text)} schedules the worker, but ${o.data.refcnt > 0 ? `refcnt is ${o.data.refcnt}` : `${zoneText(o.data.other, text)} was requested before`}: only the first request may. Schedule where refcnt was 0.`,
  related: o => [{ id: o.data.otherId, message: 'the earlier request' }],
});
