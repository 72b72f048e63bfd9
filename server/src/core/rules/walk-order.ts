import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'walk-order',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'A free page walk visits the lists in the wrong order',
  docs: {
    what: 'Reports a list that is not behind the one before it: zones in the order of nodes and indexes, in each the orders from the top down, in each the migratetypes from 0 up.',
    why: 'Users rely on the largest blocks of a zone coming first. A list that is visited again reports its blocks twice, and one that is visited too early hides that another was left out.',
    fix: 'Nest the loops as for_each_populated_zone(), for order from MAX_ORDER - 1 down to min_order, for type from 0 to MIGRATE_TYPES - 1.',
    needs: 'walk_free_mem_block and walk_free_page_list. Zones are only compared where their names say their order (DMA, DMA32, Normal, HighMem, Movable, Device).',
    source: 'walk_free_mem_block() (free page reporting v29): its three loops.',
  },
  observes: 'walk-out-of-order',
  message: (o, text) => `The walk visits order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} of ${zoneText(o.data.zone, text)} after order ${o.data.previousOrder}, migratetype ${text.migratetype(o.data.previousType)} of ${zoneText(o.data.previous, text)}. Zones go up, orders go down from the top, migratetypes go up.`,
  related: o => [{ id: o.data.previousId, message: 'the list before' }],
});
