import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'mutex-missing',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'mainline'],
  visibleIn: ['I', 'K'],
  summary: 'Startup, shutdown, register or unregister runs without page_reporting_mutex',
  docs: {
    what: 'Reports the return of page_reporting_startup(), _shutdown(), _register() or _unregister() in which page_reporting_mutex was not taken.',
    why: 'Two drivers, or a driver that comes while another leaves, then both change the device pointer: the pointer of one is lost, and the other\'s memory is freed in use.',
    fix: 'Take page_reporting_mutex around everything that reads or writes the device pointer.',
    needs: 'Entry and return of the call, and mutex_lock or mutex_unlock events of page_reporting_mutex before the return.',
    source: 'page_reporting_startup() since v4 of the series, page_reporting_register() in mainline.',
  },
  observes: 'mutex-missing',
  evidence: ['lock', 'event'],
  message: o => `${eventName(o)} returns without having taken page_reporting_mutex, which other calls in this trace take: two of them at once would both change the device pointer. Take the mutex around the whole body.`,
  related: o => [{ id: o.data.beginId, message: 'the call begins here' }],
});
