/** page_reporting_process(), its cycle, fill, report and drain. */
import type { Actor, Steps } from './actor.js';
import { get, put } from './batch.js';
import type { At } from './buddy.js';
import type { Device, Kernel } from './kernel.js';
import { lock, unlock } from './locks.js';
import type { Arguments } from './printer.js';
import { ACTIVE, DELAY_NS, REQUESTED, changeBit } from './request.js';
import { workBegins, workEnds } from './work.js';
import { CMA, ISOLATE, TYPES } from './shape.js';
import type { Pulled, TwinZone } from './zone.js';

/** Longer than any run that does nothing. */
const STALL_NS = 10_001_000_000;

/** Order and type downwards. v5 leaves CMA and ISOLATE out of all; v2 resets every boundary, and as fixed fills all but ISOLATE. */
function* lists(k: Kernel, by: Actor, zone: TwinZone, filling: boolean): Generator<[number, number]> {
  let postponed: [number, number] | undefined;
  for (let order = k.shape.orders - 1; order >= k.shape.minOrder; order--) {
    for (let type = TYPES - 1; type >= 0; type--) {
      const v5 = k.shape.interface === 'reporting-v5';
      const leftOut = (type === CMA && v5) || (type === ISOLATE && (v5 || filling));
      const blocks = filling && zone.lists[order][type].some(block => !block.reported);
      if (leftOut && !(blocks && k.fault('fill-takes-left-out-list', by))) continue;
      if (!leftOut && blocks && k.fault('fill-skips-list', by)) continue;
      if (!leftOut && blocks && postponed === undefined && k.fault('list-postponed', by)) postponed = [order, type];
      else yield [order, type];
    }
  }
  if (postponed !== undefined) {
    k.memo += 100;
    yield postponed;
  }
}

function* populate(k: Kernel, by: Actor, zone: TwinZone): Steps<boolean> {
  yield* k.print(by, 'page_reporting_populate_metadata', { zone: zone.key });
  if (zone.reportedPages === null) {
    yield* k.print(by, 'might_sleep', { caller: 'kcalloc' });
    if (k.fault('no-memory', by)) k.failing = { zone, left: 2 };
    if (k.failing?.zone === zone && k.failing.left-- > 0) {
      yield* k.print(by, 'page_reporting_populate_metadata__return', { zone: zone.key, ret: -12 });
      return false;
    }
    zone.reportedPages = Array.from({ length: k.shape.orders }, () => 0);
  }
  for (const [order, migratetype] of lists(k, by, zone, false)) {
    k.boundary[order][migratetype] = { zone, block: null };
    if (k.fault('boundary-not-reset', by)) continue;
    yield* k.print(by, 'page_reporting_reset_boundary', { zone: zone.key, order, migratetype });
  }
  yield* k.print(by, 'page_reporting_populate_metadata__return', { zone: zone.key, ret: 0 });
  return true;
}

/** What a fill that is about to be printed gives away. */
function remarks({ k, zone }: At, device: Device, nents: number): void {
  const { requestedAt } = zone;
  if (requestedAt !== null && k.printer.now - requestedAt < DELAY_NS) k.remark('rate-limit-broken');
  zone.requestedAt = null;
  if (k.shape.extras && device.refcnt === 0 && nents > 0) k.remark('request-refcount-zero-busy', 'trace');
  const cma = zone.lists.some((types, order) => order >= k.shape.minOrder && types[CMA].length > 0);
  if (k.shape.interface === 'reporting-v5' && nents < device.capacity && cma) k.remark('skipped-type', zone.key);
}

function* fill(at: At, device: Device): Steps<Pulled[]> {
  const { k, by, zone } = at;
  const batch: Pulled[] = [];
  let most = device.capacity;
  const extras = (): Arguments => {
    const wrong = k.requesting === 0 && k.fault('refcnt-miscounted', by) ? 1 : 0;
    return { capacity: device.capacity, refcnt: device.refcnt + wrong };
  };
  const done = (): Steps => {
    remarks(at, device, batch.length);
    return k.print(by, 'page_reporting_fill', { zone: zone.key, nents: batch.length, ...(k.shape.extras ? extras() : {}) });
  };
  for (const [order, type] of lists(k, by, zone, true)) {
    for (let pulled = yield* get(at, order, type); pulled !== undefined; pulled = yield* get(at, order, type)) {
      batch.push(pulled);
      if (batch.length === device.capacity && k.fault('fill-past-capacity', by)) most++;
      if (batch.length === most) {
        if (k.fault('request-cleared-though-full', by)) {
          device.refcnt--;
          yield* changeBit(k, by, zone, 'clear_bit', REQUESTED);
        }
        yield* done();
        return batch;
      }
    }
  }
  if (!k.fault('request-kept', by)) {
    device.refcnt--;
    yield* changeBit(k, by, zone, 'clear_bit', REQUESTED);
  }
  yield* done();
  return batch;
}

/** The device takes its time; everything else goes on. */
function* report(k: Kernel, by: Actor, zone: TwinZone, batch: readonly Pulled[]): Steps {
  const nents = batch.length;
  yield* k.print(by, 'report', { nents: nents + (k.fault('report-of-one-more', by) ? 1 : 0) });
  for (const [index, { pfn, order }] of batch.entries()) yield* k.print(by, 'report_range', { index, pfn, nr_pages: 1 << order });
  yield* k.print(by, 'might_sleep', { caller: 'wait_event' });
  yield* k.place('report', { by, zone });
  for (let rest = k.random.below(60); rest > 0; rest--) yield;
  yield* k.print(by, 'report__return', { nents, ret: k.fault('report-fails', by) ? -5 : undefined });
}

function* cycle(k: Kernel, by: Actor, zone: TwinZone, device: Device): Steps {
  const at = { k, by, zone };
  yield* k.print(by, 'page_reporting_cycle', { zone: zone.key });
  if (!(yield* populate(k, by, zone))) {
    yield* k.print(by, 'page_reporting_cycle__return', { zone: zone.key });
    return;
  }
  const early = k.fault('active-before-lock', by);
  if (early) yield* changeBit(k, by, zone, 'set_bit', ACTIVE);
  yield* lock(k, by, zone, 'irq');
  if (!early) yield* changeBit(k, by, zone, 'set_bit', ACTIVE);
  do {
    const batch = yield* fill(at, device);
    if (batch.length === 0) break;
    const locked = k.fault('report-under-lock', by);
    if (!locked) yield* unlock(k, by, zone);
    if (!k.fault('report-left-out', by)) yield* report(k, by, zone, batch);
    if (!locked) yield* lock(k, by, zone, 'irq');
    yield* k.print(by, 'page_reporting_drain', { zone: zone.key });
    for (const pulled of batch) if (!k.fault('page-lost', by)) yield* put(at, pulled);
  } while (zone.requested);
  if (!k.fault('active-kept', by)) yield* changeBit(k, by, zone, 'clear_bit', ACTIVE);
  if (!k.fault('cycle-unlock-left-out', by)) yield* unlock(k, by, zone);
  yield* k.print(by, 'page_reporting_cycle__return', { zone: zone.key });
}

function* process(k: Kernel, by: Actor, device: Device): Steps {
  yield* workBegins(k, by);
  if (k.zones.every(zone => !zone.requested)) k.remark('spurious-run');
  yield* k.print(by, 'page_reporting_process');
  let index = 0;
  do {
    const zone = k.zones[index];
    if (k.shape.extras) yield* k.print(by, 'page_reporting_process_zone', { zone: zone.key, requested: Number(zone.requested) });
    else yield;
    if (zone.requested) yield* cycle(k, by, zone, device);
    index = (index + 1) % k.zones.length;
  } while (device.refcnt !== 0 && !(device.workDue === null && k.fault('worker-leaves', by)));
  if (k.fault('worker-stalls', by)) {
    while (k.zones.some(zone => zone.holder !== null || zone.waiters > 0)) yield;
    k.printer.now += STALL_NS;
  }
  k.event(by, 'page_reporting_process__return');
  k.workerBusy = false;
  yield;
  yield* workEnds(k, by);
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
  }
}
