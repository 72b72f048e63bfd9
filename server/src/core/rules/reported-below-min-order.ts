import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'reported-below-min-order',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'Reporting state of an order below the smallest that is reported',
  docs: {
    what: 'Reports a boundary event or a reported flag for a block of an order below PAGE_REPORTING_MIN_ORDER (pageblock_order).',
    why: 'Boundary and counters are arrays that begin at this order: a smaller one indexes before their start.',
    fix: 'Test the order before page_reporting_add_to_boundary() and before the flag is set; a block that was split must lose its flag first.',
    needs: 'The boundary and flag events, and pageblock_order on the settings line where it is not 9.',
    source: 'boundary[] and reported_pages[] of page reporting v5 are indexed by order minus PAGE_REPORTING_MIN_ORDER.',
  },
  observes: 'order-below-minimum',
  standsAlone: true,
  at: () => ({ key: 'order' }),
  message: (o, text) => `${eventName(o)} concerns order ${o.data.order} of ${zoneText(o.data.zone, text)}, but reporting begins at order ${o.data.minimum}: the index lies before the start of the array. Leave smaller orders out.`,
});
