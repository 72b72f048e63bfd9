import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'unrecognised-line',
  severity: 'info',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F', 'I'],
  summary: 'A line that is not understood',
  docs: {
    what: 'States that a line fits no known form of a trace line and was skipped.',
    why: 'If it was an event, the model misses it.',
    fix: 'Nothing, if the line is not part of the trace. A line that was broken by copying has to be joined again.',
    needs: 'Nothing.',
    source: 'The line formats of ftrace, trace-cmd and perf.',
  },
  observes: 'unrecognised',
  standsAlone: true,
  message: () => 'This line fits no known form of a trace line and is skipped; if it was an event, the analysis misses it.',
});
