import { defineRule } from './defineRule.js';
import { pfnText } from './ruleText.js';

export default defineRule({
  id: 'stale-hint-used',
  severity: 'warning',
  group: 'walk',
  interfaces: ['walk-v29', 'hint-list-v33'],
  visibleIn: ['F', 'I'],
  summary: 'A hint is used although the range was allocated since',
  docs: {
    what: 'Reports that the consumer uses a range, or sends it to the hypervisor, after an allocation of pages in it that is later than its report.',
    why: 'A range is only a hint: free when it was reported, and anybody\'s as soon as the lock was dropped. A hypervisor that skips or drops it loses what the new owner has written.',
    fix: 'Use hints only where a later write is noticed, as a migration with a dirty log does; else isolate the block before it is reported.',
    needs: 'The hint (report_pfn_range or free_page_hint), mm_page_alloc, and the use (free_page_hint_use or report_range).',
    source: 'walk_free_mem_block() (v29) and get_from_free_page_list() (v33): the range may be allocated as soon as the lock is dropped.',
  },
  observes: 'stale-hint',
  at: () => ({ key: 'pfn' }),
  message: o => `Block ${pfnText(o.data.pfn)} of order ${o.data.order} is used as free, but memory in it was allocated after it was reported: its new contents may be lost. Discard hints that were allocated since, or track writes.`,
  related: o => [{ id: o.data.reportId, message: 'reported as free here' }, { id: o.data.allocId, message: 'allocated here' }],
});
