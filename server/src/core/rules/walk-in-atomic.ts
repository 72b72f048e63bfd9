import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'walk-in-atomic',
  severity: 'error',
  group: 'context',
  interfaces: ['walk-v29'],
  visibleIn: ['F', 'K', 'I'],
  summary: 'A free page walk is begun in atomic context',
  docs: {
    what: 'Reports an entry of walk_free_mem_block() with interrupts off, in an interrupt, or with preemption disabled.',
    why: 'By its contract the walk may sleep between two lists. Called in atomic context it works only as long as it does not.',
    fix: 'Call it from process context with no lock held, for instance from a work item.',
    needs: 'The flags column. Off on PREEMPT_RT.',
    source: 'The comment of walk_free_mem_block() (free page reporting v29): the function might sleep, so it cannot be called from atomic context.',
  },
  observes: 'walk-in-atomic',
  standsAlone: true,
  irqRule: true,
  evidence: ['flags'],
  message: o => `walk_free_mem_block() may sleep, but is called ${o.data.interrupt ? 'in an interrupt' : o.data.irqsOff ? 'with interrupts off' : `at preempt depth ${o.data.preemptDepth}`}. Call it from process context with no lock held.`,
});
