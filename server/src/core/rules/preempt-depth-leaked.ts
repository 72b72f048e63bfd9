import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'preempt-depth-leaked',
  severity: 'warning',
  group: 'context',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F'],
  summary: 'A work item ends with preemption disabled deeper than it began',
  docs: {
    what: 'Reports a workqueue_execute_end whose preempt depth is higher than that of the workqueue_execute_start of the same task.',
    why: 'A lock or reader was not given back in between: the next sleep of the task is "scheduling while atomic".',
    fix: 'Look between the two lines for a spin_lock(), preempt_disable() or rcu_read_lock() without its counterpart.',
    needs: 'workqueue_execute_start and _end with the flags column.',
    source: 'process_one_work() checks the same after each work item.',
  },
  observes: 'depth-leaked',
  evidence: ['flags'],
  at: () => 'flags',
  message: (o, text) => `The work item of ${text.who(o.who)} began at preempt depth ${o.data.before} and ends at ${o.data.after}: a lock, reader or preempt_disable() was not undone. Undo it before the work returns.`,
  related: o => [{ id: o.data.startId, message: 'the work item begins here' }],
});
