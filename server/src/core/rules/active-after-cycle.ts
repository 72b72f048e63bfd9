import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'active-after-cycle',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The cycle ends with the zone still ACTIVE',
  docs: {
    what: 'Reports the return of page_reporting_cycle() while the zone\'s ACTIVE flag is set.',
    why: 'Tail frees keep using the boundary, which the next cycle of another zone overwrites: the block goes into a list of that zone.',
    fix: 'Clear ACTIVE under the zone lock before the last release, on every path out of the cycle.',
    needs: 'The ACTIVE flag events and the return of the cycle.',
    source: 'page_reporting_cycle() of page reporting v5.',
  },
  observes: 'active-at-return',
  message: (o, text) => `The cycle of ${zoneText(o.data.zone, text)} ends with its ACTIVE flag set: frees go on using a boundary that belongs to nobody. Clear ACTIVE under the zone lock on every path out.`,
  related: o => [{ id: o.data.activeId, message: 'set here' }],
});
