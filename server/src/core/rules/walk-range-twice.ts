import { defineRule } from './defineRule.js';
import { pfnText } from './ruleText.js';

export default defineRule({
  id: 'walk-range-twice',
  severity: 'info',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'One walk reports the same range twice',
  docs: {
    what: 'Reports a range that the same walk has reported before. That is allowed: the lock is dropped between lists, so a block can move to one that is visited later.',
    why: 'The caller must be ready for it: a buffer without room for repeats fills up earlier, and counts of free memory come out too high.',
    fix: 'Nothing to repair in the walk; let the callback, or what comes after it, ignore ranges that it has.',
    needs: 'The events of one walk.',
    source: 'The comment of walk_free_mem_block() (free page reporting v29): the same range may be reported more than once in one walk.',
  },
  observes: 'range-twice',
  at: () => ({ key: 'pfn' }),
  message: o => `Block ${pfnText(o.data.pfn)} of order ${o.data.order} was reported by this walk before. That is legal, for blocks move while the lock is dropped; the caller must expect it.`,
  related: o => [{ id: o.data.earlierId, message: 'reported here before' }, { id: o.data.changeId, message: 'put on its present list here' }],
});
