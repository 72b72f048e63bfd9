import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'hint-misaligned',
  severity: 'error',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I'],
  summary: 'A hint\'s address is not that of a block of the order',
  docs: {
    what: 'Reports an address that is not a multiple of the size of a block of the order that was asked for.',
    why: 'Blocks are aligned to their size. The hypervisor would take pages as free that belong to another block, and leave some of this one out.',
    fix: 'Store page_to_pfn(page) << PAGE_SHIFT of the list\'s entry.',
    needs: 'get_from_free_page_list with order=, free_page_hint with addr=.',
    source: 'get_from_free_page_list() (free page hint v33): addresses of blocks, aligned to PAGE_SIZE << order.',
  },
  observes: 'hint-unaligned',
  standsAlone: true,
  at: () => ({ key: 'addr' }),
  message: o => `Address ${o.data.address} is not a multiple of 0x${o.data.unit.toString(16)}, the size of ${o.data.order < 0 ? 'a page' : `a block of order ${o.data.order}`}: it is not the address of a free block. Store page_to_pfn(page) << PAGE_SHIFT.`,
});
