import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';
import { ev } from '../trace/events.js';

export default defineRule({
  id: 'callback-sleeps',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['F', 'I'],
  summary: 'The callback of a free page walk may sleep',
  docs: {
    what: 'Reports might_sleep(), cond_resched(), schedule(), mutex_lock(), a switch to another task and the like by the task of a walk while it holds the zone lock, which is where the callback runs.',
    why: 'The callback runs under the zone lock with interrupts off. Sleeping there leaves every CPU that needs the zone spinning.',
    fix: 'Keep the callback trivial: store the range in memory that was set up before the walk, and do the work after it.',
    needs: 'The walk, lock events and the sleeping call as events. Off on PREEMPT_RT.',
    source: 'The comment of walk_free_mem_block() (free page reporting v29): report_pfn_range must not sleep and must not allocate.',
  },
  observes: 'sleep-in-callback',
  standsAlone: true,
  irqRule: true,
  evidence: ['lock'],
  message: (o, text) => `${o.event === ev('sched_switch') ? 'The CPU goes to another task' : `${eventName(o)} may sleep`}, but this is inside the walk's callback, under the lock of ${zoneText(o.data.zone, text)}. The callback must not sleep; note the range there and do the work after the walk.`,
  related: o => [{ id: o.data.listId, message: 'the list that is walked' }, { id: o.data.acquireId, message: 'the lock is taken here' }],
});
