import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'walk-goes-on-after-stop',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'The walk goes on after its callback asked to stop',
  docs: {
    what: 'Reports a range or a list that a walk visits after its callback returned a value other than 0.',
    why: 'A non-zero value means that the caller has no room left or wants no more. Going on overwrites its buffer, or keeps the zone lock busy for nothing.',
    fix: 'Return the value at once: out of the list loop after unlocking, then out of the loops over types, orders and zones.',
    needs: 'report_pfn_range with ret=, and the events of the walk.',
    source: 'walk_free_mem_block() and walk_free_page_list() (free page reporting v29): a non-zero return ends the whole walk.',
  },
  observes: 'walk-after-stop',
  message: o => `The walk goes on with ${eventName(o)}, although its callback returned ${o.data.ret}, which ends the walk. Hand that value up through every loop and return it.`,
  related: o => [{ id: o.data.stopId, message: `the callback returned ${o.data.ret}` }],
});
