import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'empty-run-thrash',
  severity: 'warning',
  group: 'lifecycle',
  interfaces: ['reporting-v5'],
  visibleIn: ['I'],
  summary: 'Run after run reports nothing although the high water mark asks for it',
  docs: {
    what: 'Reports the third and later fill of a zone that finds nothing while free blocks of an order exceed the reported ones by the high water mark.',
    why: 'The free blocks are on lists that the fill leaves out, so the difference never shrinks: each free of that order wakes the worker for nothing.',
    fix: 'Leave the blocks of skipped migratetypes out of the number that is compared, or report them too.',
    needs: 'page_reporting_fill with nents=0, and known counts of the zone. hwm= on the settings line where it is not 32.',
    source: 'page_reporting_notify_free() of page reporting v5 compares nr_free of all migratetypes, while the fill leaves out CMA and Isolate; version 6 of the series reports CMA again.',
  },
  observes: 'empty-run',
  at: () => ({ key: 'nents' }),
  message: (o, text) => `This is run ${o.data.times} in a row that finds nothing to report in ${zoneText(o.data.zone, text)}, while ${o.data.excess} free blocks of order ${o.data.order} are not reported: they are on lists that the fill skips, so every further free asks again. Leave skipped migratetypes out of the comparison.`,
  related: o => [{ id: o.data.firstId, message: 'the first run that found nothing' }],
});
