import { defineRule } from './defineRule.js';
import { blockText, ownName } from './ruleText.js';

export default defineRule({
  id: 'boundary-not-advanced',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A block is marked reported without becoming the boundary',
  docs: {
    what: 'Reports a put that marks its block as reported while the boundary of the list is not that block.',
    why: 'The block stands in front of the boundary, where unreported blocks are looked for: the fill meets a reported block and gives up the rest of the list, or reports it again.',
    fix: 'Call page_reporting_add_to_boundary() in the put before the flag is set.',
    needs: 'put_reported_page, the boundary events (the trace must print page_reporting_reset_boundary) and __SetPageReported.',
    source: 'put_reported_page() of page reporting v5 moves the boundary and then sets the flag.',
  },
  observes: 'boundary-not-advanced',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `${blockText(o.data)} is marked as reported, but the boundary of migratetype ${text.migratetype(o.data.migratetype)} was not moved to it, so it counts as unreported by its place. Call ${ownName(o.form, 'page_reporting_add_to_boundary')}() before setting the flag.`,
  related: o => [{ id: o.data.putId, message: 'the put' }],
});
