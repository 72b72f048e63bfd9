import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'boundary-used-inactive',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The boundary is changed for a zone that is not ACTIVE',
  docs: {
    what: 'Reports a boundary event for a zone whose ACTIVE flag is known to be clear while no other zone is ACTIVE.',
    why: 'The boundary belongs to the one zone that is ACTIVE. Outside a cycle it is stale, and what is written to it is taken over by the next zone.',
    fix: 'Test the zone\'s ACTIVE flag before page_reporting_add_to_boundary() and page_reporting_del_from_boundary().',
    needs: 'The zone flag events and the boundary events.',
    source: 'get_unreported_tail() and clear_page_reported() of page reporting v5 look at the ACTIVE flag first.',
  },
  observes: 'boundary-inactive',
  message: (o, text) => `${eventName(o)} changes the boundary for ${zoneText(o.data.zone, text)}, which is not ACTIVE: the boundary means nothing outside a cycle, and the next zone would inherit it. Test the ACTIVE flag first.`,
});
