import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'synchronize-rcu-hangs',
  severity: 'error',
  group: 'context',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['F', 'I'],
  summary: 'synchronize_rcu() never returns, because a reader was left open',
  docs: {
    what: 'Reports a synchronize_rcu() from which its task has not come back at the end of the trace, while a reader that was left open before it has not ended.',
    why: 'The grace period waits for that reader, which no code will end: the task sleeps for ever, and so does everybody who wants the mutex that it holds.',
    fix: 'Close the reader on the path that leaves it open; see rcu-read-lock-leaked.',
    needs: 'RCU read events and the request, and synchronize_rcu without a later event of its task.',
    source: '__page_reporting_request() of page reporting v5 returns between rcu_read_lock() and rcu_read_unlock(); fixed in v7.',
  },
  observes: 'grace-period-hangs',
  evidence: ['event'],
  message: (o, text) => `${text.who(o.who)} does not come back from synchronize_rcu() in this trace: it waits for a reader that was left open and that nothing ends. Close that reader on every path.`,
  related: o => [{ id: o.data.leakId, message: 'the reader that was left open begins here' }],
});
