import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'boundary-foreign-zone',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The boundary is changed for another zone than the ACTIVE one',
  docs: {
    what: 'Reports a boundary event that names a zone while another zone is ACTIVE.',
    why: 'There is one boundary array for the whole system, and it belongs to the ACTIVE zone. An entry of another zone makes the next tail insertion link lists of two zones together.',
    fix: 'Test the ACTIVE flag of the block\'s own zone before touching the boundary.',
    needs: 'The zone flag events and the boundary events.',
    source: 'The global boundary array of page reporting v5 (mm/page_reporting.c).',
  },
  observes: 'boundary-foreign',
  at: () => ({ key: 'zone' }),
  message: (o, text) => `${eventName(o)} changes the boundary for ${zoneText(o.data.zone, text)} while ${zoneText(o.data.active, text)} is ACTIVE: the one boundary array belongs to the ACTIVE zone, and its next tail insertion would cross zones. Test the flag of the block's own zone.`,
});
