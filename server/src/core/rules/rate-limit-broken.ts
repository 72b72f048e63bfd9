import { defineRule } from './defineRule.js';
import { durationText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'rate-limit-broken',
  severity: 'warning',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I', 'F'],
  summary: 'A request is served earlier than the delay allows',
  docs: {
    what: 'Reports a fill that serves a request made while the worker was running, sooner after it than the delay of schedule_delayed_work().',
    why: 'The delay is meant to keep reporting to a few runs a second. A worker that serves new requests at once runs without pause under a load that frees and allocates large blocks.',
    fix: 'End the worker after one pass over the zones and let new requests schedule it again.',
    needs: 'The flag events, page_reporting_fill, schedule_delayed_work with delay= (and hz= on the settings line where it is not 250), and a clock of time.',
    source: 'page reporting v5: the delay applies to the first request only, because page_reporting_process() loops while the count is not 0.',
  },
  observes: 'request-served-early',
  message: (o, text) => `The request of ${zoneText(o.data.zone, text)} is served ${durationText(o.data.elapsedNs)} after it was made, although requests are to be delayed by ${o.data.delayMs} ms: under load the worker runs without pause. Leave new requests to the next run.`,
  related: o => [{ id: o.data.requestId, message: 'requested here' }],
});
