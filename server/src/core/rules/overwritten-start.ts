import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'overwritten-start',
  severity: 'info',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'The beginning of the recording has been overwritten',
  docs: {
    what: 'States that the header names fewer entries in the buffer than were written.',
    why: 'The trace begins in the middle: what was allocated, locked or requested before is not known.',
    fix: 'Record with a larger buffer_size_kb, or read trace_pipe while it runs.',
    needs: 'The line entries-in-buffer/entries-written of the header.',
    source: 'The ring buffer of ftrace overwrites its oldest entries.',
  },
  observes: 'buffer-overwritten',
  standsAlone: true,
  evidence: ['event'],
  message: o => `${o.data.entries} of ${o.data.written} entries are left: the first ${o.data.written - o.data.entries} were overwritten, so the state at the first line is not known. Record with a larger buffer.`,
});
