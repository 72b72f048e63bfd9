import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';
import { ev } from '../trace/events.js';

export default defineRule({
  id: 'lock-held-at-return',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'walk-v29', 'hint-list-v33', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'A reporting function returns with a zone lock held',
  docs: {
    what: 'Reports the return of a cycle, the worker, startup, shutdown, a walk or get_from_free_page_list(), and the end of a work item, while its task still holds a zone lock.',
    why: 'No caller of these functions expects the lock: the next allocation on any CPU spins, and the task may sleep with the lock held.',
    fix: 'Release the lock on every path out, error paths included.',
    needs: 'Lock events and the return of the function.',
    source: 'Review of page hinting v2: the zone lock is held for bounded work only and always released before returning.',
  },
  observes: 'held-at-return',
  standsAlone: true,
  isConsequence: o => o.data.repeats,
  evidence: o => [o.data.by],
  message: (o, text) => `${o.event === ev('workqueue_execute_end') ? 'The work item ends' : `${eventName(o)} returns`} while ${text.who(o.who)} still holds the lock of ${zoneText(o.data.zone, text)}: every CPU that needs the zone now waits. Release the lock on every path before the return.`,
  related: o => [{ id: o.data.acquireId, message: 'taken here' }, { id: o.data.beginId, message: 'the function begins here' }],
});
