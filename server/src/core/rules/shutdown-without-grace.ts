import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'shutdown-without-grace',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'Shutdown does not wait for readers and for the worker',
  docs: {
    what: 'Reports the return of page_reporting_shutdown() in which synchronize_rcu() and then cancel_delayed_work_sync() were not both called, in this order.',
    why: 'A reader that has just read the pointer may schedule the work again after it was cancelled; the worker then uses a scatterlist that is freed.',
    fix: 'Clear the pointer, call synchronize_rcu(), then cancel_delayed_work_sync(), then free.',
    needs: 'Entry and return of the shutdown of a device that the trace has shown to start, and RCU events in the trace.',
    source: 'page_reporting_shutdown() of page reporting v5.',
  },
  observes: 'grace-period-missing',
  message: o => {
    const { synchronized, misordered } = o.data;
    const fault = misordered ? 'cancels the work before it waits for readers: a reader may schedule it again'
      : synchronized ? 'does not cancel the work: the worker may still run' : 'does not wait for readers before the work is cancelled: one of them may still use the device';
    return `The shutdown ${fault}, while the scatterlist is freed. Call synchronize_rcu(), then cancel_delayed_work_sync().`;
  },
  related: o => [{ id: o.data.beginId, message: 'the shutdown begins here' }],
});
