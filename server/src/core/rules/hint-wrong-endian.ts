import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'hint-wrong-endian',
  severity: 'warning',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I'],
  summary: 'A hint\'s address is stored in the wrong byte order',
  docs: {
    what: 'Reports an address that is not valid (outside every zone or misaligned), but would be with its eight bytes in the other order.',
    why: 'The array is little endian by design, as virtio wants it. On a big-endian kernel a plain store hands the hypervisor an address that means nothing.',
    fix: 'Store cpu_to_le64(addr) and read with le64_to_cpu().',
    needs: 'Bounds of the zones; free_page_hint with addr=, of up to 64 bits.',
    source: 'get_from_free_page_list() (free page hint v33): buf[] is __le64.',
  },
  observes: 'hint-swapped',
  standsAlone: true,
  at: () => ({ key: 'addr' }),
  message: o => `Address ${o.data.address} is no block${o.data.order < 0 ? '' : ` of order ${o.data.order}`}, but is one with its bytes swapped: 0x${o.data.swapped.toString(16)}. Store cpu_to_le64(addr).`,
});
