import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'walk-bad-min-order',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'The walk begins with a min_order that no zone has',
  docs: {
    what: 'Reports walk_free_mem_block() with a min_order below 0 or above the top order.',
    why: 'The function does not check it: a negative one reads free_area[-1], one above the top visits nothing and returns 0, as if there were no free memory.',
    fix: 'Check that 0 <= min_order < MAX_ORDER at the beginning and return -EINVAL otherwise.',
    needs: 'min_order= on walk_free_mem_block.',
    source: 'walk_free_mem_block() (free page reporting v29): for (order = MAX_ORDER - 1; order >= min_order; order--), without a check.',
  },
  observes: 'bad-min-order',
  standsAlone: true,
  at: () => ({ key: 'min_order' }),
  message: o => `min_order is ${o.data.minOrder}, but orders are 0 to ${o.data.maxOrder - 1}: the walk ${o.data.minOrder < 0 ? 'reads lists that do not exist' : 'visits nothing and returns 0 as if no memory were free'}. Check the argument at the beginning.`,
});
