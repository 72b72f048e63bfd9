import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'hint-buffer-overrun',
  severity: 'error',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I'],
  summary: 'More entries than the hint array holds, or a wrong number returned',
  docs: {
    what: 'Reports a return of get_from_free_page_list() whose value, or whose number of printed entries, exceeds the size of the array, or whose value differs from the number of entries.',
    why: 'Entries beyond the array overwrite the caller\'s memory. A wrong count makes the caller hand addresses to the hypervisor that were never written.',
    fix: 'Compare the index with the size before each store, and return the number of stores.',
    needs: 'get_from_free_page_list with size=, its entries (free_page_hint) or its return value.',
    source: 'get_from_free_page_list() (free page hint v33): the caller owns the array and states its size.',
  },
  observes: 'hint-return',
  at: () => ({ key: 'ret' }),
  message: o => {
    const { ret, size, entries, highest } = o.data;
    if (size >= 0 && (ret > size || entries > size)) return `get_from_free_page_list() wrote ${Math.max(ret, entries)} addresses into an array of ${size}: the caller's memory behind it is overwritten. Compare the index with the size before each store.`;
    if (size >= 0 && highest >= size) return `get_from_free_page_list() wrote to index ${highest} of an array of ${size}: the caller's memory behind it is overwritten. Compare the index with the size before each store.`;
    return `get_from_free_page_list() returns ${ret}, but ${entries} addresses were written: the caller uses entries that are not there, or misses some. Return the number of stores.`;
  },
  related: o => [{ id: o.data.beginId, message: 'called here' }],
});
