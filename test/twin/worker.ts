/** page_reporting_process(), its cycle, fill, report and drain. */
import type { Actor, Steps } from './actor.js';
import { get, put } from './batch.js';
import type { At } from './buddy.js';
import type { Device, Kernel } from './kernel.js';
import { lock, unlock } from './locks.js';
import { ACTIVE, REQUESTED, bitName } from './request.js';
import { CMA, ISOLATE, TYPES } from './shape.js';
import type { Pulled, TwinZone } from './zone.js';

/** Order and type downwards. v5 leaves CMA and ISOLATE out of all; v2 resets every boundary, and as fixed fills all but ISOLATE. */
function* lists(k: Kernel, filling: boolean): Generator<[number, number]> {
  for (let order = k.shape.orders - 1; order >= k.shape.minOrder; order--) {
    for (let type = TYPES - 1; type >= 0; type--) {
      const v5 = k.shape.interface === 'reporting-v5';
      if ((type === CMA && v5) || (type === ISOLATE && (v5 || filling))) continue;
      yield [order, type];
    }
  }
}

function* populate(k: Kernel, by: Actor, zone: TwinZone): Steps {
  yield* k.print(by, 'page_reporting_populate_metadata', { zone: zone.key });
  if (zone.reportedPages === null) {
    yield* k.print(by, 'might_sleep', { caller: 'kcalloc' });
    zone.reportedPages = Array.from({ length: k.shape.orders }, () => 0);
  }
  for (const [order, migratetype] of lists(k, false)) {
    k.boundary[order][migratetype] = { zone, block: null };
    yield* k.print(by, 'page_reporting_reset_boundary', { zone: zone.key, order, migratetype });
  }
  yield* k.print(by, 'page_reporting_populate_metadata__return', { zone: zone.key, ret: 0 });
}

function* fill(at: At, device: Device): Steps<Pulled[]> {
  const { k, by, zone } = at;
  const batch: Pulled[] = [];
  const done = (): Steps<number> => k.print(by, 'page_reporting_fill', {
    zone: zone.key, nents: batch.length, ...(k.shape.extras ? { capacity: device.capacity, refcnt: device.refcnt } : {}),
  });
  for (const [order, type] of lists(k, true)) {
    for (let pulled = yield* get(at, order, type); pulled !== undefined; pulled = yield* get(at, order, type)) {
      batch.push(pulled);
      if (batch.length === device.capacity) {
        yield* done();
        return batch;
      }
    }
  }
  zone.requested = false;
  device.refcnt--;
  yield* k.print(by, bitName(k, 'clear_bit'), { bit: REQUESTED, zone: zone.key });
  yield* done();
  return batch;
}

/** The device takes its time; everything else goes on. */
function* report(k: Kernel, by: Actor, batch: readonly Pulled[]): Steps {
  const nents = batch.length;
  yield* k.print(by, 'report', { nents });
  for (const [index, { pfn, order }] of batch.entries()) yield* k.print(by, 'report_range', { index, pfn, nr_pages: 1 << order });
  yield* k.print(by, 'might_sleep', { caller: 'wait_event' });
  for (let rest = k.random.below(150); rest > 0; rest--) yield;
  yield* k.print(by, 'report__return', { nents });
}

function* cycle(k: Kernel, by: Actor, zone: TwinZone, device: Device): Steps {
  const at = { k, by, zone };
  yield* k.print(by, 'page_reporting_cycle', { zone: zone.key });
  yield* populate(k, by, zone);
  yield* lock(k, by, zone, 'irq');
  zone.active = true;
  zone.activeSeen = true;
  yield* k.print(by, bitName(k, 'set_bit'), { bit: ACTIVE, zone: zone.key });
  do {
    const batch = yield* fill(at, device);
    if (batch.length === 0) break;
    yield* unlock(k, by, zone, 'irq');
    yield* report(k, by, batch);
    yield* lock(k, by, zone, 'irq');
    yield* k.print(by, 'page_reporting_drain', { zone: zone.key });
    for (const pulled of batch) yield* put(at, pulled);
  } while (zone.requested);
  zone.active = false;
  yield* k.print(by, bitName(k, 'clear_bit'), { bit: ACTIVE, zone: zone.key });
  yield* unlock(k, by, zone, 'irq');
  yield* k.print(by, 'page_reporting_cycle__return', { zone: zone.key });
}

function* process(k: Kernel, by: Actor, device: Device): Steps {
  yield* k.print(by, 'page_reporting_process');
  let index = 0;
  do {
    const zone = k.zones[index];
    if (zone.requested) yield* cycle(k, by, zone, device);
    index = (index + 1) % k.zones.length;
  } while (device.refcnt !== 0);
  yield* k.print(by, 'page_reporting_process__return');
}

/** The system workqueue's thread: runs the work when its time has come. */
export function* worker(k: Kernel, by: Actor): Steps {
  for (;;) {
    const { device } = k;
    if (device === null || device.workDue === null || device.workDue > k.printer.now) {
      yield;
      continue;
    }
    device.workDue = null;
    k.workerBusy = true;
    yield* process(k, by, device);
    k.workerBusy = false;
  }
}
