import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'request-starved',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The worker ends while a zone is requested and no work is scheduled',
  docs: {
    what: 'Reports the end of the worker with a device registered, a zone still REQUESTED, and no schedule_delayed_work() since the worker began.',
    why: 'Only the first request schedules the worker, and this zone counts as requested already: it is never reported again.',
    fix: 'Keep the request count equal to the number of REQUESTED zones; schedule the worker wherever the count leaves 0.',
    needs: 'A startup that returned 0, the flag events, schedule_delayed_work and the end of the worker.',
    source: 'page reporting v5: the count and the flags part where a zone was still REQUESTED from before a shutdown or went offline meanwhile.',
  },
  observes: 'starved',
  message: (o, text) => `The worker ends, but ${zoneText(o.data.zone, text)} is still REQUESTED and nothing was scheduled since the worker began: the zone will never be reported again. The request count must equal the number of REQUESTED zones.`,
  related: o => [{ id: o.data.requestId, message: 'the zone is requested here' }],
});
