import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'callback-unlocked',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'The callback of a free page walk runs without the zone lock',
  docs: {
    what: 'Reports report_pfn_range() outside the section of the list that is walked: the task does not hold the lock of the zone of that list.',
    why: 'Without the lock the block may be allocated, split or merged while the list is being read: the iteration follows pointers into memory that is no longer free.',
    fix: 'Call the callback between taking and releasing the lock of the list\'s zone, and do everything that needs no lock after the walk.',
    needs: 'walk_free_page_list, report_pfn_range and lock events. Silent where the trace has no event of the zone\'s lock, or lost some.',
    source: 'walk_free_page_list() (free page reporting v29): the lock is taken before the list is iterated and dropped after the last callback.',
  },
  observes: 'callback-without-lock',
  standsAlone: true,
  evidence: ['lock'],
  message: (o, text) => `report_pfn_range() is called without the lock of ${zoneText(o.data.zone, text)}${o.data.otherZone >= 0 ? `, under that of ${zoneText(o.data.otherZone, text)} only` : ''}: the list can change while it is walked. Call it inside the section of the list.`,
  related: o => [
    { id: o.data.listId, message: 'the list that is walked' },
    { id: o.data.acquireId, message: 'another task takes the lock here' },
    { id: o.data.otherId, message: 'the other zone\'s lock is taken here' },
  ],
});
