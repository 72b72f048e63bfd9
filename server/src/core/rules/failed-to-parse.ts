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
    why: 'Output of the options cannot be read at all. Raw fields have the names of the event\'s record, not those of its text: they count where the names agree, but flags are plain numbers and a page may be missing.',
    fix: 'Turn the options off (echo noraw nohex nobin > trace_options), or use a trace-cmd that knows the kernel\'s events.',
    needs: 'Nothing.',
    source: 'libtraceevent prints [FAILED TO PARSE] where it cannot interpret an event\'s format.',
  },
  observes: 'raw-output',
  standsAlone: true,
  at: o => (o.data.lines === 0 ? { start: o.data.start, end: o.data.end } : 'name'),
  message: o => (o.data.lines === 0
    ? `trace-cmd could not format this event: its fields are taken raw. Print the trace with a newer trace-cmd, or with the plugins of the kernel that recorded it.`
    : `${o.data.lines === 1 ? 'This line has' : `${o.data.lines} lines have`} raw data instead of an event's text, which cannot be read and is left out. Turn off the options raw, hex and bin, or print the trace with a newer trace-cmd.`),
});
