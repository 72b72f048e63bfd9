import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'flags-width',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'The flags column has a width or a character that no kernel prints',
  docs: {
    what: 'Reports a line whose flags column has neither 4, 5 nor 7 characters, or an unknown character for the context, while other lines have one.',
    why: 'The line says nothing about interrupts then, and a rule that looks at it may miss what it shows.',
    fix: 'Do not edit the column; it is 4 characters before Linux 5.15, 5 since, and 7 with lazy preemption.',
    needs: 'Lines with a flags column.',
    source: 'trace_print_lat_fmt(), kernel/trace/trace_output.c.',
  },
  observes: 'flags-width',
  evidence: ['flags'],
  at: o => ({ start: o.data.start, end: o.data.end }),
  message: o => `The flags column is ${JSON.stringify(o.data.text)}, but kernels print 4, 5 or 7 known characters: this line says nothing certain about interrupts. Take the column as the kernel printed it.`,
});
