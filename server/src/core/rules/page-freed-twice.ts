import { defineRule } from './defineRule.js';
import { blockText } from './ruleText.js';

export default defineRule({
  id: 'page-freed-twice',
  severity: 'info',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F'],
  summary: 'A page is freed that is already free by the trace',
  docs: {
    what: 'States, once for a trace, an mm_page_free of a page that an earlier mm_page_free gave back, without an mm_page_alloc of it in between.',
    why: 'It may be a double free. More often the page was taken without an event: compaction and the bulk allocator print none.',
    fix: 'If memory is corrupted, enable page_owner or KASAN; else nothing.',
    needs: 'mm_page_alloc and mm_page_free, with no events lost in between.',
    source: '__alloc_pages_bulk() and compaction take pages without mm_page_alloc.',
  },
  observes: 'page-freed-twice',
  at: () => ({ key: 'pfn' }),
  message: o => `${blockText(o.data)} is freed, but it was free already by what this trace shows: a double free, or an allocation that prints no event, as compaction and bulk allocations do. Such lines alone prove nothing.`,
  related: o => [{ id: o.data.earlierId, message: 'freed here' }],
});
