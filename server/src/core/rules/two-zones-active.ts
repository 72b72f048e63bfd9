import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'two-zones-active',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A second zone becomes ACTIVE',
  docs: {
    what: 'Reports a zone that becomes ACTIVE while another zone is.',
    why: 'There is one boundary array for the whole system. With two ACTIVE zones, each inserts in front of blocks of the other: their free lists are linked together.',
    fix: 'Clear ACTIVE at the end of each cycle, on every path, and run cycles from one worker only.',
    needs: 'The ACTIVE flag events.',
    source: 'Commit text of page reporting v5: only one zone is reported at a time.',
  },
  observes: 'two-active',
  message: (o, text) => `Zone ${text.zone(o.data.zone)} becomes ACTIVE while ${zoneText(o.data.other, text)} is: both would use the one boundary array, and their free lists get linked together. Clear ACTIVE at the end of each cycle.`,
  related: o => [{ id: o.data.activeId, message: 'the other zone becomes ACTIVE here' }],
});
