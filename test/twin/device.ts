/** The driver: startup and shutdown of the device. */
import { Actor, type Steps } from './actor.js';
import type { Kernel } from './kernel.js';
import { lock, unlock } from './locks.js';
import { request } from './request.js';

const mutex = { lock: 'page_reporting_mutex' };

function* startup(k: Kernel, by: Actor): Steps {
  const v5 = k.shape.interface === 'reporting-v5';
  yield* k.print(by, 'page_reporting_startup', { capacity: k.shape.capacity });
  if (v5) {
    yield* k.print(by, 'mutex_lock', mutex);
    if (k.fault('mutex-twice', by)) yield* k.print(by, 'mutex_lock', mutex);
  }
  const second = new Actor('bash', 913, 1);
  if (k.fault('startup-overlaps', second)) yield* k.print(second, 'page_reporting_startup', { capacity: k.shape.capacity });
  if (k.device !== null) {
    if (v5) yield* k.print(by, 'mutex_unlock', mutex);
    yield* k.print(by, 'page_reporting_startup__return', { ret: -16 });
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
  if (v5) yield* k.print(by, 'mutex_unlock', mutex);
  yield* k.print(by, 'page_reporting_startup__return', { ret: 0 });
}

/** With no request open: the posted code would leave the bit behind. */
function* shutdown(k: Kernel, by: Actor): Steps {
  const v5 = k.shape.interface === 'reporting-v5';
  yield* k.print(by, 'page_reporting_shutdown');
  if (v5) yield* k.print(by, 'mutex_lock', mutex);
  while (k.requesting > 0 || k.zones.some(zone => zone.requested)) yield;
  k.keyOn = false;
  if (k.shape.extras) yield* k.print(by, 'static_key', { name: 'page_reporting_notify_enabled', count: 0 });
  const { device } = k;
  k.device = null;
  yield* k.print(by, 'synchronize_rcu');
  yield* k.print(by, 'synchronize_rcu__return');
  if (device !== null) device.workDue = null;
  while (k.workerBusy) yield;
  yield* k.print(by, 'cancel_delayed_work_sync');
  if (v5) yield* k.print(by, 'mutex_unlock', mutex);
  yield* k.print(by, 'page_reporting_shutdown__return');
}

export function* driver(k: Kernel, by: Actor): Steps {
  for (;;) {
    for (let rest = 30 + k.random.below(100); rest > 0; rest--) yield;
    [by.comm, by.pid] = ['modprobe', 401];
    yield* startup(k, by);
    for (let rest = 3000 + k.random.below(8000); rest > 0; rest--) yield;
    if (k.chance(2)) yield* startup(k, by);
    for (let rest = 1000 + k.random.below(3000); rest > 0; rest--) yield;
    [by.comm, by.pid] = ['rmmod', 455];
    yield* shutdown(k, by);
  }
}
