/** page_reporting_process() and page_reporting_process_zone(), run from the delayed work. */
import type { Actor, Steps } from '../actor.js';
import { free } from '../allocator.js';
import type { Kernel, ReportingDevice } from '../kernel.js';
import { unlock } from '../locks.js';
import { workBegins, workEnds } from '../work.js';
import { ISOLATE, TYPES } from '../shape.js';
import type { TwinZone } from '../zone.js';
import { flush, type Batch } from './batch.js';
import { cycle } from './cycle.js';
import { schedule, setState } from './notify.js';

/** Order and type upwards, without isolated blocks. */
function* lists(k: Kernel, by: Actor, zone: TwinZone): Generator<[number, number]> {
  for (let order = k.shape.reportingOrder; order < k.shape.orders; order++) {
    for (let type = 0; type < TYPES; type++) {
      const blocks = zone.lists[order][type].some(block => !block.reported);
      if (type === ISOLATE && !(blocks && k.fault('isolated-visited', by))) continue;
      yield [order, type];
      if (type > 0 && k.fault('list-visited-again', by)) yield [order, type - 1];
    }
  }
}

/** Low watermark and a batch of the lowest order: is more than that free? */
function* watermarkOk(k: Kernel, by: Actor, zone: TwinZone, capacity: number): Steps<boolean> {
  const mark = zone.place.low + (capacity << k.shape.reportingOrder);
  const probes = k.shape.mainline?.probes === true;
  if (probes) yield* k.print(by, 'zone_watermark_ok', { zone: zone.key, mark });
  const free = zone.freePages();
  const ok = free > mark;
  if (probes) yield* k.print(by, 'zone_watermark_ok__return', { ret: Number(ok) });
  else yield* k.print(by, 'page_reporting_process_zone', { zone: zone.key, ok: Number(ok), ...(k.shape.extras ? { watermark: mark, free } : {}) });
  return ok;
}

function* processZone(k: Kernel, by: Actor, zone: TwinZone, device: ReportingDevice): Steps<number> {
  if (!(yield* watermarkOk(k, by, zone, device.capacity)) && !k.fault('watermark-ignored', by)) return 0;
  const at = { k, by, zone };
  const batch: Batch = { device, capacity: device.capacity, entries: [] };
  for (const [order, type] of lists(k, by, zone)) {
    const err = yield* cycle(at, order, type, batch);
    if (err !== 0) return err;
  }
  if (batch.entries.length === 0 && !k.fault('report-of-none', by)) return 0;
  const err = yield* flush(at, batch);
  if (zone !== k.zones[1] || !k.fault('zone-unlock-left-out', by)) yield* unlock(k, by, zone);
  return err;
}

function* process(k: Kernel, by: Actor, device: ReportingDevice): Steps {
  yield* workBegins(k, by);
  k.event(by, 'page_reporting_process');
  k.lastRun = k.printer.now;
  yield;
  yield* setState(k, by, device, 'ACTIVE', 'process');
  yield* k.print(by, 'might_sleep', { caller: 'kmalloc' });
  // Without memory for the scatterlist nothing is reported in this run.
  if (!k.chance(30)) for (const zone of k.zones) if ((yield* processZone(k, by, zone, device)) !== 0) break;
  const lost = device.state === 'REQUESTED' && k.fault('request-overwritten', by, k.zones[0]);
  if (device.state === 'ACTIVE' || lost) yield* setState(k, by, device, 'IDLE', 'end');
  else yield* schedule(k, by, device);
  yield* k.print(by, 'page_reporting_process__return');
  yield* workEnds(k, by);
}

/** The work is due; freezable work waits while the system is suspended. */
const due = (k: Kernel, by: Actor): boolean =>
  k.reporting !== null && k.reporting.workDue !== null && k.reporting.workDue <= k.printer.now && (!k.frozen || k.fault('runs-while-frozen', by));

export function* mainlineWorker(k: Kernel, by: Actor): Steps {
  for (;;) {
    const device = k.reporting;
    if (device !== null && due(k, by)) {
      device.workDue = null;
      k.workerBusy = true;
      yield* process(k, by, device);
      k.workerBusy = false;
    } else if (!k.frozen && k.chance(400)) yield* free(k, by); // the same thread has other work, too
    yield;
  }
}
