import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'report-under-lock',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F', 'K', 'I'],
  summary: 'The driver\'s callback runs under a zone lock or in atomic context',
  docs: {
    what: 'Reports the begin of the driver\'s report callback (react in hinting v2) while its task holds a zone lock, or on a line that shows interrupts off or preemption disabled.',
    why: 'The callback sleeps until the hypervisor has answered. Under the zone lock that stalls every allocation of the zone, and sleeping in atomic context is a bug of its own.',
    fix: 'Drop the zone lock after the fill, call the driver, and take the lock again for the drain.',
    needs: 'The report event with lock events, or with the flags column (option irq-info).',
    source: 'page_reporting_cycle(): the zone lock is released around phdev->report(), because the driver waits for its virtqueue.',
  },
  observes: 'report-in-atomic',
  standsAlone: true,
  evidence: o => (o.data.by === undefined ? ['flags'] : [o.data.by]),
  message: (o, text) => {
    const why = o.data.acquireId !== 0 || o.data.zone >= 0
      ? `while ${text.who(o.who)} holds the lock of ${zoneText(o.data.zone, text)}`
      : o.data.irqsOff ? 'with interrupts off' : `with preemption disabled (depth ${o.data.preemptDepth})`;
    return `${eventName(o)} runs ${why}, but it sleeps until the hypervisor answers. Release the zone lock after the fill and take it again for the drain.`;
  },
  related: o => [{ id: o.data.acquireId, message: 'the lock is taken here' }],
});
