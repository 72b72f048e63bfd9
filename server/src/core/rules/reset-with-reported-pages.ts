import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'reset-with-reported-pages',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The counters are freed while blocks of the zone are still marked reported',
  docs: {
    what: 'Reports page_reporting_reset() of a zone that, by the flag events so far, still holds blocks with the reported flag.',
    why: 'The counts are gone, the flags stay. The next block that loses its flag counts down from NULL or, with new counters, from zero.',
    fix: 'Clear the flags of all free blocks of the zone under its lock before the counters are freed.',
    needs: 'The flag events and page_reporting_reset.',
    source: 'page_reporting_reset() of page reporting v5, called when memory goes offline and the zone becomes unpopulated.',
  },
  observes: 'reset-with-reported',
  message: (o, text) => `The reported counters of ${zoneText(o.data.zone, text)} are freed, but ${blocks(o.data.blocks)} on its lists still carr${o.data.blocks === 1 ? 'ies' : 'y'} the flag: the next one that loses it counts through NULL or below zero. Clear the flags first.`,
});
