import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'process-while-frozen',
  severity: 'error',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['F'],
  summary: 'The worker runs while the system is suspended',
  docs: {
    what: 'Reports page_reporting_process() between the end of freeze_processes and thaw_processes.',
    why: 'The device is being suspended: the report waits for an answer that does not come, and suspend or resume hangs.',
    fix: 'Queue the work on a freezable workqueue (system_freezable_wq).',
    needs: 'suspend_resume events (power) and the start of page_reporting_process.',
    source: 'Commit 0b45f6927a14 moved the work to a freezable workqueue.',
  },
  observes: 'run-while-frozen',
  evidence: ['event', 'probe'],
  message: () => 'The worker runs while tasks and freezable workqueues are frozen: the device may be suspended, and the report never comes back. Queue the work on system_freezable_wq.',
  related: o => [{ id: o.data.frozenId, message: 'everything is frozen from here on' }],
});
