import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'stale-request',
  severity: 'warning',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A zone stays requested after the device has gone',
  docs: {
    what: 'Reports a zone whose REQUESTED bit is set when page_reporting_shutdown() returns.',
    why: 'The bit screens every later free, and the next startup sets refcnt to 0: if that startup does not request the zone again, its blocks are never reported, or its fill counts refcnt below what is there.',
    fix: 'Clear REQUESTED of every zone when the work has been cancelled.',
    needs: 'Zone flags and the return of the shutdown.',
    source: 'page_reporting_shutdown() of page reporting v5 leaves the bits.',
  },
  observes: 'requested-at-shutdown',
  message: (o, text) => `The shutdown returns with ${zoneText(o.data.zone, text)} still requested: nobody will serve or count this request. Clear REQUESTED after the work is cancelled.`,
  related: o => [{ id: o.data.requestId, message: 'requested here' }],
});
