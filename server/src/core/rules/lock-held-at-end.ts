import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'lock-held-at-end',
  severity: 'info',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'The trace ends inside a section of a zone lock',
  docs: {
    what: 'States that a zone lock is held at the last line of the trace.',
    why: 'That is not wrong by itself: the recording stopped here. It matters if the machine hung, because the holder and everything that waits for it are then the first suspects.',
    fix: 'If the system hung, look at the last lines of the holder\'s CPU; else record a little longer.',
    needs: 'Lock events.',
    source: 'Spinlocks of the kernel.',
  },
  observes: 'held-at-end',
  evidence: ['lock'],
  message: (o, text) => `The trace ends while ${text.who(o.data.holder)} holds the lock of ${zoneText(o.data.zone, text)}. That is normal where the recording stopped here; if the machine hung, start with this section.`,
  related: o => [{ id: o.data.acquireId, message: 'taken here' }],
});
