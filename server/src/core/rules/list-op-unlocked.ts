import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'list-op-unlocked',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['D', 'I'],
  summary: 'A free list is changed without the zone lock',
  docs: {
    what: 'Reports a free-list operation (add, move, delete, swap), a get, a put, a fill or a drain outside every section of its zone\'s lock on that task. Silent while the task may be in a section that began before the trace: until it has taken or released a zone lock in it.',
    why: 'Another CPU can change the same list at the same time. Links, nr_free and the reported counts are then wrong for good, and the boundary may point at a block that is gone.',
    fix: 'Take the zone lock before fill and drain, and take it again after the driver\'s callback, which runs unlocked.',
    needs: 'Lock events and free-list or batch events. In mainline: __isolate_free_page() and __putback_isolated_page() with a zone, or by the worker in a visit of a zone (zone_watermark_ok) in which another block was under a lock that it has released since.',
    source: 'lockdep_assert_held(&zone->lock) in get_unreported_page() and put_reported_page() of page reporting v5.',
  },
  observes: 'list-op-without-lock',
  standsAlone: true,
  evidence: ['lock'],
  message: (o, text) => `${eventName(o)} runs without the lock of ${zoneText(o.data.zone, text)}, so another CPU can change the same free list at the same time. Take the zone lock around it.`,
  related: o => [{ id: o.data.acquireId, message: 'the lock is held by another task since here' }],
});
