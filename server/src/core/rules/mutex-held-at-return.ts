import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'mutex-held-at-return',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'mainline'],
  visibleIn: ['I', 'K'],
  summary: 'Startup, shutdown, register or unregister returns with page_reporting_mutex held',
  docs: {
    what: 'Reports the return of page_reporting_startup(), _shutdown(), _register() or _unregister() while its task still holds page_reporting_mutex.',
    why: 'The mutex is private to these functions: nobody releases it later, and the next driver that comes or goes sleeps for ever.',
    fix: 'Leave through the path that unlocks, error paths included.',
    needs: 'mutex_lock and mutex_unlock with the name of the mutex, and the return of the call.',
    source: 'page_reporting_startup() and page_reporting_shutdown() of page reporting v5.',
  },
  observes: 'mutex-held-at-return',
  evidence: ['lock', 'event'],
  message: o => `${eventName(o)} returns with page_reporting_mutex held: the next startup or shutdown waits for ever. Unlock it on every path out, error paths included.`,
  related: o => [{ id: o.data.acquireId, message: 'taken here' }, { id: o.data.beginId, message: 'the call begins here' }],
});
