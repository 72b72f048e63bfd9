import { interfaceNames } from '../trace/settings.js';
import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'ambiguous-task',
  severity: 'info',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'A line can be split into task, pid and CPU in more than one way',
  docs: {
    what: 'States that the text in front of an event holds two passages that read as task, pid, CPU and time. The first one counts.',
    why: 'A task may have any name of up to 15 bytes, also one with a dash, digits and brackets. Who did what, on which CPU and when, may be wrong for this line.',
    fix: 'Keep the blanks in front of the name: the kernel aligns it to 16 columns, and an aligned line can be split in one way only.',
    needs: 'A line that is not aligned as ftrace and trace-cmd align it.',
    source: 'trace_print_context(), kernel/trace/trace_output.c: "%16s-%-7d ".',
  },
  observes: 'task-ambiguous',
  standsAlone: true,
  at: o => ({ start: o.data.start, end: o.data.end }),
  message: ({ data }) => `This line is read as of task ${JSON.stringify(data.task)}, pid ${data.pid}, but can also be of task ${JSON.stringify(data.otherTask)}, pid ${data.otherPid}. Keep the columns as the kernel aligned them.`,
});
