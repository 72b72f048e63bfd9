import { defineRule } from './defineRule.js';
import { eventName, zoneText } from './ruleText.js';

export default defineRule({
  id: 'wrong-zone-lock',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'A free list is changed under the lock of another zone',
  docs: {
    what: 'Reports a free-list operation, a get, a put, a fill or a drain of one zone inside a section of another zone\'s lock only.',
    why: 'The lock that is held protects nothing here: the lists of the zone that is changed are open to every other CPU.',
    fix: 'Take the lock of the zone that the block belongs to (page_zone(page)->lock); a worker that goes from zone to zone must drop one lock and take the next.',
    needs: 'Lock events that name their zone, and free-list or batch events.',
    source: 'lockdep_assert_held(&zone->lock) in get_unreported_page() and put_reported_page() of page reporting v5.',
  },
  observes: 'list-op-without-lock',
  standsAlone: true,
  holds: o => o.data.otherZone >= 0,
  evidence: ['lock'],
  at: () => ({ key: 'zone' }),
  message: (o, text) => `${eventName(o)} changes ${zoneText(o.data.zone, text)}, but ${text.who(o.who)} holds only the lock of ${zoneText(o.data.otherZone, text)}, which does not protect these lists. Take the lock of ${zoneText(o.data.zone, text)}.`,
  related: o => [{ id: o.data.otherId, message: 'the other zone\'s lock is taken here' }, { id: o.data.acquireId, message: 'this zone\'s lock is held by another task since here' }],
});
