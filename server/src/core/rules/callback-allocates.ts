import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'callback-allocates',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['F', 'I'],
  summary: 'The callback of a free page walk allocates memory',
  docs: {
    what: 'Reports mm_page_alloc, kmalloc and kmem_cache_alloc by the task of a walk between two callbacks of one section, or while it holds the zone lock.',
    why: 'The allocator may want the zone lock that the walk holds: the CPU waits for itself, for ever. GFP_NOWAIT and GFP_ATOMIC do not help.',
    fix: 'Allocate what the callback needs before the walk, and let it return a value other than 0 when that is full.',
    needs: 'The events of the walk and allocation events; lock events make it certain outside of two callbacks.',
    source: 'The comment of walk_free_mem_block() (free page reporting v29): report_pfn_range must not allocate memory, directly or through any lock dependency.',
  },
  observes: 'allocation-in-callback',
  standsAlone: o => o.data.acquireId !== 0,
  evidence: ['event', 'lock'],
  message: (o, text) => `${text.who(o.who)} allocates memory inside the walk's callback, under the lock of ${zoneText(o.data.zone, text)}: the allocator may want the same lock and would wait for itself. Allocate before the walk.`,
  related: o => [{ id: o.data.listId, message: 'the list that is walked' }, { id: o.data.acquireId, message: 'the lock is taken here' }],
});
