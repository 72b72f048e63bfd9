import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'budget-exceeded',
  severity: 'warning',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['I', 'K'],
  summary: 'More batches of one list are reported in one pass than its budget allows',
  docs: {
    what: 'Reports a full batch of a list after as many as its budget and one more have been reported in this pass.',
    why: 'The budget keeps the worker from reporting memory that is being reused all the time: without it reporting competes with the workload.',
    fix: 'Stop when the budget is below zero, request another run, and rotate the list so that it goes on there.',
    needs: 'page_reporting_cycle with budget=, and the reports.',
    source: 'The budget in page_reporting_cycle(), mm/page_reporting.c: a sixteenth of the list, in batches.',
  },
  observes: 'over-budget',
  message: (o, text) => `Report ${o.data.reports} of order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} in one pass, but its budget is ${o.data.budget} and one more. Stop there and request another run.`,
});
