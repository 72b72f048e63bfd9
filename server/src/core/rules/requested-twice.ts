import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'requested-twice',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A zone is requested that is already requested',
  docs: {
    what: 'Reports a set of the REQUESTED flag while it is set.',
    why: 'Each request counts the zone up, but the fill counts it down once: the count never comes back to 0 and the worker spins.',
    fix: 'Test REQUESTED under the zone lock before the request, in the free path and in the startup.',
    needs: 'The REQUESTED flag events.',
    source: 'page_reporting_notify_free() of page reporting v5 returns early where REQUESTED is set; page_reporting_startup() does not test it.',
  },
  observes: 'requested-twice',
  message: (o, text) => `REQUESTED is set for ${zoneText(o.data.zone, text)} while it is set already: the request is counted twice and served once, so the worker will never see a count of 0. Test the flag before the request.`,
  related: o => [{ id: o.data.requestId, message: 'set here before' }],
});
