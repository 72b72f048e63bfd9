import { defineRule } from './defineRule.js';
import { durationText } from './ruleText.js';

export default defineRule({
  id: 'delay-too-short',
  severity: 'warning',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['F'],
  summary: 'Two runs of the worker are closer together than the delay',
  docs: {
    what: 'Reports a run of page_reporting_process() that begins less than two seconds after the one before.',
    why: 'The delay collects frees, so that memory which is reused at once is not reported. Without it reporting slows the guest down.',
    fix: 'Queue the work with PAGE_REPORTING_DELAY; newer kernels have page_reporting_delay_ms: with a shorter delay set on purpose, switch this rule off.',
    needs: 'Two starts of the worker, and a clock of time.',
    source: 'PAGE_REPORTING_DELAY in mm/page_reporting.c, 2 * HZ.',
  },
  observes: 'run-too-early',
  evidence: ['probe', 'event'],
  message: o => `The worker runs again after ${durationText(o.data.elapsedNs)}, but frees are collected for 2 s before they are reported. Queue the work with the delay.`,
  related: o => [{ id: o.data.lastId, message: 'the run before' }],
});
