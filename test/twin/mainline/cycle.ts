/** page_reporting_cycle(): one free list, from its head. Blocks that are reported lie at its end, what is left is rotated to its front. */
import type { Steps } from '../actor.js';
import type { At } from '../buddy.js';
import { lock, unlock } from '../locks.js';
import type { Block } from '../zone.js';
import { flush, isolate, type Batch } from './batch.js';
import { setState } from './notify.js';

/** The block becomes the head; the order of the ring stays. */
function* rotateToFront(at: At, order: number, migratetype: number, block: Block): Steps {
  const { k, by, zone } = at;
  const list = zone.lists[order][migratetype];
  if (list[0] === block) return;
  list.push(...list.splice(0, list.indexOf(block)));
  yield* k.print(by, 'list_rotate_to_front', { zone: zone.key, order, migratetype, pfn: block.pfn });
}

/** Returns what the driver returned. */
export function* cycle(at: At, order: number, type: number, batch: Batch): Steps<number> {
  const { k, by, zone } = at;
  const list = zone.lists[order][type];
  const visit = { zone: zone.key, order, migratetype: type };
  const empty = list.length === 0;
  if (!k.shape.extras || empty) yield* k.print(by, 'page_reporting_cycle', visit);
  if (empty) return 0;
  yield* lock(k, by, zone, 'irq');
  let budget = k.shape.mainline?.budget === true ? Math.ceil(zone.nrFree(order) / (batch.capacity * 16)) : Infinity;
  const stated = Number.isFinite(budget) ? budget : undefined;
  if (k.shape.extras) yield* k.print(by, 'page_reporting_cycle', { ...visit, budget: stated, offset: batch.capacity - batch.entries.length });
  let err = 0;
  let unbounded = false;
  let next: Block | undefined;
  for (let block: Block | undefined = list[0]; block !== undefined; block = next) {
    next = list[list.indexOf(block) + 1];
    if (block.reported) {
      if (budget < 0 || batch.entries.length === batch.capacity || !k.fault('pick-reported', by, zone)) continue;
      k.memo = block.pfn;
    }
    unbounded ||= budget < 0 && batch.entries.length + list.filter(({ reported }) => !reported).length > batch.capacity && k.fault('budget-ignored', by, zone);
    if (budget < 0 && !unbounded) {
      yield* setState(k, by, batch.device, 'REQUESTED', 'budget');
      next = block;
      break;
    }
    const early = batch.entries.length > 0 && batch.entries.length < batch.capacity && k.fault('report-early', by);
    if (batch.entries.length < batch.capacity && !early) {
      const pulled = yield* isolate(at, block, order, type);
      if (pulled === undefined) {
        next = block;
        break;
      }
      batch.entries.unshift(pulled);
      continue;
    }
    yield* rotateToFront(at, order, type, block);
    if (!k.fault('report-under-lock', by)) yield* unlock(k, by, zone);
    err = yield* flush(at, batch);
    budget--;
    next = list[0];
    if (err !== 0) break;
  }
  if (next !== undefined) yield* rotateToFront(at, order, type, next);
  yield* unlock(k, by, zone);
  return err;
}
