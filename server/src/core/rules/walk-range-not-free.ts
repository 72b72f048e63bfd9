import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'walk-range-not-free',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'The callback gets a block that is not on the list',
  docs: {
    what: 'Reports a range that, at the time of the callback, is not on the free list that is walked.',
    why: 'The memory has an owner. If the hypervisor takes it as free, its contents are lost.',
    fix: 'Report only entries of the list, under the zone lock, and do not keep ranges from one section to the next.',
    needs: 'Every block of the list must be known: free=none or a free line at the start, and all changes of the lists since.',
    source: 'walk_free_page_list() (free page reporting v29): each range reported is an entry of the list under the lock.',
  },
  observes: 'range-not-listed',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `Block ${pfnText(o.data.pfn)} of order ${o.data.order} is reported as free, but it is not on the list of migratetype ${text.migratetype(o.data.migratetype)} of ${zoneText(o.data.zone, text)}: its owner would lose the contents. Report entries of the list only.`,
  related: o => [{ id: o.data.lastId, message: 'the block was last moved here' }],
});
