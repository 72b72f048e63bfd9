import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'reported-exceeds-free',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I', 'P'],
  summary: 'More blocks are reported than are free',
  docs: {
    what: 'Reports a zone_free or page_reporting_notify_free line that states a higher reported count than nr_free for its order.',
    why: 'A reported block is a free block, so the counter is wrong: the high water test compares with it and stops asking for runs.',
    fix: 'Look for a block that left its list with the flag set, or that was counted twice.',
    needs: 'nr_free= and reported= (nr_reported=) on one line.',
    source: 'page_reporting_notify_free() subtracts the two counts.',
  },
  observes: 'reported-above-free',
  message: (o, text) => `The line states ${o.data.reported} reported blocks of order ${o.data.order} in ${zoneText(o.data.zone, text)}, but only ${o.data.free} free ones: a reported block is free, so the counter is too high. Find the removal that did not count down.`,
});
