/** page_reporting_register() and page_reporting_unregister(), and a driver that comes and goes. */
import type { Actor, Steps } from '../actor.js';
import { wait } from '../device.js';
import type { Kernel, ReportingDevice } from '../kernel.js';
import { request } from './notify.js';

const mutex = { lock: 'page_reporting_mutex' };

function* register(k: Kernel, by: Actor): Steps {
  const takes = !k.fault('mutex-left-out', by, k.zones[0]);
  const given = k.shape.extras ? { order: k.shape.reportingOrder, capacity: k.shape.capacity } : {};
  yield* k.place('call', { by, zone: k.zones[0] });
  const stale = k.zones.some(zone => zone.lists.some((_, order) => order >= k.shape.reportingOrder && zone.flagged(order) > 0));
  if (k.reporting === null && stale && k.shape.mainline?.probes !== true) k.remark('stale-reported-pages');
  yield* k.print(by, 'page_reporting_register', given);
  if (takes) yield* k.print(by, 'mutex_lock', mutex);
  if (takes && k.fault('mutex-twice', by)) yield* k.print(by, 'mutex_lock', mutex);
  if (k.reporting !== null) {
    if (takes) yield* k.print(by, 'mutex_unlock', mutex);
    yield* k.print(by, 'page_reporting_register__return', { ret: k.fault('startup-replaces', by) ? 0 : -16 });
    return;
  }
  const device: ReportingDevice = { capacity: k.shape.capacity, state: 'IDLE', workDue: null, published: false };
  k.reporting = device;
  yield* request(k, by, device);
  device.published = true;
  if (!k.keyOn) {
    k.keyOn = true;
    if (k.shape.extras) yield* k.print(by, 'static_key', { name: 'page_reporting_enabled', count: 1 });
  }
  if (takes && !k.fault('mutex-unlock-left-out', by)) yield* k.print(by, 'mutex_unlock', mutex);
  yield* k.print(by, 'page_reporting_register__return', { ret: 0 });
}

function* unregister(k: Kernel, by: Actor): Steps {
  const takes = !k.fault('mutex-left-out', by, k.zones[0]);
  const device = k.reporting;
  yield* k.print(by, 'page_reporting_unregister');
  if (takes) yield* k.print(by, 'mutex_lock', mutex);
  if (device !== null) {
    device.published = false;
    yield* k.print(by, 'synchronize_rcu');
    while (k.requesting > 0) yield;
    yield* k.print(by, 'synchronize_rcu__return');
    device.workDue = null;
    const waits = !(k.workerBusy && k.fault('unregister-does-not-wait', by));
    while (waits && k.workerBusy) yield;
    device.workDue = null;
    yield* k.print(by, 'cancel_delayed_work_sync');
  }
  if (takes && !k.fault('mutex-unlock-left-out', by)) yield* k.print(by, 'mutex_unlock', mutex);
  k.reporting = null;
  yield* k.print(by, 'page_reporting_unregister__return');
}

export function* mainlineDriver(k: Kernel, by: Actor): Steps {
  for (;;) {
    for (let rest = k.random.below(100); rest > 0; rest--) yield;
    [by.comm, by.pid] = ['modprobe', 401];
    yield* register(k, by);
    yield* wait(k, k.random.below(k.chance(3) ? 3_000 : 40_000));
    if (k.chance(2)) yield* register(k, by);
    yield* wait(k, k.random.below(4_000));
    [by.comm, by.pid] = ['rmmod', 455];
    yield* unregister(k, by);
  }
}
