import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'alloc-under-lock',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'Memory is allocated under a zone lock',
  docs: {
    what: 'Reports mm_page_alloc, kmalloc and kmem_cache_alloc of a task that holds a zone lock.',
    why: 'An allocation can come back to the page allocator, which takes the same zone lock: the CPU waits for itself.',
    fix: 'Allocate before the section. page_reporting_populate_metadata() allocates the counters before the lock is taken for this reason.',
    needs: 'Lock events and allocation events.',
    source: 'The contract of walk_free_mem_block(): no allocation, not even an atomic one, while a list is walked; the lock order of mm/page_alloc.c.',
  },
  observes: 'allocation-under-lock',
  standsAlone: true,
  evidence: ['lock'],
  message: (o, text) => `${text.who(o.who)} allocates memory while it holds the lock of ${zoneText(o.data.zone, text)}: the allocator may want the same lock and would wait for itself. Allocate before the lock is taken.`,
  related: o => [{ id: o.data.acquireId, message: 'the lock is taken here' }],
});
