import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'walk-skipped-list',
  severity: 'warning',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'A completed walk left out a free list',
  docs: {
    what: 'Reports a list that a walk which returned 0 has not visited. It stands at the list that comes after the missing ones, or at the return.',
    why: 'A walk that returns 0 says that all free blocks were reported. The blocks of a list that was left out stay unknown to the hypervisor.',
    fix: 'Visit every list: each populated zone, each order down to min_order, each migratetype, also those that are usually empty.',
    needs: 'A whole walk that returns 0. Zones count as populated by present=, managed= or their bounds; without migrate_types= only the types that the walk itself shows, and the first four, are expected.',
    source: 'walk_free_mem_block() (free page reporting v29): its three loops leave nothing out.',
  },
  observes: 'walk-list-missing',
  message: (o, text) => `The completed walk did not visit ${o.data.lists === 1 ? '' : `${o.data.lists} lists, the first of them `}order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} of ${zoneText(o.data.zone, text)}${o.data.atEnd ? '' : ', which comes before this list'}: its blocks are missing from a result that reads as complete. Visit every list of every populated zone.`,
  related: o => [{ id: o.data.previousId, message: 'the last list before the missing ones' }],
});
