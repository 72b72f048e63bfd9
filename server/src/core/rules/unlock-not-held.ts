import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'unlock-not-held',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'A zone lock is released by a task that does not hold it',
  docs: {
    what: 'Reports the release of a zone lock by a task that, by the trace, does not hold it. The first lock event of each CPU is not judged, because tracing may have begun inside a section.',
    why: 'Releasing a free spinlock breaks it; releasing another task\'s section lets a third one in while the first still changes the free lists.',
    fix: 'Pair every unlock with the lock on the same path; after a callback that needs the lock dropped, take it again before going on.',
    needs: 'Semantic or lockdep lock events; the lock may have been taken by a function that has no probe. Lost events make the holder unknown.',
    source: 'Spinlocks of the kernel; the fill, report and drain loop of page_reporting_cycle().',
  },
  observes: 'released-not-held',
  standsAlone: true,
  evidence: ['lock'],
  message: (o, text) => {
    const holder = o.data.holder >= 0 ? `${text.who(o.data.holder)} holds it and loses it here` : 'nobody holds it';
    return `${text.who(o.who)} releases the lock of ${zoneText(o.data.zone, text)} without having taken it: ${holder}. Take the lock again before this point, or leave out the unlock.`;
  },
  related: o => [{ id: o.data.acquireId, message: 'taken here by its holder' }],
});
