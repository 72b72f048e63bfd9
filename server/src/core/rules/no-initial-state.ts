import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'no-initial-state',
  severity: 'info',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['I'],
  summary: 'The trace does not say what the free lists held at its start',
  docs: {
    what: 'States, once for a zone, that a block is pulled, put back or walked on a list whose content is not known.',
    why: 'Rules about positions, counts and boundaries of such a list stay silent until later lines make it known.',
    fix: 'Write the lists at the start of the recording (`free` lines), or `free=none` where they are empty.',
    needs: 'Events of page reporting, of a walk or of the hint list.',
    source: 'Nothing in a stock trace states the lists.',
  },
  observes: 'lists-unknown',
  standsAlone: true,
  message: (o, text) => `What the free lists of ${zoneText(o.data.zone, text)} held before is not known: rules about their order and counts stay silent. Add free lines, or free=none, at the start.`,
});
