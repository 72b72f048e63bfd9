import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'hint-maybe-truncated',
  severity: 'info',
  group: 'hint',
  interfaces: ['hint-list-v33'],
  visibleIn: ['I'],
  summary: 'The hint list filled its array: there may be more',
  docs: {
    what: 'Reports a return value equal to the size of the array.',
    why: 'The function stops when it meets a block for which there is no room, so a full array may be the whole result or a part of it. The caller cannot tell.',
    fix: 'Call again with a larger array if the result must be complete.',
    needs: 'get_from_free_page_list with size=, and its return with ret=.',
    source: 'get_from_free_page_list() (free page hint v33): returns the number of entries; a full array does not say whether blocks were left out.',
  },
  observes: 'hint-list-full',
  at: () => ({ key: 'ret' }),
  message: o => `All ${o.data.size} entries of the array are used: the list is either complete or cut off, and the caller cannot tell which. Use a larger array if it must be complete.`,
  related: o => [{ id: o.data.beginId, message: 'called here' }],
});
