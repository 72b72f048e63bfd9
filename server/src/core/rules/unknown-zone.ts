import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'unknown-zone',
  severity: 'warning',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['I', 'P'],
  summary: 'A block that lies outside its zone, or a zone that does not exist',
  docs: {
    what: 'Reports a block event whose block is not within the bounds that the zone line states; then the line changes nothing in the model. Where zone lines state zones, also the first event of a zone that none of them states, if the kernel has no zone of this name either.',
    why: 'The block is on a list of the wrong zone, or the zone line has wrong bounds; counts of the zone would be wrong either way. A zone whose name is misspelt begins with unknown lists, and the events are missing from its own.',
    fix: 'Correct start_pfn= and end_pfn= (exclusive) of the zone line, or look for the code that took the wrong zone.',
    needs: 'A zone line with start_pfn= and end_pfn=, before any memory hotplug of the zone; for names any zone line. DMA, DMA32, Normal, HighMem, Movable and Device may be there without being stated.',
    source: 'zone_spans_pfn() and zone_names of the kernel.',
  },
  observes: 'outside-zone',
  standsAlone: true,
  at: o => ({ key: o.data.pfn < 0 ? 'zone' : 'pfn' }),
  message: (o, text) => (o.data.pfn < 0
    ? `No zone line states ${zoneText(o.data.zone, text)}, and the kernel has no zone of this name: its lists are not known. Correct the name, or add a zone line.`
    : `Block ${pfnText(o.data.pfn)} lies outside ${zoneText(o.data.zone, text)} as its zone line states it, so it cannot be on that zone's lists. Correct start_pfn= and end_pfn=, or look for the code that took the wrong zone.`),
});
