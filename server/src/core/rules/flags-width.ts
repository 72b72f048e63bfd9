import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'flags-width',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'The flags column is not as kernels print it, or not as the header says',
  docs: {
    what: 'Reports a flags column that has neither 4, 5 nor 7 characters, that has a character which no kernel prints at its place, or whose width is not that of the header\'s legend.',
    why: 'What such a line says about interrupts, preemption and context is not certain, and rules that look at it may be wrong or silent.',
    fix: 'Do not edit the column, and do not join recordings of different kernels; it is 4 characters before Linux 5.15, 5 since, and 7 with the lazy preemption of the PREEMPT_RT series.',
    needs: 'Lines with a flags column; for a comparison the whole legend with its ruler.',
    source: 'trace_print_lat_fmt(), kernel/trace/trace_output.c.',
  },
  observes: 'flags-width',
  standsAlone: true,
  evidence: ['flags'],
  at: o => ({ start: o.data.start, end: o.data.end }),
  message: o => (o.data.legend > 0
    ? `The flags column is ${JSON.stringify(o.data.text)}, but the header names ${o.data.legend} columns: the line may be of another recording, and what it says of interrupts is not certain. Analyse each recording by itself.`
    : `The flags column is ${JSON.stringify(o.data.text)}, but kernels print 4, 5 or 7 known characters: this line says nothing certain about interrupts. Take the column as the kernel printed it.`),
});
