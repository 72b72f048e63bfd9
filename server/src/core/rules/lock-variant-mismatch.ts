import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

const names = ['a lock function', 'spin_lock()', 'spin_lock_irq()', 'spin_lock_irqsave()'];
const unlocks = ['an unlock function', 'spin_unlock()', 'spin_unlock_irq()', 'spin_unlock_irqrestore()'];

export default defineRule({
  id: 'lock-variant-mismatch',
  severity: 'warning',
  group: 'locking',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I', 'K'],
  summary: 'Lock and unlock function leave interrupts in another state than they found them',
  docs: {
    what: 'Reports a section of a zone lock whose unlock function does not undo what its lock function did to interrupts: spin_lock() with spin_unlock_irq() or spin_unlock_irqrestore(), and the _irq and _irqsave forms with plain spin_unlock().',
    why: 'Plain spin_unlock() leaves interrupts off for good; an unlock that enables them after plain spin_lock() turns them on inside a caller that had them off.',
    fix: 'Use the pair that belongs together. Pairs that differ but agree about interrupts, as spin_lock_irqsave() with spin_unlock_irq(), are not reported.',
    needs: 'Semantic lock events, which name the variant. Probes do not decide it: rmqueue() of older kernels released with spin_unlock() and local_irq_restore().',
    source: 'page hinting v2 uses spin_lock() and spin_unlock() in its worker, page reporting v5 the _irq forms; a half-converted function mixes them.',
  },
  observes: 'variant-differs',
  standsAlone: true,
  holds: o => o.data.zone >= 0,
  evidence: ['lock'],
  message: (o, text) => {
    const effect = o.data.taken === 1 ? 'interrupts may come on in a caller that had them off' : 'interrupts stay off afterwards';
    return `The lock of ${zoneText(o.data.zone, text)} is taken with ${names[o.data.taken] ?? names[0]} and released with ${unlocks[o.data.released] ?? unlocks[0]}: ${effect}. Use the pair that belongs together.`;
  },
  related: o => [{ id: o.data.acquireId, message: 'taken here' }],
});
