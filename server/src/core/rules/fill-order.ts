import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'fill-order',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A fill does not go from the highest order and type down',
  docs: {
    what: 'Reports a get_unreported_page() of a higher order, or of the same order and a higher migratetype, than the one before it in the same fill.',
    why: 'Each list is visited once in a fill, highest order first: a list that is visited again or late is read with a boundary that no longer fits.',
    fix: 'Use for_each_reporting_migratetype_order() and do not change order or type in its body.',
    needs: 'get_unreported_page events, with page_reporting_fill or zone lock events to tell one fill from the next.',
    source: 'for_each_reporting_migratetype_order() of page reporting v5.',
  },
  observes: 'pick-out-of-order',
  at: () => ({ key: 'order' }),
  message: (o, text) => `This fill pulls from order ${o.data.order}, type ${text.migratetype(o.data.migratetype)} after order ${o.data.lastOrder}, type ${text.migratetype(o.data.lastType)}: a fill goes from the highest order and type down, each list once. Do not restart it inside.`,
  related: o => [{ id: o.data.lastId, message: 'the pull before' }],
});
