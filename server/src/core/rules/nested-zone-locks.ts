import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'nested-zone-locks',
  severity: 'warning',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'A second zone lock is taken while one is held',
  docs: {
    what: 'Reports the acquisition of a zone\'s lock by a task that holds the lock of another zone.',
    why: 'No reporting protocol nests zone locks, so there is no order for them: two CPUs that nest them the other way round wait for each other for ever.',
    fix: 'Release the first zone\'s lock before taking the second.',
    needs: 'Lock events that name their zone.',
    source: 'page_reporting_process() handles one zone after the other; mm/page_alloc.c never nests zone locks.',
  },
  observes: 'second-zone-lock',
  standsAlone: true,
  evidence: ['lock'],
  message: (o, text) => `${text.who(o.who)} takes the lock of ${zoneText(o.data.zone, text)} while it holds that of ${zoneText(o.data.other, text)}. Zone locks have no order among each other, so a CPU that nests them the other way round deadlocks; release the first one before.`,
  related: o => [{ id: o.data.acquireId, message: 'the first lock is taken here' }],
});
