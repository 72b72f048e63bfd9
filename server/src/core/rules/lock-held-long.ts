import { defineRule } from './defineRule.js';
import { durationText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'lock-held-long',
  severity: 'warning',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'walk-v29', 'hint-list-v33', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'A zone lock is held for longer than 1 ms',
  docs: {
    what: 'Reports the release of a zone lock that was taken more than 1 ms before, by the clock of the trace, or more than lock_limit_us= says. For sections in which blocks are pulled for a report, or put back, batch_lock_limit_us= gives a limit of its own.',
    why: 'Every other CPU that allocates or frees in the zone spins meanwhile, and on this CPU no interrupt is served.',
    fix: 'Do a bounded part of the work in one section: release the lock after some blocks and take it again.',
    needs: 'Both ends of the section as lock events, and a clock of time. The recording itself takes time under the lock (up to 0.4 ms for a batch of a healthy kernel with probes on each step, in emulation), so that a closer limit is for traces with few events. Off on PREEMPT_RT, where the holder may be preempted.',
    source: 'Review of page hinting v2: only bounded work under the zone lock; review of the walk: the lock is held for as long as a list is.',
  },
  observes: 'section-long',
  standsAlone: true,
  irqRule: true,
  evidence: ['lock'],
  message: (o, text) => {
    const limit = o.data.batch ? ` while blocks of a batch were pulled or put back, and ${durationText(o.data.limitNs)} are allowed for that` : '';
    return `The lock of ${zoneText(o.data.zone, text)} was held for ${durationText(o.data.elapsedNs)}${limit}: every CPU that needs the zone waited that long. Do less in one section, and release the lock in between.`;
  },
  related: o => [{ id: o.data.acquireId, message: 'taken here' }],
});
