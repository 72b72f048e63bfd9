import { defineRule } from './defineRule.js';
import { blockText } from './ruleText.js';

export default defineRule({
  id: 'pick-order',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The block taken for reporting is not the next one of its list',
  docs: {
    what: 'Reports a pulled block that was neither the unreported entry directly in front of the boundary nor, where that entry is reported, the first of the list.',
    why: 'Taking blocks from anywhere else leaves unreported ones behind reported ones. The fill later believes the list to be done and never reports them.',
    fix: 'Take the entry in front of get_unreported_tail(); where that is reported, take the first entry.',
    needs: 'del_page_from_free_list and get_unreported_page in an ACTIVE zone, and a free list that is known completely.',
    source: 'get_unreported_page() of page reporting v5.',
  },
  observes: 'picked-elsewhere',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `${blockText(o.data)} of migratetype ${text.migratetype(o.data.migratetype)} is taken for reporting, but it is neither the entry in front of the boundary nor the first of the list, so unreported blocks are left behind. Take the entry in front of the boundary.`,
});
