import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'bad-argument',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F', 'I'],
  summary: 'An argument that is missing or cannot be read',
  docs: {
    what: 'Reports a known event or a settings line whose argument is missing, is not a number or has an unknown name.',
    why: 'The line changes nothing in the model, or less than it should; findings that rest on it are missing.',
    fix: 'Write the argument as the trace language describes it: key=value, numbers decimal or with 0x.',
    needs: 'Nothing.',
    source: 'The trace language of Buddyscope, and the print formats of the kernel\'s tracepoints.',
  },
  observes: 'bad-argument',
  standsAlone: true,
  at: o => ({ start: o.data.start, end: o.data.end }),
  message: o => o.data.text,
});
