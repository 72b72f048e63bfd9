import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';
import { ev } from '../trace/events.js';

export default defineRule({
  id: 'sleep-in-rcu',
  severity: 'error',
  group: 'context',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'A task may sleep inside an RCU reader',
  docs: {
    what: 'Reports might_sleep(), cond_resched(), schedule(), mutex_lock(), synchronize_rcu() and cancel_delayed_work_sync() of a task between rcu_read_lock() and rcu_read_unlock(), and a sched_switch with which it begins to wait. A task that could run on was only preempted, which a preemptible reader may be.',
    why: 'While the task sleeps no grace period ends; synchronize_rcu() inside a reader waits for itself.',
    fix: 'End the reader first, or use SRCU.',
    needs: 'rcu_read_lock as an event and the sleeping call as an event. Off on PREEMPT_RT, where a reader may wait for a spinlock.',
    source: 'rcu_read_lock() documentation: a reader must not block.',
  },
  observes: 'sleep-in-reader',
  irqRule: true,
  message: (o, text) => `${o.event === ev('sched_switch') ? 'The task begins to wait' : `${eventName(o)} may sleep`}, but ${text.who(o.who)} is inside an RCU reader: no grace period can end meanwhile${o.event === ev('synchronize_rcu') ? ', and this one waits for itself' : ''}. End the reader before.`,
  related: o => [{ id: o.data.beginId, message: 'the reader begins here' }],
});
