/** spin_lock_irq(), spin_lock_irqsave() and their counterparts on a zone's lock. */
import type { Actor, Steps } from './actor.js';
import type { Kernel } from './kernel.js';
import { lockAddress, type Interface } from './shape.js';
import type { TwinZone } from './zone.js';

export type Variant = 'irq' | 'irqsave';

const taking = { irq: 'spin_lock_irq', irqsave: 'spin_lock_irqsave', plain: 'spin_lock', rt: 'rt_spin_lock' } as const;
const releasing = { irq: 'spin_unlock_irq', irqsave: 'spin_unlock_irqrestore', plain: 'spin_unlock', rt: 'rt_spin_unlock' } as const;

const other = (k: Kernel, zone: TwinZone): TwinZone => (zone === k.zones[0] ? k.zones[1] : k.zones[0]);

const busy = (by: Actor, zone: TwinZone): boolean => zone.holder !== null || (zone.next !== null && zone.next !== by);

/** Waits until the lock is free; the wait is in the trace where the recording has such events. */
function* spin(k: Kernel, by: Actor, zone: TwinZone): Steps {
  const { contention, mainline } = k.shape;
  if (contention === null || !busy(by, zone)) {
    while (busy(by, zone)) yield;
    return;
  }
  const address = contention === 'address' ? lockAddress(k.shape, zone.place) : '00000000a3c1f2e4';
  const { irqsOff } = by;
  // Not where another one has waited and has just got it: its acquisition is not printed yet.
  const held = zone.holder !== null;
  by.irqsOff = true;
  by.depth++;
  zone.waiters++;
  yield* k.print(by, 'contention_begin', { text: `${address} (flags=SPIN)` });
  while (busy(by, zone)) yield;
  zone.next = by;
  if (held && contention === 'address' && mainline?.probes !== true && judged.includes(k.shape.interface)) k.remark('zone-lock-contended');
  yield* k.print(by, 'contention_end', { text: `${address} (ret=0)` });
  zone.next = null;
  zone.waiters--;
  by.irqsOff = irqsOff;
  by.depth--;
}

/** Interfaces of zone-lock-contended. */
const judged: readonly Interface[] = ['reporting-v5', 'hinting-v2', 'mainline'];

/** Printed after taking. */
export function* lock(k: Kernel, by: Actor, zone: TwinZone, variant: Variant): Steps {
  if (k.recording.rt === true) {
    yield* lockRt(k, by, zone);
    return;
  }
  by.spinning = true;
  yield* spin(k, by, zone);
  zone.holder = by;
  if (k.fault('lock-left-out', by, zone)) {
    by.sections.push({ irqsOff: by.irqsOff, shown: zone, variant: 'none' });
    yield;
    return; // spinning: nobody comes between
  }
  by.spinning = false;
  const wrongLock = !busy(by, other(k, zone)) && k.fault('lock-of-other-zone', by);
  const shown = wrongLock ? other(k, zone) : zone;
  if (wrongLock) shown.holder = by;
  const interrupted = !by.irqsOff && k.fault('lock-plain-interrupted', by);
  const plain = interrupted || (!by.irqsOff && k.fault('lock-plain', by));
  by.sections.push({ irqsOff: by.irqsOff, shown, variant: plain ? 'plain' : variant });
  by.depth++;
  if (!plain) by.irqsOff = true;
  zone.heldSince = k.event(by, plain ? taking.plain : taking[variant], { lock: 'zone->lock', zone: shown.key });
  yield;
  if (interrupted) yield* reenter(k, by, zone);
  yield* k.place('section', { by, zone });
}

/** Whoever holds the lock goes on being interrupted and switched away; who waits for it sleeps. */
function* lockRt(k: Kernel, by: Actor, zone: TwinZone): Steps {
  while (zone.holder !== null) yield;
  zone.holder = by;
  by.sections.push({ irqsOff: by.irqsOff, shown: zone, variant: 'rt' });
  by.pinned++;
  zone.heldSince = k.event(by, taking.rt, { lock: 'zone->lock', zone: zone.key });
  yield;
  yield* k.place('section', { by, zone });
}

/** An interrupt on this CPU wants the lock that the interrupted code holds: the end of this CPU. */
function* reenter(k: Kernel, by: Actor, zone: TwinZone): Steps {
  by.hardirq = true;
  by.irqsOff = true;
  yield* k.print(by, 'irq_handler_entry', { irq: 24, name: 'virtio0-input.0' });
  yield* k.print(by, 'spin_lock_irqsave', { lock: 'zone->lock', zone: zone.key });
  k.halted = true;
}

/** Printed before releasing. */
export function* unlock(k: Kernel, by: Actor, zone: TwinZone): Steps {
  const section = by.sections.pop();
  if (section === undefined) throw new Error('twin: nothing to unlock');
  const { irqsOff, shown, variant } = section;
  zone.holder = null;
  shown.holder = null;
  if (variant === 'none') {
    by.spinning = false;
    return;
  }
  const args = { lock: 'zone->lock', zone: shown.key };
  if (variant === 'rt') {
    k.event(by, releasing.rt, args);
    by.pinned--;
    yield;
    return;
  }
  const keepsIrqsOff = variant !== 'plain' && !irqsOff && k.fault('unlock-plain', by);
  k.event(by, keepsIrqsOff ? releasing.plain : releasing[variant], args);
  by.depth--;
  if (!keepsIrqsOff) by.irqsOff = irqsOff;
  yield;
  if (k.fault('unlock-twice', by)) yield* k.print(by, releasing[variant === 'plain' ? 'plain' : variant], args);
}
