/** page_reporting_notify_free() and __page_reporting_request(). */
import type { Actor, Steps } from './actor.js';
import type { At } from './buddy.js';
import type { Kernel } from './kernel.js';
import { reports } from './shape.js';
import type { TwinZone } from './zone.js';

export const REQUESTED = 'ZONE_PAGE_REPORTING_REQUESTED';
export const ACTIVE = 'ZONE_PAGE_REPORTING_ACTIVE';

/** v5 does not use the atomic operations. */
export const bitName = (k: Kernel, operation: 'set_bit' | 'clear_bit'): string =>
  (k.shape.interface === 'reporting-v5' ? `__${operation}` : operation);

/** The delay of a tenth of a second, in jiffies of hz=1000, and in nanoseconds. */
const DELAY = 100;
const DELAY_NS = 100_000_000;

export function* notifyFree(at: At, order: number): Steps {
  const { k, by, zone } = at;
  if (!reports(k.shape) || !k.keyOn || order < k.shape.minOrder || zone.requested) return;
  const reported = zone.reportedPages === null ? 0 : zone.reportedPages[order];
  const free = zone.nrFree(order);
  if (free < reported + k.shape.hwm) return;
  k.requesting++;
  yield* k.print(by, 'page_reporting_notify_free', { zone: zone.key, order, nr_free: free, nr_reported: reported });
  yield* request(k, by, zone);
  k.requesting--;
}

export function* request(k: Kernel, by: Actor, zone: TwinZone): Steps {
  const { device } = k;
  yield* k.print(by, '__page_reporting_request', { zone: zone.key });
  yield* k.print(by, 'rcu_read_lock');
  if (device === null) throw new Error('twin: a request without a device');
  zone.requested = true;
  zone.requestedSeen = true;
  yield* k.print(by, bitName(k, 'set_bit'), { bit: REQUESTED, zone: zone.key });
  if (device.refcnt++ === 0) {
    device.workDue ??= k.printer.now + DELAY_NS;
    yield* k.print(by, 'schedule_delayed_work', { delay: DELAY });
  }
  yield* k.print(by, 'rcu_read_unlock');
}
