import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'unreported-stranded',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The fill ends a list on which unreported blocks are left',
  docs: {
    what: 'Reports a fill that ends a list, or all lists, while blocks without the reported flag are still on a list that the interface fills.',
    why: 'The request is cleared and nobody comes back: these blocks stay unreported until their neighbours move.',
    fix: 'Keep reported blocks in one run. Whatever reorders a free list (as the shuffler does when memory comes online) must clear the flags or move the boundary.',
    needs: 'A free list that is known completely (free=none, free lines, or every event since), and the end of the fill.',
    source: 'get_unreported_page() of page reporting v5 stops when both ends of a list are reported; shuffle_zone() swaps blocks without knowing of flags or boundary.',
  },
  observes: 'stranded',
  message: (o, text) => `The fill takes the list of order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} of ${zoneText(o.data.zone, text)} as done, but ${blocks(o.data.blocks)} on it ${o.data.blocks === 1 ? 'is' : 'are'} not reported and will not be. Look for what broke the run of reported blocks, such as a swap by the shuffler.`,
});
