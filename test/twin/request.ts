/** page_reporting_notify_free() and __page_reporting_request(). */
import type { Actor, Steps } from './actor.js';
import type { At } from './buddy.js';
import type { Kernel } from './kernel.js';
import { notify } from './mainline/notify.js';
import { reports } from './shape.js';
import type { TwinZone } from './zone.js';

export const REQUESTED = 'ZONE_PAGE_REPORTING_REQUESTED';
export const ACTIVE = 'ZONE_PAGE_REPORTING_ACTIVE';

const word = (zone: TwinZone): number => (zone.requested ? 2 : 0) + (zone.active ? 4 : 0);

/** v5 does not use the atomic operations. */
export function* changeBit(k: Kernel, by: Actor, zone: TwinZone, operation: 'set_bit' | 'clear_bit', bit: typeof REQUESTED | typeof ACTIVE): Steps {
  const old = word(zone);
  const known = bit === REQUESTED ? zone.requestedSeen : zone.activeSeen;
  const name = k.shape.interface === 'reporting-v5' ? `__${operation}` : operation;
  if (bit === REQUESTED) {
    zone.requested = operation === 'set_bit';
    zone.requestedSeen = true;
    if (zone.requested && k.workerBusy) zone.requestedAt = k.printer.now;
  } else {
    zone.active = operation === 'set_bit';
    zone.activeSeen = true;
  }
  const resurrected = k.shape.extras && known && k.fault('flags-word-of-another', by) ? 1 : 0;
  yield* k.print(by, name, { bit, zone: zone.key, ...(k.shape.extras ? { old: old + resurrected, new: word(zone) + resurrected } : {}) });
}

/** The delay of a tenth of a second, in jiffies of hz=1000, and in nanoseconds. */
const DELAY = 100;
export const DELAY_NS = 100_000_000;

export function* notifyFree(at: At, order: number): Steps {
  const { k, by, zone } = at;
  if (k.shape.mainline !== null) yield* notify(k, by, zone, order);
  if (!reports(k.shape) || !k.keyOn || order < k.shape.minOrder) return;
  const reported = zone.reportedPages === null ? 0 : zone.reportedPages[order];
  const free = zone.nrFree(order);
  if (free < reported + k.shape.hwm && (zone.requested || !k.fault('request-below-mark', by))) return;
  if (zone.requested && !k.fault('requested-unscreened', by)) return;
  k.requesting++;
  yield* k.print(by, 'page_reporting_notify_free', { zone: zone.key, order, nr_free: free, nr_reported: reported });
  if (!k.fault('request-left-out', by)) yield* request(k, by, zone);
  k.requesting--;
}

export function* request(k: Kernel, by: Actor, zone: TwinZone): Steps {
  const { device } = k;
  yield* k.print(by, '__page_reporting_request', { zone: zone.key });
  const reader = !k.fault('rcu-left-out', by, zone);
  if (reader) yield* k.print(by, 'rcu_read_lock');
  yield* k.place('reader', { by, zone });
  if (device === null) throw new Error('twin: a request without a device');
  yield* changeBit(k, by, zone, 'set_bit', REQUESTED);
  if (k.fault('refcnt-leaked', by, zone)) device.refcnt++;
  if (device.refcnt++ === 0 || k.fault('scheduled-again', by)) {
    device.workDue ??= k.printer.now + DELAY_NS;
    yield* k.print(by, 'schedule_delayed_work', { delay: DELAY });
  }
  k.readerLeaked ||= reader && k.fault('reader-never-ends', by);
  if (reader && !k.readerLeaked && !k.fault('rcu-unlock-left-out', by)) yield* k.print(by, 'rcu_read_unlock');
}
