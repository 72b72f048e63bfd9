import { defineRule } from './defineRule.js';
import { pfnText } from './ruleText.js';

export default defineRule({
  id: 'hint-address-truncated',
  severity: 'error',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I', 'P'],
  summary: 'A hint\'s address has lost its upper 32 bits',
  docs: {
    what: 'Reports an address outside every zone that equals the low 32 bits of the address of a listed block.',
    why: 'pfn << PAGE_SHIFT was computed in 32 bits, as unsigned long has on a 32-bit kernel with PAE: above 4 GiB the hint names other memory, or none.',
    fix: 'Compute the address in 64 bits: (u64)page_to_pfn(page) << PAGE_SHIFT.',
    needs: 'Bounds of all zones, and the free block above 4 GiB.',
    source: 'get_from_free_page_list() (free page hint v33): unsigned long addr = pfn << PAGE_SHIFT.',
  },
  observes: 'hint-truncated',
  evidence: ['event', 'snapshot'],
  at: () => ({ key: 'addr' }),
  message: o => `Address 0x${o.data.address.toString(16)} lies in no zone, but is the low 32 bits of that of block ${pfnText(o.data.pfn)} of order ${o.data.order}: the shift was done in 32 bits. Widen the pfn to 64 bits before the shift.`,
});
