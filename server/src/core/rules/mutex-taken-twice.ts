import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'mutex-taken-twice',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'mainline'],
  visibleIn: ['I', 'K'],
  summary: 'A task takes page_reporting_mutex while it holds it',
  docs: {
    what: 'Reports mutex_lock() on the reporting mutex by the task that already holds it.',
    why: 'A mutex is not recursive: the task waits for itself, and every later startup or shutdown waits behind it.',
    fix: 'Unlock the mutex on every path out of startup and shutdown, and do not call one from the other.',
    needs: 'mutex_lock and mutex_unlock events.',
    source: 'page_reporting_startup() and page_reporting_shutdown() of page reporting v5 hold page_reporting_mutex for their whole body.',
  },
  observes: 'mutex-taken-twice',
  evidence: ['lock'],
  message: (o, text) => `${text.who(o.who)} takes the reporting mutex that it already holds, and waits for itself for ever. Unlock it on every path before it is taken again.`,
  related: o => [{ id: o.data.acquireId, message: 'taken here, and not released' }],
});
