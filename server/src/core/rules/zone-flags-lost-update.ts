import { defineRule } from './defineRule.js';
import { flagsText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'zone-flags-lost-update',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5'],
  visibleIn: ['I'],
  summary: 'A zone flag operation does not see what the last one left',
  docs: {
    what: 'Reports a zone flag operation whose old= differs from the new= of the operation before it on the same zone.',
    why: 'Two operations ran at the same time and one of them is lost: a cleared bit comes back, or a set one vanishes.',
    fix: 'Use set_bit() and clear_bit() on a word that is also changed outside the zone lock, or keep the reporting bits in a word of their own.',
    needs: 'Flag events with old= and new=.',
    source: 'page reporting v5 uses __set_bit() and __clear_bit() on zone->flags, while the allocator clears ZONE_BOOSTED_WATERMARK in the same word after the zone lock is released. Page hinting v2 used the atomic operations.',
  },
  observes: 'flags-word-differs',
  at: () => ({ key: 'old' }),
  message: (o, text) => `The flags word of ${zoneText(o.data.zone, text)} is ${flagsText(o.data.old)} here, but the operation before left ${flagsText(o.data.expected)}: a change between them was lost or is not in the trace. zone->flags is changed outside the zone lock too, so use the atomic set_bit() and clear_bit().`,
});
