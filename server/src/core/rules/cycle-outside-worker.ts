import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'cycle-outside-worker',
  severity: 'warning',
  group: 'context',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F', 'I'],
  summary: 'A cycle or fill runs in a task that is not the worker',
  docs: {
    what: 'Reports page_reporting_cycle() and page_reporting_fill() of a task that is not inside page_reporting_process(), or its work item. Where the trace shows neither, of a task that is no kworker by its name after a kworker has run one.',
    why: 'The scatterlist and the boundaries are made for one worker at a time: a second one overwrites the batch of the first.',
    fix: 'Run cycles from the work item only.',
    needs: 'page_reporting_process in the trace before, or workqueue_execute_start and _end; else the names of the tasks.',
    source: 'page_reporting_process() is the only caller of page_reporting_cycle().',
  },
  observes: 'outside-worker',
  message: (o, text) => `${text.who(o.who)} runs ${eventName(o)}, but ${o.data.worker >= 0 ? `the worker is ${text.who(o.data.worker)}` : 'no task is in the worker function'}: batch and boundaries belong to one worker. Call it from the work item only.`,
  related: o => [{ id: o.data.workerId, message: o.data.byName ? 'a worker has run one here' : 'the worker begins here' }],
});
