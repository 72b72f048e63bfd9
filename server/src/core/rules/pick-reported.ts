import { defineRule } from './defineRule.js';
import { blockText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'pick-reported',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'A block that is already reported is taken for reporting',
  docs: {
    what: 'Reports a block that is taken for reporting although it carried the reported flag, or is in flight.',
    why: 'The hypervisor has dropped this memory already. Reporting it again costs time, and the fill never comes to an end if it finds its own blocks.',
    fix: 'Skip blocks with the reported flag, and end the list when both ends are reported.',
    needs: 'The flag events of the block and get_unreported_page. In mainline: the worker\'s __isolate_free_page() and __putback_isolated_page(), of which the trace must print some; a block that has been put back is known to be flagged only until the lock is released.',
    source: 'get_unreported_page() of page reporting v5 tests the flag of the entry in front of the boundary and of the first entry.',
  },
  observes: 'picked-reported',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => o.data.inFlight
    ? `${blockText(o.data)} of ${zoneText(o.data.zone, text)} is taken for reporting, but it is in flight: it is in the batch twice, and will be put back twice. A block that is out is on no free list; look at how it got back on one.`
    : `${blockText(o.data)} of ${zoneText(o.data.zone, text)} is taken for reporting, but it is already reported: the hypervisor is told twice, and a fill that takes its own blocks never ends. Skip blocks that carry the flag.`,
  related: o => [{ id: o.data.lastId, message: 'the last line that changed this block' }],
});
