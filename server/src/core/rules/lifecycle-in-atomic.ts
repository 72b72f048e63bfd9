import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'lifecycle-in-atomic',
  severity: 'error',
  group: 'context',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F', 'K', 'I'],
  summary: 'Startup, shutdown or the metadata\'s allocation is called where it must not sleep',
  docs: {
    what: 'Reports page_reporting_startup(), _shutdown(), _register(), _unregister() and page_reporting_populate_metadata() entered with a zone lock held, with interrupts off, with preemption disabled or in an interrupt.',
    why: 'They take a mutex, allocate with GFP_KERNEL or wait for readers and work: each may sleep, which atomic context forbids.',
    fix: 'Call them from process context with no spinlock held; populate the metadata before the zone lock is taken.',
    needs: 'The entry as an event or probe with its flags column, or lock events. Lines of the function tracer do not count: it raises the depth itself.',
    source: 'mutex_lock() and kcalloc(GFP_KERNEL) in page_reporting_startup() and page_reporting_populate_metadata().',
  },
  observes: 'lifecycle-in-atomic',
  standsAlone: true,
  irqRule: true,
  evidence: ['flags', 'lock'],
  message: (o, text) => {
    const { zone, acquireId, irqsOff, preemptDepth, interrupt } = o.data;
    const state = acquireId !== 0 ? `while ${text.who(o.who)} holds the lock of ${zoneText(zone, text)}`
      : interrupt ? 'in an interrupt' : irqsOff ? 'with interrupts off' : `with preemption disabled (depth ${preemptDepth})`;
    return `${eventName(o)} is entered ${state}, but it may sleep: whoever needs this CPU or the lock waits. Call it from process context with nothing held.`;
  },
  related: o => [{ id: o.data.acquireId, message: 'the lock is taken here' }],
});
