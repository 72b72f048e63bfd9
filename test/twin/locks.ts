/** spin_lock_irq(), spin_lock_irqsave() and their counterparts on a zone's lock. */
import type { Actor, Steps } from './actor.js';
import type { Kernel } from './kernel.js';
import type { TwinZone } from './zone.js';

export type Variant = 'irq' | 'irqsave';

const taking = { irq: 'spin_lock_irq', irqsave: 'spin_lock_irqsave' } as const;
const releasing = { irq: 'spin_unlock_irq', irqsave: 'spin_unlock_irqrestore' } as const;

/** Printed after taking. */
export function* lock(k: Kernel, by: Actor, zone: TwinZone, variant: Variant): Steps {
  by.spinning = true;
  while (zone.holder !== null) yield;
  by.spinning = false;
  zone.holder = by;
  by.saved.push(by.irqsOff);
  by.depth++;
  const plain = k.fault('plain-lock') && !by.hardirq;
  if (!plain) by.irqsOff = true;
  zone.heldSince = k.printer.event(by, plain ? 'spin_lock' : taking[variant], { lock: 'zone->lock', zone: zone.key });
  if (plain) k.wrong(zone.heldSince);
  yield;
}

/** Printed before releasing. */
export function* unlock(k: Kernel, by: Actor, zone: TwinZone, variant: Variant): Steps {
  if (k.fault('irqs-enabled-before-unlock')) {
    by.irqsOff = false;
    k.wrong(k.printer.next);
  }
  k.printer.event(by, releasing[variant], { lock: 'zone->lock', zone: zone.key });
  zone.holder = null;
  by.depth--;
  by.irqsOff = by.saved.pop() ?? false;
  yield;
}
