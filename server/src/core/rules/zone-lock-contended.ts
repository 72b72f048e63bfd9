import { defineRule } from './defineRule.js';
import { durationText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'zone-lock-contended',
  severity: 'info',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F'],
  summary: 'A task waits long, or behind a known holder, for a zone lock',
  docs: {
    what: 'States that contention_begin and contention_end of one task on a zone\'s lock are more than 1 ms apart, or that the trace shows who held the lock when the wait began.',
    why: 'Waiting for the zone lock is what page reporting must not cause; the holder is where to look.',
    fix: 'Shorten the section of the holder, or report in smaller batches.',
    needs: 'lock:contention_begin and contention_end with addresses that are not hashed (hash-ptr off), and the zone\'s `lock=` address in a zone line.',
    source: 'lock:contention_begin, include/trace/events/lock.h; stock kernels print it in the queued path only.',
  },
  observes: 'lock-contended',
  evidence: ['lock'],
  message: (o, text) => `${text.who(o.who)} waited ${durationText(o.data.elapsedNs)} for the lock of ${zoneText(o.data.zone, text)}${o.data.holder >= 0 ? `, which ${text.who(o.data.holder)} held` : ''}. If such waits are frequent, shorten the holder's section.`,
  related: o => [{ id: o.data.beginId, message: 'the wait begins' }, { id: o.data.acquireId, message: 'the holder takes the lock' }],
});
