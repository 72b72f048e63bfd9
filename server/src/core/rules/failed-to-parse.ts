import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'failed-to-parse',
  severity: 'info',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'The tool that printed the trace could not format an event',
  docs: {
    what: 'States that lines carry raw data instead of an event\'s text: [FAILED TO PARSE] of trace-cmd, or the output of the raw, hex and bin options of ftrace.',
    why: 'Raw fields cannot be read reliably, so these events are not part of the analysis.',
    fix: 'Turn the options off (echo noraw nohex nobin > trace_options), or use a trace-cmd that knows the kernel\'s events.',
    needs: 'Nothing.',
    source: 'libtraceevent prints [FAILED TO PARSE] where it cannot interpret an event\'s format.',
  },
  observes: 'raw-output',
  message: o => `${o.data.lines === 1 ? 'This line has' : `${o.data.lines} lines have`} raw data instead of an event's text, which cannot be read and is left out. Turn off the options raw, hex and bin, or print the trace with a newer trace-cmd.`,
});
