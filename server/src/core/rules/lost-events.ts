import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'lost-events',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'Events are missing from the trace',
  docs: {
    what: 'Reports a line by which the kernel, trace-cmd or perf says that events were lost.',
    why: 'What the CPU did since its last line is unknown. The analysis forgets locks, free lists and counts here and judges only what later lines show. It takes back what other CPUs seemed to do wrong meanwhile, unless their lines prove it alone: a lock taken with interrupts on stays, a block that is listed twice does not.',
    fix: 'Record with a larger buffer (buffer_size_kb), fewer events, or a filter on the events that matter.',
    needs: 'A LOST or DROPPED line.',
    source: 'The ring buffer of ftrace overwrites or drops events when its reader is too slow.',
  },
  observes: 'lost',
  standsAlone: true,
  related: o => [{ id: o.data.sinceId, message: `the last line of CPU ${o.data.cpu} before` }],
  message: o => {
    const count = o.data.count > 0 ? `${o.data.count} event${o.data.count === 1 ? '' : 's'}` : 'An unknown number of events';
    return `${count} of ${o.data.cpu >= 0 ? `CPU ${o.data.cpu}` : 'a CPU'} ${o.data.count === 1 ? 'is' : 'are'} missing here: locks, free lists and counts are unknown until later lines show them. Record with a larger buffer or fewer events.`;
  },
});
