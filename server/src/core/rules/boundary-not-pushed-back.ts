import { defineRule } from './defineRule.js';
import { blockText, ownName } from './ruleText.js';

export default defineRule({
  id: 'boundary-not-pushed-back',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The block that is the boundary leaves its list without moving the boundary',
  docs: {
    what: 'Reports the removal or move of the very block that the boundary points to, while the zone is ACTIVE, without page_reporting_del_from_boundary() before it.',
    why: 'The boundary then points to a block that is allocated or on another list. The next tail insertion links a free block behind it.',
    fix: 'Call page_reporting_del_from_boundary() before a reported block is unlinked, so that the boundary moves on to the next entry.',
    needs: 'Free-list events and boundary events of an ACTIVE zone.',
    source: 'clear_page_reported() of page reporting v5, called by del_page_from_free_list() and move_to_free_list().',
  },
  observes: 'boundary-removed',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `${blockText(o.data)} leaves the list of migratetype ${text.migratetype(o.data.migratetype)} while it is the list's boundary, and the boundary was not moved on: it now points to a block in use. Call ${ownName(o.form, 'page_reporting_del_from_boundary')}() before the removal.`,
  related: o => [{ id: o.data.lastId, message: 'the last line that changed this block' }],
});
