import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'reported-block-split',
  severity: 'warning',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The reported blocks of an idle list are not one run',
  docs: {
    what: 'Reports a list on which, at the release of the zone lock and with the zone not ACTIVE, reported blocks form more than one run (the list taken as a ring).',
    why: 'The next cycle finds unreported blocks only from the two ends. What lies between two runs is never reported.',
    fix: 'Insert freed blocks at the head or in front of the boundary; do not reorder lists that hold reported blocks.',
    needs: 'A free list that is known completely.',
    source: 'Commit text of page reporting v5: the reported pages of a list stay one contiguous block.',
  },
  observes: 'list-split',
  message: (o, text) => `The reported blocks of order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} of ${zoneText(o.data.zone, text)} lie in ${o.data.runs} runs, not in one: the next cycle cannot reach the unreported blocks between them. Look for an insertion or swap among them since the last cycle.`,
});
