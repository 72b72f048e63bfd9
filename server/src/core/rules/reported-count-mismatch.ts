import { defineRule } from './defineRule.js';
import { blocks, ownName, zoneText } from './ruleText.js';
import { ev } from '../trace/events.js';

export default defineRule({
  id: 'reported-count-mismatch',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'reported_pages of an order differs from the blocks that carry the flag',
  docs: {
    what: 'Reports an event that states the kernel\'s count of reported blocks of one order where the model, from the flag events so far, has another number. A count that stays off by the same number is one finding.',
    why: 'The count decides when reporting is asked for. Too high, and free memory is never reported again; too low, and the worker is woken for nothing.',
    fix: 'Look for a set or clear of the flag that has no matching change of the count, between the last event that agreed and this one.',
    needs: 'An event with nr_reported= (page_reporting_notify_free) or reported= (zone_free), and the flag events since the start.',
    source: 'page reporting v5: reported_pages[order] is the number of flagged blocks of the order in the zone.',
  },
  observes: 'count-differs',
  isConsequence: o => o.data.repeats,
  at: o => ({ key: o.event === ev('zone_free') ? 'reported' : ownName(o.form, 'nr_reported') }),
  message: (o, text) => {
    const { claimed, flagged } = o.data;
    return `The count says ${blocks(claimed)} of order ${o.data.order} in ${zoneText(o.data.zone, text)} ${claimed === 1 ? 'is' : 'are'} reported, but ${flagged} carr${flagged === 1 ? 'ies' : 'y'} the flag. It decides when reporting is requested; look for a flag that was set or cleared without the count.`;
  },
});
