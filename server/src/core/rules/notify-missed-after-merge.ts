import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'notify-missed-after-merge',
  severity: 'info',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A merge in a put reaches the high water mark without a request',
  docs: {
    what: 'States that a block which merged while it was put back has brought the unreported blocks of the larger order to the high water mark.',
    why: 'A put does not notify, and the merged block is unreported: until the next ordinary free of that order nothing asks for a run.',
    fix: 'Nothing is broken; the run comes with the next free. Notify for a merged block if it matters.',
    needs: 'The free-list helpers, known counts and zone flags.',
    source: 'put_reported_page() of page reporting v5; its comment says that the number of unreported pages cannot have grown.',
  },
  observes: 'merge-unnoticed',
  message: (o, text) => `The put has merged into order ${o.data.order} of ${zoneText(o.data.zone, text)}, which now has ${o.data.excess} unreported blocks, as many as the mark asks for, and a put does not notify. The next free of that order will.`,
});
