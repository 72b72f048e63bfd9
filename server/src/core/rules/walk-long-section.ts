import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'walk-long-section',
  severity: 'warning',
  group: 'walk',
  interfaces: ['walk-v29'],
  visibleIn: ['I'],
  summary: 'Very many callbacks in one section',
  docs: {
    what: 'Reports the callback with which a section has more than 4096 of them, or more than section_limit= says.',
    why: 'Interrupts are off and the zone lock is held for the whole list. Its length has no limit: other CPUs that allocate or free wait, and watchdogs may bark.',
    fix: 'Return a value other than 0 after a number of ranges and walk again, or walk with a higher min_order.',
    needs: 'The callbacks; lock events delimit the section, else the list does.',
    source: 'Review of free page reporting v29 (Andrew Morton): the walk "could take a long time" with interrupts off.',
  },
  observes: 'walk-section-long',
  message: (o, text) => `More than ${o.data.limit} callbacks in one section of ${zoneText(o.data.zone, text)}: its lock is held with interrupts off all the while. Stop the walk after a number of ranges and go on later.`,
  related: o => [{ id: o.data.sectionId, message: 'the section begins here' }],
});
