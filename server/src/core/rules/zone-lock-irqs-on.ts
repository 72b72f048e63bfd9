import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'zone-lock-irqs-on',
  severity: 'error',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2', 'walk-v29', 'hint-list-v33', 'mainline'],
  visibleIn: ['F', 'D', 'I'],
  summary: 'A zone lock is taken, or work under it is done, with interrupts on',
  docs: {
    what: 'Reports a zone lock that is taken while interrupts are on, and work that happens only under a zone lock (get, put, drain of per-CPU lists, allocation under the lock) whose line shows interrupts on. Once a section: at the acquisition, or at the first event under the lock where the trace shows no acquisition.',
    why: 'The page allocator runs in hard interrupts as well. An interrupt on the same CPU that frees or allocates a page spins for a lock that the code below it holds: the CPU never comes back.',
    fix: 'Take the lock with spin_lock_irq() in process context, or with spin_lock_irqsave() where interrupts may already be off.',
    needs: 'The flags column (option irq-info). A probe at the entry of spin_lock_irq() or spin_lock_irqsave() stands in front of the switch and is not judged; that of plain spin_lock() is. Off on PREEMPT_RT, where the zone lock sleeps and interrupts stay on by design.',
    source: 'page_hinting_cycle() of hinting v2 and page_reporting_startup() of reporting v5 take zone->lock with spin_lock(); later versions use spin_lock_irq().',
  },
  observes: 'irqs-on',
  standsAlone: true,
  irqRule: true,
  holds: o => !o.data.rtShown,
  evidence: o => (o.data.by === undefined ? ['flags'] : ['flags', o.data.by]),
  at: o => (o.data.acquired ? 'name' : 'flags'),
  message: (o, text) => {
    const zone = o.data.zone >= 0 ? `zone ${text.zone(o.data.zone)}` : 'a zone';
    const what = o.data.acquired
      ? `The lock of ${zone} is taken with interrupts on.`
      : `This happens only under the lock of ${zone}, but interrupts are on.`;
    return `${what} An interrupt on CPU ${o.cpu} that allocates or frees a page would spin for this lock for ever. Take it with spin_lock_irq() or spin_lock_irqsave().`;
  },
  related: o => [{ id: o.data.scopeId, message: 'called from here' }],
});
