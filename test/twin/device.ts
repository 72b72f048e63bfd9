/** The driver: startup and shutdown of the device. */
import { Actor, type Steps } from './actor.js';
import type { Kernel } from './kernel.js';
import { lock, unlock } from './locks.js';
import { request } from './request.js';

const mutex = { lock: 'page_reporting_mutex' };

function* startup(k: Kernel, by: Actor): Steps {
  const v5 = k.shape.interface === 'reporting-v5' && !k.fault('mutex-left-out', by, k.zones[0]);
  yield* k.place('call', { by, zone: k.zones[0] });
  if (k.device === null && k.zones.some(zone => zone.lists.some((_, order) => zone.flagged(order) > 0))) k.remark('stale-reported-pages');
  yield* k.print(by, 'page_reporting_startup', { capacity: k.shape.capacity });
  if (v5) {
    yield* k.print(by, 'mutex_lock', mutex);
    if (k.fault('mutex-twice', by)) yield* k.print(by, 'mutex_lock', mutex);
  }
  const second = new Actor('bash', 913, 1);
  if (k.fault('startup-overlaps', second)) yield* k.print(second, 'page_reporting_startup', { capacity: k.shape.capacity });
  if (k.device !== null) {
    if (v5) yield* k.print(by, 'mutex_unlock', mutex);
    yield* k.print(by, 'page_reporting_startup__return', { ret: k.fault('startup-replaces', by) ? 0 : -16 });
    return;
  }
  yield* k.print(by, 'might_sleep', { caller: 'kcalloc' });
  k.device = { capacity: k.shape.capacity, refcnt: 0, workDue: null };
  for (const zone of k.zones) {
    yield* lock(k, by, zone, 'irq');
    yield* request(k, by, zone);
    yield* unlock(k, by, zone);
  }
  k.keyOn = true;
  if (k.shape.extras) yield* k.print(by, 'static_key', { name: 'page_reporting_notify_enabled', count: 1 });
  if (v5 && !k.fault('mutex-unlock-left-out', by)) yield* k.print(by, 'mutex_unlock', mutex);
  yield* k.print(by, 'page_reporting_startup__return', { ret: 0 });
}

/** With no request open: the posted code would leave the bit behind. */
function* shutdown(k: Kernel, by: Actor): Steps {
  const v5 = k.shape.interface === 'reporting-v5' && !k.fault('mutex-left-out', by, k.zones[0]);
  yield* k.print(by, 'page_reporting_shutdown');
  if (v5) yield* k.print(by, 'mutex_lock', mutex);
  let through = false;
  while (k.requesting > 0 || (!through && k.zones.some(zone => zone.requested) && (k.workerBusy || !k.fault('shutdown-while-requested', by)))) {
    through ||= k.workerBusy && k.fault('shutdown-does-not-wait', by);
    yield;
  }
  k.keyOn = false;
  if (k.shape.extras) yield* k.print(by, 'static_key', { name: 'page_reporting_notify_enabled', count: 0 });
  const { device } = k;
  k.device = null;
  if (!k.fault('synchronize-left-out', by)) {
    yield* k.print(by, 'synchronize_rcu');
    while (k.readerLeaked) yield;
    yield* k.print(by, 'synchronize_rcu__return');
  }
  if (device !== null) device.workDue = null;
  while (k.workerBusy && !through) yield;
  if (!k.fault('cancel-left-out', by)) yield* k.print(by, 'cancel_delayed_work_sync');
  if (v5 && !k.fault('mutex-unlock-left-out', by)) yield* k.print(by, 'mutex_unlock', mutex);
  yield* k.print(by, 'page_reporting_shutdown__return');
}

export function* wait(k: Kernel, milliseconds: number): Steps {
  for (const end = k.printer.now + milliseconds * 1e6; k.printer.now < end;) yield;
}

export function* driver(k: Kernel, by: Actor): Steps {
  for (;;) {
    for (let rest = k.random.below(100); rest > 0; rest--) yield;
    [by.comm, by.pid] = ['modprobe', 401];
    yield* startup(k, by);
    // Less than the delay of a request, now and then.
    yield* wait(k, k.random.below(k.chance(3) ? 150 : 800));
    if (k.chance(2)) yield* startup(k, by);
    yield* wait(k, k.random.below(200));
    [by.comm, by.pid] = ['rmmod', 455];
    yield* shutdown(k, by);
  }
}
