import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'rcu-read-lock-leaked',
  severity: 'error',
  group: 'context',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['D', 'I', 'F'],
  summary: 'A request leaves its RCU read section open',
  docs: {
    what: 'Reports an rcu_read_lock() of a request that has no rcu_read_unlock() of the same task when the request or the zone lock\'s section that it began in ends. Where the trace has no RCU events, also a request, or a section with one, that ends at a higher preempt depth than it began at: where readers are not preemptible, rcu_read_lock() turns preemption off.',
    why: 'synchronize_rcu() waits for this reader: page_reporting_shutdown() hangs with its mutex held. Without preemptible RCU the preempt count of the task stays one too high and the next sleep is a bug.',
    fix: 'Release the reader on every path, also where the device pointer is NULL: jump to the unlock instead of returning.',
    needs: 'rcu_read_lock and rcu_read_unlock events, and the end of the request or of its section. Or the flags column of a kernel that counts the preempt depth, at both ends. That a request finds no device (phdev=0) is no proof by itself: later versions release the reader on that path.',
    source: '__page_reporting_request() of page reporting v5 (and __page_hinting_request() of v2) returns early for a NULL device without rcu_read_unlock(); version 7 of the series jumps to the unlock.',
  },
  observes: 'reader-left-open',
  isConsequence: o => o.data.atEnd,
  message: (o, text) => {
    const { depth } = o.data;
    if (depth !== undefined) return `${text.who(o.who)} leaves preemption off behind its request (depth ${depth.before} before it, ${depth.after} here), as a reader does that is left open where readers are not preemptible: the next sleep of the task is a bug. Call rcu_read_unlock() on every path out of the request.`;
    const what = o.data.atEnd ? 'An RCU read section is still open where the trace ends' : `${text.who(o.who)} leaves an RCU read section open, as the early return for a NULL device does`;
    return `${what}: synchronize_rcu() in the shutdown will wait for it for ever. Call rcu_read_unlock() on every path out of the request.`;
  },
  related: o => [{ id: o.data.beginId, message: 'rcu_read_lock() without an unlock' }, { id: o.data.requestId, message: 'the request' }],
});
