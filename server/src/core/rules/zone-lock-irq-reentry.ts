import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'zone-lock-irq-reentry',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F', 'D', 'I'],
  summary: 'An interrupt wants the zone lock that the code it interrupted holds',
  docs: {
    what: 'Reports an interrupt that takes, or spins for, a zone lock which the code that it interrupted on the same CPU took with interrupts on and has not released.',
    why: 'The interrupt waits for code that cannot run before the interrupt ends. The CPU spins for ever, and every other CPU that needs the zone soon joins it.',
    fix: 'Take the lock with spin_lock_irq() or spin_lock_irqsave(), so that no interrupt arrives inside the section.',
    needs: 'Lock events of the interrupt and of the section, and the flags column (option irq-info). Off on PREEMPT_RT, where the zone lock sleeps and interrupt handlers are threads.',
    source: 'page_hinting_cycle() of page hinting v2 took zone->lock with spin_lock() in a worker; version 5 of the series uses spin_lock_irq().',
  },
  observes: 'irq-reentry',
  standsAlone: true,
  irqRule: true,
  evidence: ['flags', 'lock'],
  message: (o, text) => `This interrupt wants the lock of ${zoneText(o.data.zone, text)}, which the code that it interrupted on CPU ${o.cpu} holds, so it spins for ever. The section was entered with interrupts on; take the lock there with spin_lock_irq() or spin_lock_irqsave().`,
  related: o => [{ id: o.data.acquireId, message: 'taken here, with interrupts on' }],
});
