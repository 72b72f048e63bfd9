import { interfaceNames } from '../trace/settings.js';
import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'repeated-line',
  severity: 'info',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F', 'I'],
  summary: 'An event is in the trace twice',
  docs: {
    what: 'Reports a line with an event that is the same as the line before, its time included.',
    why: 'One event of the kernel counts twice then: a page is given out that is not free, a lock is taken that is held. What other rules find here may come from the copy alone.',
    fix: 'Remove the copy, or record the trace again. Leave it if the kernel really did the same twice within one step of the trace\'s clock.',
    needs: 'Lines with a time. Functions, probes and lines of a counting clock must show a page: without one the same may happen again within a step of the clock.',
    source: 'kernel/trace/trace_output.c: a line shows task, CPU, flags and time of the event.',
  },
  observes: 'line-repeated',
  standsAlone: true,
  message: () => 'This line is the same as the one before, its time included: one event counts twice. If it was pasted or printed twice, remove the copy.',
  related: o => [{ id: o.data.previousId, message: 'the same line' }],
});
