import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'hint-list-in-atomic',
  severity: 'error',
  group: 'context',
  interfaces: ['hint-list-v33'],
  visibleIn: ['F', 'K', 'I'],
  summary: 'A hint list is taken in atomic context',
  docs: {
    what: 'Reports an entry of get_from_free_page_list() with interrupts off, in an interrupt, or with preemption disabled.',
    why: 'It holds each zone\'s lock for the whole list of an order. The review agreed on process context only, so that its callers may be made to sleep between zones.',
    fix: 'Call it from process context with no lock held.',
    needs: 'The flags column. Off on PREEMPT_RT.',
    source: 'Review of free page hint v33 (Matthew Wilcox, Wei Wang): Context: process context.',
  },
  observes: 'hint-list-in-atomic',
  standsAlone: true,
  irqRule: true,
  evidence: ['flags'],
  message: o => `get_from_free_page_list() is for process context, but is called ${o.data.interrupt ? 'in an interrupt' : o.data.irqsOff ? 'with interrupts off' : `at preempt depth ${o.data.preemptDepth}`}. Call it with no lock held, for instance from a work item.`,
});
