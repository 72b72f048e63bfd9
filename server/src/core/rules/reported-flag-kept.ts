import { defineRule } from './defineRule.js';
import { blockText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'reported-flag-kept',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A reported block leaves its list with the flag still set',
  docs: {
    what: 'Reports a block that leaves its free list, by removal, move or merge, while it is marked reported and no clear of the flag came first.',
    why: 'The flag shares its bit with another page flag. An allocated page with it looks up to date when it is not, and the count of reported blocks stays too high.',
    fix: 'Call clear_page_reported() before the block is unlinked, in every helper that unlinks.',
    needs: 'Free-list events and the flag events.',
    source: 'del_page_from_free_list() and move_to_free_list() of page reporting v5 call clear_page_reported() first; the flag is PG_uptodate under another name.',
  },
  observes: 'flag-kept',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `${blockText(o.data)} leaves the list of migratetype ${text.migratetype(o.data.migratetype)} in ${zoneText(o.data.zone, text)} with its reported flag set: the page keeps a flag that means something else once it is allocated, and reported_pages stays too high. Clear the flag before the removal.`,
  related: o => [{ id: o.data.lastId, message: 'the last line that changed this block' }],
});
