import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'hint-not-free',
  severity: 'error',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I'],
  summary: 'A hint names a block that is not on the zone\'s lists',
  docs: {
    what: 'Reports an address that, in this section, is not that of a free block of the order that was asked for.',
    why: 'The memory has an owner or is a part of another block. If the hypervisor takes it as free, its contents are lost.',
    fix: 'Store addresses of the list\'s entries only, under the lock of their zone.',
    needs: 'Every block of the order must be known: free=none or free lines at the start, and all changes of the lists since.',
    source: 'get_from_free_page_list() (free page hint v33): each entry was a block of that order on the zone\'s lists when the lock was held.',
  },
  observes: 'hint-not-listed',
  at: () => ({ key: 'addr' }),
  message: (o, text) => `Block ${pfnText(o.data.pfn)} of order ${o.data.order} is handed out as free, but it is not on a list of that order of ${zoneText(o.data.zone, text)}: its owner would lose the contents. Store addresses of the list's entries only.`,
  related: o => [{ id: o.data.lastId, message: 'the block was last moved here' }],
});
