import { defineRule } from './defineRule.js';
import { blockText } from './ruleText.js';

export default defineRule({
  id: 'page-allocated-twice',
  severity: 'warning',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F'],
  summary: 'A page is allocated that is already allocated',
  docs: {
    what: 'Reports an mm_page_alloc of a page that an earlier mm_page_alloc gave out, without an mm_page_free of it in between.',
    why: 'Two owners write to one page: data is corrupted without any message.',
    fix: 'Look at what happened to the page between the two lines, with mm_page_free, mm_page_free_batched and mm_page_pcpu_drain enabled from the start.',
    needs: 'mm_page_alloc and mm_page_free from the first of the two lines on, with no events lost in between.',
    source: 'Every free goes through free_pages_prepare(), which prints mm_page_free.',
  },
  observes: 'page-allocated-twice',
  at: () => ({ key: 'pfn' }),
  message: o => `${blockText(o.data)} is allocated again, but no mm_page_free has given back what was allocated there before: two owners share memory. Look for a lost free, or for a block that was listed twice.`,
  related: o => [{ id: o.data.earlierId, message: 'allocated here' }],
});
