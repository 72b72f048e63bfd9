import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'walk-modifies-list',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'A free page walk changes the free lists',
  docs: {
    what: 'Reports add_to_free_list(), move_to_free_list() and del_page_from_free_list() by the task of a walk inside one of its sections.',
    why: 'The walk only reads. A block that leaves or changes its list under the iteration makes the walk follow a pointer into another list, skip blocks or never end.',
    fix: 'Leave the lists alone while they are walked; to take blocks off, use an interface that allocates them.',
    needs: 'The events of the walk, lock events and the free-list helpers.',
    source: 'walk_free_page_list() (free page reporting v29): iterates with list_for_each_entry(), which allows no change; every block seen is on the same list afterwards.',
  },
  observes: 'walk-changes-list',
  standsAlone: true,
  evidence: ['event', 'lock'],
  message: (o, text) => `${eventName(o)} changes a free list of ${zoneText(o.data.zone, text)} while this task walks it: the iteration is not safe against that. A walk only reads the lists.`,
  related: o => [{ id: o.data.listId, message: 'the list that is walked' }, { id: o.data.acquireId, message: 'the lock is taken here' }],
});
