import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'boundary-not-reset',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A zone becomes ACTIVE with a boundary left from an earlier cycle',
  docs: {
    what: 'Reports a zone that becomes ACTIVE although the boundary of one of its lists was not reset since the metadata was populated. One finding a cycle, for the first such list.',
    why: 'The boundary array is shared by all zones. What is left in it points to a block of the previous zone or cycle, and the first tail insertion goes there.',
    fix: 'Reset the boundary of every order and managed migratetype before the ACTIVE flag is set.',
    needs: 'page_reporting_reset_boundary events, populate_metadata and the ACTIVE flag.',
    source: 'page_reporting_populate_metadata() of page reporting v5.',
  },
  observes: 'boundary-not-reset',
  message: (o, text) => `Zone ${text.zone(o.data.zone)} becomes ACTIVE, but the boundary of order ${o.data.order}, migratetype ${text.migratetype(o.data.migratetype)} was not reset in this cycle and points to what an earlier cycle left. Reset every list's boundary before setting ACTIVE.`,
  related: o => [{ id: o.data.populatedId, message: 'the metadata is populated here' }],
});
