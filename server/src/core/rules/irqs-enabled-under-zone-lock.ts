import { defineRule } from './defineRule.js';
import { ev } from '../trace/events.js';
import { zoneText } from './ruleText.js';

/** The event itself enables interrupts; its flags may still show them off. */
const comesOn = (o: { readonly event: number }): boolean => o.event === ev('irq_enable') || o.event === ev('local_irq_enable');

export default defineRule({
  id: 'irqs-enabled-under-zone-lock',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F', 'D', 'I'],
  summary: 'Interrupts come on inside a section of a zone lock',
  docs: {
    what: 'Reports the first line of a zone lock\'s holder that shows interrupts on, or that enables them, in a section that began with interrupts off.',
    why: 'From here on an interrupt on this CPU can ask for the lock that is still held, and would spin for it for ever. Something inside the section has enabled interrupts without saving their state.',
    fix: 'Find the call in between that ends with spin_unlock_irq() or local_irq_enable(), and let it save and restore the state instead.',
    needs: 'Lock events and the flags column (option irq-info). Off on PREEMPT_RT.',
    source: 'The lock table of page reporting: every free list and batch operation runs with interrupts off, as does the rest of mm/page_alloc.c.',
  },
  observes: 'irqs-enabled',
  standsAlone: true,
  irqRule: true,
  evidence: o => ['flags', o.data.by],
  at: o => (comesOn(o) ? 'name' : 'flags'),
  message: (o, text) => `Interrupts ${comesOn(o) ? 'come on' : 'are on'} here, but ${text.who(o.who)} still holds the lock of ${zoneText(o.data.zone, text)}, which it took with interrupts off. An interrupt that allocates or frees a page would now spin for ever; look for a call since then that enables interrupts instead of restoring them.`,
  related: o => [{ id: o.data.acquireId, message: 'taken here, with interrupts off' }],
});
