import { defineRule } from './defineRule.js';
import { blockText, pfnText } from './ruleText.js';

export default defineRule({
  id: 'put-position',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A block that was reported is not put directly before the boundary',
  docs: {
    what: 'Reports a block of a put that goes anywhere but directly in front of the boundary of its list (at the end, where the boundary is still the list head).',
    why: 'The reported blocks of a list are found by their place alone: one run behind the boundary. A block put elsewhere breaks the run, so blocks are reported twice or not at all.',
    fix: 'Insert with the tail that get_unreported_tail() returns, also where the block merged.',
    needs: 'put_reported_page and add_to_free_list_tail with before=, in a zone whose boundary is known.',
    source: 'add_to_free_list_tail() and get_unreported_tail() of page reporting v5.',
  },
  observes: 'put-misplaced',
  at: () => ({ key: 'before' }),
  message: (o, text) => `${blockText(o.data)} of migratetype ${text.migratetype(o.data.migratetype)} is put in front of ${pfnText(o.data.found)} instead of the boundary, which is ${pfnText(o.data.expected)}: reported blocks no longer form one run behind it. Insert directly before the boundary.`,
  related: o => [{ id: o.data.putId, message: 'the put' }],
});
