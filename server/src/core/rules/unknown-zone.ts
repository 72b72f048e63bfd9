import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'unknown-zone',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['I', 'P'],
  summary: 'A block that lies outside its zone',
  docs: {
    what: 'Reports a block event whose block is not within the bounds that the zone line states. The line changes nothing in the model.',
    why: 'The block is on a list of the wrong zone, or the zone line has wrong bounds; counts of the zone would be wrong either way.',
    fix: 'Correct start_pfn= and end_pfn= (exclusive) of the zone line, or look for the code that took the wrong zone.',
    needs: 'A zone line with start_pfn= and end_pfn=, before any memory hotplug of the zone.',
    source: 'zone_spans_pfn() of the kernel.',
  },
  observes: 'outside-zone',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `Block ${pfnText(o.data.pfn)} lies outside ${zoneText(o.data.zone, text)} as its zone line states it, so it cannot be on that zone's lists. Correct start_pfn= and end_pfn=, or look for the code that took the wrong zone.`,
});
