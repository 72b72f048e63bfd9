import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'flag-op-unlocked',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A zone flag, a page flag or the boundary is changed without the zone lock',
  docs: {
    what: 'Reports a change of REQUESTED or ACTIVE, of a block\'s reported flag, or of the boundary outside every section of the zone\'s lock on that task. The reset of the boundaries at the start of a cycle is allowed: the zone is not yet ACTIVE.',
    why: 'These flags are changed with operations that are not atomic, because the zone lock is meant to protect them. Without it a change by another CPU is lost.',
    fix: 'Do it inside the section of the fill or the drain, or take the zone lock around it.',
    needs: 'Lock events and the flag or boundary events.',
    source: 'Comments on __set_bit() and __SetPageReported() in page reporting v5: the zone lock protects the flags.',
  },
  observes: 'flag-op-without-lock',
  standsAlone: true,
  evidence: ['lock'],
  message: (o, text) => `${eventName(o)} changes reporting state of ${zoneText(o.data.zone, text)} without its lock: the operation is not atomic, so a change by another CPU can be lost. Take the zone lock around it.`,
  related: o => [{ id: o.data.acquireId, message: 'the lock is held by another task since here' }],
});
