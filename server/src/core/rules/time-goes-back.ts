import { defineRule } from './defineRule.js';
import { durationText } from './ruleText.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'time-goes-back',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'The time decreases on one CPU',
  docs: {
    what: 'Reports a line with a smaller timestamp than the line before it of the same CPU.',
    why: 'The kernel prints each CPU\'s events in order: lines were moved, two recordings were joined, or the clock jumped. What the order proves is not certain from here on.',
    fix: 'Sort the lines by time, or record with trace_clock=global or mono.',
    needs: 'Timestamps and CPU numbers.',
    source: 'ring_buffer.c keeps time monotonic on each CPU.',
  },
  observes: 'time-decreased',
  message: o => `The time of CPU ${o.cpu} goes back${o.data.byNs >= 0 ? ` by ${durationText(o.data.byNs)}` : ''}: lines are out of order or two recordings are joined, so what comes first is not certain. Sort the trace, or split it.`,
});
