import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'walk-below-min-order',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'The walk goes below its min_order',
  docs: {
    what: 'Reports a list or a range of an order below the min_order that the walk was called with.',
    why: 'The caller asked for large blocks only. Smaller ones fill its buffer, keep the lock longer, and make the hypervisor split its mappings.',
    fix: 'End the loop over orders at min_order, inclusively.',
    needs: 'walk_free_mem_block with min_order=, and the lists or ranges of the walk.',
    source: 'walk_free_mem_block() (free page reporting v29): order >= min_order is the condition of the loop.',
  },
  observes: 'walk-below-minimum',
  isConsequence: o => o.data.repeats,
  message: o => `The walk was called with min_order ${o.data.minimum}, but ${eventName(o)} is for order ${o.data.order}. End the loop over orders at min_order.`,
  related: o => [{ id: o.data.walkId, message: `called with min_order ${o.data.minimum}` }],
});
