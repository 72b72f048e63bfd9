import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'putback-notifies',
  severity: 'error',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['I'],
  summary: 'Putting reported blocks back requests another run',
  docs: {
    what: 'Reports a request that a drain causes.',
    why: 'Every block that is put back is free memory of a reportable order: if that counts as a new free, the worker requests itself for ever.',
    fix: 'Free with FPI_SKIP_REPORT_NOTIFY in __putback_isolated_page().',
    needs: 'page_reporting_drain, its return, and __page_reporting_notify.',
    source: '__putback_isolated_page() and __free_one_page() in mm/page_alloc.c.',
  },
  observes: 'notify-in-drain',
  evidence: ['probe', 'event'],
  message: () => 'The drain itself requests another run: putting blocks back counts as freeing them, so the worker never comes to rest. Skip the notification when a block is put back.',
  related: o => [{ id: o.data.drainId, message: 'the drain begins' }],
});
