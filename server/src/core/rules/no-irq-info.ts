import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'no-irq-info',
  severity: 'info',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'No line shows the flags column',
  docs: {
    what: 'States that the trace has events and none of them has the flags column.',
    why: 'Whether interrupts were off, and in which context an event happened, is not known: the rules that rest on it cannot say anything.',
    fix: 'Record with the option irq-info (echo 1 > options/irq-info); perf script does not print it.',
    needs: 'The end of the trace.',
    source: 'The irq-info option of ftrace.',
  },
  observes: 'flags-missing',
  standsAlone: true,
  evidence: ['flags'],
  message: () => 'No line of this trace shows the flags column: nothing can be said about interrupts and preemption. Record with the option irq-info.',
});
