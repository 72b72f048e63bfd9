import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'request-refcount-zero-busy',
  severity: 'info',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'refcnt is 0 although a batch is out',
  docs: {
    what: 'States, once for a trace, that a fill ends with refcnt=0 while blocks are in flight.',
    why: 'The comment at the field promises one more while the worker runs, but the code never counts it: refcnt 0 does not mean that nothing is going on, and a request during the report schedules the work a second time.',
    fix: 'Count the worker itself, or do not rely on refcnt for quiescence.',
    needs: 'page_reporting_fill with refcnt=.',
    source: 'refcnt of struct page_reporting_dev_info, page reporting v5.',
  },
  observes: 'refcount-zero-busy',
  at: () => ({ key: 'refcnt' }),
  message: (o, text) => `refcnt is 0, but ${blocks(o.data.inFlight)} of ${zoneText(o.data.zone, text)} ${o.data.inFlight === 1 ? 'is' : 'are'} about to be reported: 0 does not mean that the worker is done. A request now schedules it again.`,
});
