import { defineRule } from './defineRule.js';
import { blockText } from './ruleText.js';

export default defineRule({
  id: 'migratetype-mismatch',
  severity: 'warning',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'A reported block goes back to the list of another type than its pageblock has',
  docs: {
    what: 'Reports the return of a reported block to a list whose migratetype is not the one that set_pageblock_migratetype() gave to its pageblock while the block was out. Isolated pageblocks are left to other rules.',
    why: 'The block changes its type by being reported: allocations of one type then spread into pageblocks of another, which fragments memory.',
    fix: 'Read the pageblock\'s migratetype again when the block is put back.',
    needs: 'set_pageblock_migratetype events, and the list that the block goes to.',
    source: 'put_reported_page() of page reporting v5 uses the type that was stored at the pull.',
  },
  observes: 'wrong-type-list',
  at: () => ({ key: 'migratetype' }),
  message: (o, text) => `${blockText(o.data)} returns to the list of ${text.migratetype(o.data.migratetype)}, but its pageblock is ${text.migratetype(o.data.blockType)} now: its next user gets memory of the wrong type. Read the pageblock's type again at the put.`,
  related: o => [{ id: o.data.lastId, message: 'the last event of this block' }],
});
