/** __isolate_free_page(), the report and the drain of one batch. */
import type { Actor, Steps } from '../actor.js';
import { setType } from '../allocator.js';
import { freeOnePage, remove, type At } from '../buddy.js';
import type { Kernel, ReportingDevice } from '../kernel.js';
import { lock } from '../locks.js';
import { notifyFree } from '../request.js';
import { ISOLATE, MOVABLE } from '../shape.js';
import type { Block, Pulled, TwinZone } from '../zone.js';

/** The scatterlist of one zone: the block that was pulled last stands first. */
export interface Batch { readonly device: ReportingDevice; readonly capacity: number; entries: Pulled[] }

/** Types that a reported block may be turned from. */
const MERGEABLE = 2;

/** Fails where the zone would come below its min watermark. */
export function* isolate(at: At, block: Block, order: number, type: number): Steps<Pulled | undefined> {
  const { k, by, zone } = at;
  const { pfn } = block;
  const args = { zone: zone.key, pfn, order };
  if (k.shape.mainline?.probes === true) yield* k.print(by, '__isolate_free_page__entry', args);
  if (zone.typeOf(pfn) !== ISOLATE && zone.freePages() <= zone.place.min + (1 << order)) {
    if (k.shape.mainline?.probes === true || k.shape.extras) yield* k.print(by, '__isolate_free_page', { ...args, ret: 0 });
    return undefined;
  }
  yield* remove(at, pfn, order, type);
  if (order >= k.shape.minOrder - 1) {
    for (let part = pfn; part < pfn + (1 << order); part += 1 << k.shape.minOrder) if (zone.typeOf(part) <= MERGEABLE) yield* setType(at, part - (part % (1 << k.shape.minOrder)), MOVABLE);
  }
  const pulled = { pfn, order, type };
  zone.inFlight.push(pulled);
  yield* k.print(by, '__isolate_free_page', { ...args, ret: k.shape.mainline?.probes === true || k.shape.extras ? 1 << order : undefined });
  return pulled;
}

/** __putback_isolated_page(): to the tail, without a notification. */
function* putback(at: At, pulled: Pulled, reported: boolean): Steps {
  const { k, by, zone } = at;
  const { pfn, order } = pulled;
  const type = k.stale?.pfn === pfn ? k.stale.type : zone.typeOf(pfn);
  const args = { zone: zone.key, pfn, order, migratetype: type };
  const early = k.shape.mainline?.probes === true || k.shape.mainline?.putbackAtEntry === true;
  zone.inFlight.splice(zone.inFlight.indexOf(pulled), 1);
  const told = function* (): Steps {
    if (type !== pulled.type && k.shape.mainline?.probes === false) k.remark('migratetype-changed');
    yield* k.print(by, '__putback_isolated_page', args);
    if (k.fault('put-twice', by)) yield* k.print(by, '__putback_isolated_page', args);
  };
  if (early) yield* told();
  const merged = yield* freeOnePage(at, pfn, order, type, true);
  if (!early) yield* told();
  if (k.fault('putback-notifies', by)) yield* notifyFree(at, merged.order);
  if (!reported) return;
  if (merged.pfn === pfn && merged.order === order) {
    merged.block.reported = true;
    yield* k.print(by, '__SetPageReported', { pfn, order });
  } else if (k.fault('merged-flagged', by)) yield* k.print(by, '__SetPageReported', merged.pfn === pfn ? { pfn, order: merged.order } : { pfn, order });
}

function* drain(at: At, entries: readonly Pulled[], reported: boolean): Steps {
  const { k, by } = at;
  yield* k.print(by, 'page_reporting_drain', { nents: entries.length, reported: k.shape.extras ? Number(reported) : undefined });
  for (const pulled of entries) if (!k.fault('page-lost', by)) yield* putback(at, pulled, reported);
  if (k.shape.switches) yield* k.print(by, 'page_reporting_drain__return');
}

/** The device takes its time; everything else goes on. Returns 0 or -EIO, as the caller sees it. */
function* callDriver(k: Kernel, by: Actor, zone: TwinZone, nents: number): Steps<number> {
  if (zone.place.low > 0 && zone.freePages() < zone.place.low && k.shape.mainline?.probes === false) k.remark('below-watermark');
  yield* k.print(by, 'report', { nents: nents + (k.fault('report-of-one-more', by) ? 1 : 0) });
  yield* k.print(by, 'might_sleep', { caller: 'wait_event' });
  yield* k.place('report', { by, zone });
  for (let rest = k.random.below(60); rest > 0; rest--) yield;
  const unnoticed = k.fault('report-fails', by);
  const ret = unnoticed || k.chance(60) ? -5 : 0;
  yield* k.print(by, 'report__return', { ret });
  return unnoticed ? 0 : ret;
}

/** Reports what the batch holds and puts it back. At the end the lock is held. */
export function* flush(at: At, batch: Batch): Steps<number> {
  const { k, by, zone } = at;
  const { entries } = batch;
  const err = yield* callDriver(k, by, zone, entries.length);
  batch.entries = [];
  if (by.sections.length === 0) yield* lock(k, by, zone, 'irq');
  yield* drain(at, entries, err === 0);
  return err;
}
