import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';
import { ev } from '../trace/events.js';

export default defineRule({
  id: 'sleep-in-atomic',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'walk-v29', 'hint-list-v33', 'mainline'],
  visibleIn: ['F', 'D', 'I'],
  summary: 'A task may sleep while it holds a zone lock or runs in atomic context',
  docs: {
    what: 'Reports might_sleep(), cond_resched(), schedule(), mutex_lock(), synchronize_rcu() and cancel_delayed_work_sync() of a task that holds a zone lock or whose line shows interrupts off or preemption disabled, and a task that is switched out while it holds a zone lock.',
    why: 'A task that sleeps with a spinlock held leaves every other CPU spinning; the next task on this CPU may want the same lock.',
    fix: 'Release the lock first, or do the sleeping part before the section, as page_reporting_populate_metadata() does with its allocation.',
    needs: 'The sleeping call as an event, with lock events or the flags column. Off on PREEMPT_RT, where the zone lock may be held over a sleep.',
    source: 'Spinlocks of the kernel; the contract of walk_free_mem_block() forbids its callback to sleep.',
  },
  observes: 'sleep-in-atomic',
  standsAlone: true,
  irqRule: true,
  evidence: ['lock', 'flags'],
  message: (o, text) => {
    const what = o.event === ev('sched_switch') ? `The CPU goes to another task, but ${text.who(o.who)}` : `${eventName(o)} may sleep, but ${text.who(o.who)}`;
    if (o.data.zone >= 0 || o.data.acquireId !== 0) return `${what} holds the lock of ${zoneText(o.data.zone, text)}: whoever waits for the lock spins until this task runs again. Release the lock before.`;
    const state = o.data.irqsOff ? 'has interrupts off' : `has preemption disabled (depth ${o.data.preemptDepth})`;
    return `${what} ${state}: sleeping here is a bug in any kernel without PREEMPT_RT. Move the call out of the atomic part.`;
  },
  related: o => [{ id: o.data.acquireId, message: 'the lock is taken here' }],
});
