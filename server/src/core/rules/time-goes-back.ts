import { defineRule } from './defineRule.js';
import { durationText } from './ruleText.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'time-goes-back',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F'],
  summary: 'The time decreases on one CPU, or from one to another',
  docs: {
    what: 'Reports a line with a smaller timestamp than the line before it of the same CPU. Where the time goes back from one CPU to another it is an information, once for a recording.',
    why: 'The kernel prints each CPU\'s events in order: lines were moved, two recordings were joined, or the clock jumped. What the order proves is not certain from here on. Between CPUs lines are out of order where files of single CPUs were put behind each other, and now and then in what trace_pipe gives while events come: then the rules cannot tell which of two CPUs was first.',
    fix: 'Sort the lines by time, give files of single CPUs to `buddyscope analyze --merge`, or record with trace_clock=global or mono.',
    needs: 'Timestamps and CPU numbers.',
    source: 'ring_buffer.c keeps time monotonic on each CPU.',
  },
  observes: 'time-decreased',
  standsAlone: true,
  raise: o => (o.data.otherCpu >= 0 ? 'info' : undefined),
  message: o => (o.data.otherCpu >= 0
    ? `The time goes back${o.data.byNs >= 0 ? ` by ${durationText(o.data.byNs)}` : ''} from CPU ${o.data.otherCpu} to CPU ${o.cpu}: the lines of the CPUs are not in the order of time, so which CPU came first is not certain. Files of single CPUs are merged by buddyscope analyze --merge.`
    : `The time of CPU ${o.cpu} goes back${o.data.byNs >= 0 ? ` by ${durationText(o.data.byNs)}` : ''}: lines are out of order or two recordings are joined, so what comes first is not certain. Sort the trace, or split it.`),
});
