import { defineRule } from './defineRule.js';
import { blockText, zoneText } from './ruleText.js';

const states = ['in an unknown state', 'already on a free list', 'in use', 'in flight to the hypervisor', 'being put back'];

export default defineRule({
  id: 'block-overlap',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I', 'F'],
  summary: 'A block is added to a free list while its memory is already on one, or in flight',
  docs: {
    what: 'Reports a block that is added to a free list while, by the trace, it is on one or is being reported, by itself or as a part of a larger block, or while an upper half of it is.',
    why: 'A double free: the same memory is given to two owners, and the links of the list are broken.',
    fix: 'Look at the two lines: one of the two paths does not own the block.',
    needs: 'Free-list events, and the starting state of the block.',
    source: 'The buddy allocator: a block is on at most one free list.',
  },
  observes: 'block-overlaps',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `${blockText(o.data)} is added to a free list of ${zoneText(o.data.zone, text)}, but it is ${states[o.data.state] ?? states[0]}: a double free, so two owners will get the same memory. One of the two paths does not own the block.`,
  related: o => [{ id: o.data.lastId, message: 'the last line that changed this block' }],
});
