import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'spurious-run',
  severity: 'info',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['F', 'I'],
  summary: 'The worker runs although no zone is requested',
  docs: {
    what: 'States that page_reporting_process() begins while REQUESTED is clear in every zone.',
    why: 'A request made while the worker was already running has scheduled it a second time; the run costs little and does nothing.',
    fix: 'Count the running worker in refcnt, so that a request during the run does not schedule.',
    needs: 'Zone flags of every declared zone.',
    source: 'refcnt of page reporting v5 reaches 0 before the last batch is reported.',
  },
  observes: 'run-unrequested',
  message: o => `The worker runs, but none of ${o.data.zones === 1 ? 'the zones' : `the ${o.data.zones} zones`} is requested: it was scheduled for a request that an earlier run has served. Harmless, but it need not happen.`,
});
