import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'walk-unpopulated-zone',
  severity: 'error',
  group: 'walk',
  interfaces: ['walk-v29', 'hint-list-v33'],
  visibleIn: ['I', 'P'],
  summary: 'A zone without pages is visited',
  docs: {
    what: 'Reports a walk or a hint list that visits a zone which has no present (or, where that is not known, no managed) pages.',
    why: 'The free lists of a zone that was never populated may not be initialised: the iteration runs into a NULL pointer.',
    fix: 'Iterate with for_each_populated_zone(), which leaves such zones out.',
    needs: 'present= or managed= of the zone, from a settings line or zoneinfo.',
    source: 'for_each_populated_zone() in walk_free_mem_block() and get_from_free_page_list().',
  },
  observes: 'zone-unpopulated',
  evidence: ['event', 'snapshot'],
  message: (o, text) => `${zoneText(o.data.zone, text).replace(/^z/, 'Z')} has ${o.data.present === 0 ? 'no present' : 'no managed'} pages, but is visited: its lists may not even be initialised. Use for_each_populated_zone().`,
});
