import { defineRule } from './defineRule.js';
import { blockText } from './ruleText.js';

export default defineRule({
  id: 'migratetype-changed',
  severity: 'info',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['I'],
  summary: 'A block comes back on another migratetype than it was pulled from',
  docs: {
    what: 'Notes a block that was pulled from a list of one migratetype and is put back on another.',
    why: 'Not wrong: __isolate_free_page() turns the pageblocks of a large block into Movable ones, so Unmovable and Reclaimable memory becomes Movable by being reported. Worth knowing where fragmentation is studied.',
    fix: 'Nothing, unless the number of Unmovable blocks matters to you.',
    needs: 'page_reporting_cycle with migratetype=, the isolation and the putback.',
    source: '__isolate_free_page() in mm/page_alloc.c.',
  },
  observes: 'type-changed',
  at: () => ({ key: 'migratetype' }),
  message: (o, text) => `${blockText(o.data)} was pulled from migratetype ${text.migratetype(o.data.pulledType)} and comes back on migratetype ${text.migratetype(o.data.migratetype)}: isolating it has changed its pageblocks.`,
  related: o => [{ id: o.data.lastId, message: 'pulled here' }],
});
