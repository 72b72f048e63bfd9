import { defineRule } from './defineRule.js';
import { pfnText } from './ruleText.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'pfn-misaligned',
  severity: 'error',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F', 'I'],
  summary: 'A block that does not begin at a multiple of its size',
  docs: {
    what: 'Reports a block event whose page frame number is not a multiple of 2 to the power of its order. The line changes nothing in the model.',
    why: 'The buddy of a block is found by flipping one bit of its number. A misaligned block merges with memory that is not its own.',
    fix: 'Print the first page of the block and the block\'s own order, not a page inside it.',
    needs: 'An event with pfn= and order=.',
    source: 'The buddy allocator: a block of order n is aligned to 2^n pages.',
  },
  observes: 'misaligned',
  standsAlone: true,
  at: () => ({ key: 'pfn' }),
  message: o => `Page frame ${pfnText(o.data.pfn)} cannot begin a block of order ${o.data.order}, which begins at multiples of 0x${(2 ** o.data.order).toString(16)}: its buddy would be computed wrongly. Print the first page of the block with the block's own order.`,
});
