import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'populate-failure-loop',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The worker retries a zone whose counters cannot be allocated, without end',
  docs: {
    what: 'Reports the second and later page_reporting_populate_metadata() of one zone that fails with -12 (-ENOMEM) in one run of the worker.',
    why: 'The request stays counted, so the worker comes back at once, without sleeping: it occupies a CPU just when memory is short, and a shutdown waits for it for ever.',
    fix: 'Give up the request of the zone, or leave the worker and try again after the delay.',
    needs: 'page_reporting_populate_metadata with its return value.',
    source: 'page_reporting_cycle() of page reporting v5 (and of hinting v2) returns on an error without clearing REQUESTED or counting down.',
  },
  observes: 'populate-failed-again',
  at: () => ({ key: 'ret' }),
  message: (o, text) => `The counters of ${zoneText(o.data.zone, text)} could not be allocated for the ${o.data.times === 2 ? 'second' : `${o.data.times}th`} time in this run of the worker, which retries without a pause while memory is short. Drop the request on -ENOMEM, or try again after the delay.`,
  related: o => [{ id: o.data.workerId, message: 'the worker begins here' }],
});
