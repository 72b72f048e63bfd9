import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'lock-taken-twice',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'A zone lock is taken while it is held',
  docs: {
    what: 'Reports the acquisition of a zone lock that, by the trace, is held: by the same task, or by another context on the same CPU.',
    why: 'A spinlock is not recursive: the second spin_lock() on the CPU that holds it never returns.',
    fix: 'Release the lock on every path before it is taken again; let the inner function rely on the caller\'s lock.',
    needs: 'Lock events: semantic ones, lockdep\'s, or probes on the lock functions. Of probes and lockdep, an earlier line must show the function that would have released the section: it may be inlined, or have no probe. Lost events make the holder unknown.',
    source: 'Spinlocks of the kernel; page_reporting_cycle() drops zone->lock around the driver\'s callback and takes it again for the drain.',
  },
  observes: 'taken-while-held',
  standsAlone: true,
  evidence: o => [o.data.by],
  message: (o, text) => {
    const zone = zoneText(o.data.zone, text);
    if (o.data.same && !o.data.presumed) return `${text.who(o.who)} takes the lock of ${zone}, which it already holds: a spinlock is not recursive, so this never returns. Release it first, or rely on the caller's lock.`;
    if (o.data.same) return `${text.who(o.who)} takes the lock of ${zone} a second time; the trace shows no release in between. Release the lock on every path out of the section.`;
    return `${text.who(o.who)} takes the lock of ${zone} on CPU ${o.cpu}, where ${text.who(o.data.holder)} took it and has not released it: the CPU waits for itself. Release the lock before this CPU goes on to other code.`;
  },
  related: o => [{ id: o.data.acquireId, message: 'taken here before, and not released' }],
});
