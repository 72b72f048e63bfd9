import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'snapshot-mismatch',
  severity: 'warning',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['P'],
  summary: 'A buddyinfo or pagetypeinfo line differs from the free lists of the model',
  docs: {
    what: 'Reports a line of /proc/buddyinfo inside the trace whose count for an order differs from that of the model, and a line of /proc/pagetypeinfo whose count for an order of its type does. `>100000` means at least so many.',
    why: 'The events do not account for all changes: some free-list events were not recorded, or the line was taken at another moment than where it stands. Findings about counts after it rest on the new number.',
    fix: 'Record all free-list events, and let one script write the snapshot into the trace as a marker.',
    needs: 'A buddyinfo line after a known starting state, in a trace with free-list events: stock events alone do not show what the lists gain and lose. For a pagetypeinfo line every block of the list must be known.',
    source: '/proc/buddyinfo prints nr_free of each order; pagetypeinfo_showfree_print() counts a list up to 100000.',
  },
  observes: 'free-count-differs',
  holds: o => o.data.snapshot,
  evidence: ['snapshot'],
  message: (o, text) => `The snapshot has ${o.data.atLeast ? 'at least ' : ''}${blocks(o.data.claimed)} of order ${o.data.order}${o.data.migratetype < 0 ? '' : ` and migratetype ${text.migratetype(o.data.migratetype)}`} free in ${zoneText(o.data.zone, text)}, the events before it leave ${o.data.model}. Either free-list events are missing from the trace or the snapshot is of another moment; the analysis goes on from the snapshot.`,
});
