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
    why: 'What happened meanwhile is unknown: locks, free lists and counts. The analysis forgets them here and judges only what later lines show.',
    fix: 'Record with a larger buffer (buffer_size_kb), fewer events, or a filter on the events that matter.',
    needs: 'A LOST or DROPPED line.',
    source: 'The ring buffer of ftrace overwrites or drops events when its reader is too slow.',
  },
  observes: 'lost',
  message: o => {
    const count = o.data.count > 0 ? `${o.data.count} event${o.data.count === 1 ? '' : 's'}` : 'An unknown number of events';
    return `${count} of ${o.data.cpu >= 0 ? `CPU ${o.data.cpu}` : 'a CPU'} ${o.data.count === 1 ? 'is' : 'are'} missing here: locks, free lists and counts are unknown until later lines show them. Record with a larger buffer or fewer events.`;
  },
});
