import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'walk-wrong-return',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'The walk does not return what its callback returned',
  docs: {
    what: 'Reports a return value of walk_free_mem_block() that differs from that of the last callback, or is not 0 where there was no callback.',
    why: 'The caller tells by the value whether all free blocks were seen. A lost value makes a truncated result look complete, or a complete one fail.',
    fix: 'Hand the value of the callback up through walk_free_page_list() and return it; return 0 at the end.',
    needs: 'report_pfn_range with ret= for each callback, and the return with ret=.',
    source: 'walk_free_mem_block() (free page reporting v29): returns 0 if completed, else the value that the callback returned.',
  },
  observes: 'walk-return-differs',
  at: () => ({ key: 'ret' }),
  message: o => `walk_free_mem_block() returns ${o.data.ret}, but ${o.data.rangeId === 0 ? 'it called no callback' : `its last callback returned ${o.data.value}`}. Return the value of the last callback, 0 if there was none.`,
  related: o => [{ id: o.data.rangeId, message: `the last callback, which returned ${o.data.value}` }, { id: o.data.beginId, message: 'the walk begins here' }],
});
