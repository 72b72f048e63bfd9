import { defineRule } from './defineRule.js';
import { blockText, pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'unreported-behind-boundary',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'An unreported block lies behind the boundary of an ACTIVE zone',
  docs: {
    what: 'Reports an ordinary tail insertion that goes behind the boundary while the zone is ACTIVE, and a boundary that is set in front of a block which is not reported.',
    why: 'Everything behind the boundary is taken to be reported. The block there is never handed to the hypervisor, and the run of reported blocks is broken.',
    fix: 'Insert tail frees in front of the boundary (get_unreported_tail()), not in front of the list head.',
    needs: 'add_to_free_list_tail with before=, or the boundary events, in a zone whose ACTIVE flag and boundary are known.',
    source: 'Commit text of page reporting v5: the boundary is crossed only by reporting.',
  },
  observes: 'unreported-behind-boundary',
  message: (o, text) => `${blockText(o.data)} of migratetype ${text.migratetype(o.data.migratetype)} is not reported, but lies behind the boundary ${pfnText(o.data.boundary)} of ${zoneText(o.data.zone, text)}: this cycle will never report it. Tail frees of an ACTIVE zone go in front of the boundary.`,
  related: o => [{ id: o.data.activeId, message: 'the zone is ACTIVE since here' }],
});
