import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'hint-twice',
  severity: 'error',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I'],
  summary: 'One call hands out the same address twice',
  docs: {
    what: 'Reports an address that the same call has stored before.',
    why: 'A zone\'s lists are read in one section, in which each block stands on one list once. The same address twice means that a list was read again, or that the index went wrong.',
    fix: 'Go through each list once, and hold the lock for all of a zone\'s lists.',
    needs: 'free_page_hint with addr=.',
    source: 'get_from_free_page_list() (free page hint v33): one section a zone, so no block is seen twice.',
  },
  observes: 'hint-repeated',
  at: () => ({ key: 'addr' }),
  message: o => `Address ${o.data.address} was stored by this call before: a list was read twice, or the lock was dropped in between. Read each list once, in one section a zone.`,
  related: o => [{ id: o.data.earlierId, message: 'stored here before' }],
});
