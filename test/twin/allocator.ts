/** Allocation, frees, steals and isolation, as tasks and interrupts do them. */
import type { Actor, Steps } from './actor.js';
import { freeOnePage, move, removeSmallest, type At } from './buddy.js';
import type { Allocated, Kernel } from './kernel.js';
import { lock, unlock } from './locks.js';
import { notifyFree } from './request.js';
import { CMA, ISOLATE } from './shape.js';
import type { TwinZone } from './zone.js';

const pagePointer = (pfn: number): string => `ffffea${(pfn * 64).toString(16).padStart(10, '0')}`;

/** Moves what is free of these pageblocks to the heads of another type's lists. */
function* moveFreeBlocks(at: At, from: number, to: number, type: number): Steps {
  for (const found of at.zone.blocksIn(from, to)) yield* move(at, found.block.pfn, found.order, found.type, type);
}

export function* setType(at: At, pfn: number, type: number): Steps {
  const { k, by, zone } = at;
  const old = zone.typeOf(pfn);
  if (old === type) return;
  zone.types[zone.pageblock(pfn)] = type;
  yield* k.print(by, 'set_pageblock_migratetype', { zone: zone.key, pfn, old, new: type });
}

/** No block of this type: takes the largest of another one, and its pageblocks with it where that pays. */
function* steal(at: At, order: number, type: number): Steps<boolean> {
  const { k, zone } = at;
  for (let size = k.shape.orders - 1; size >= order; size--) {
    const other = [0, 1, 2, 3].find(t => t !== type && zone.lists[size][t].length > 0);
    if (other === undefined) continue;
    const { pfn } = zone.lists[size][other][0];
    const start = pfn - (pfn % (1 << k.shape.minOrder));
    if (size >= k.shape.minOrder) {
      for (let block = start; block < pfn + (1 << size); block += 1 << k.shape.minOrder) yield* setType(at, block, type);
      yield* move(at, pfn, size, other, type);
    } else if (k.chance(2)) {
      yield* moveFreeBlocks(at, start, start + (1 << k.shape.minOrder), type);
      yield* setType(at, start, type);
    } else yield* move(at, pfn, size, other, type);
    return true;
  }
  return false;
}

const overlaps = (block: { readonly pfn: number; readonly order: number }, pfn: number, order: number): boolean =>
  block.pfn < pfn + (1 << order) && pfn < block.pfn + (1 << block.order);

/** Where it succeeds, `before` is called for the line that says so. */
export function* allocate(k: Kernel, by: Actor, zone: TwinZone, order: number, type: number, flags?: string, before?: () => void): Steps<number | undefined> {
  const at = { k, by, zone };
  yield* lock(k, by, zone, 'irqsave');
  let pfn = yield* removeSmallest(at, order, type);
  if (pfn === undefined && type !== CMA && (yield* steal(at, order, type))) pfn = yield* removeSmallest(at, order, type);
  yield* unlock(k, by, zone);
  if (pfn === undefined) return undefined;
  before?.();
  k.freed = k.freed.filter(block => !overlaps(block, pfn, order));
  k.allocated.push({ zone, pfn, order, line: k.printer.next, kept: flags !== undefined });
  yield* k.print(by, 'mm_page_alloc', { page: pagePointer(pfn), pfn, order, migratetype: type, gfp_flags: flags ?? (by.hardirq ? 'GFP_ATOMIC' : 'GFP_KERNEL') });
  return pfn;
}

/** Frees one of the allocated blocks. */
export function* free(k: Kernel, by: Actor): Steps {
  const common = k.allocated.filter(({ kept }) => kept !== true);
  if (common.length > 0) yield* freeBlock(k, by, k.random.pick(common));
}

export function* freeBlock(k: Kernel, by: Actor, block: Allocated): Steps {
  const { zone, pfn, order } = block;
  k.allocated.splice(k.allocated.indexOf(block), 1);
  k.firstFree ??= k.printer.next;
  k.freed = [...k.freed.filter(other => !overlaps(other, pfn, order)), { pfn, order }];
  yield* k.print(by, 'mm_page_free', { page: pagePointer(pfn), pfn, order });
  const at = { k, by, zone };
  yield* lock(k, by, zone, 'irqsave');
  yield* freeLocked(at, pfn, order);
  yield* unlock(k, by, zone);
}

export function* freeLocked(at: At, pfn: number, order: number): Steps {
  const merged = yield* freeOnePage(at, pfn, order, at.zone.typeOf(pfn), false);
  yield* notifyFree(at, merged.order);
}

/** Takes one largest block's range out of use, or gives it back; v5 must not have a block of it in flight. */
export function* isolate(k: Kernel, by: Actor, zone: TwinZone, saved: Map<number, number[]>): Steps {
  const top = 1 << (k.shape.orders - 1);
  const count = (zone.place.end - zone.place.start) / top;
  // Few at a time: what is isolated counts as free, but is never reported.
  const taken = saved.size < 2 ? undefined : [...saved.keys()][0];
  const from = taken ?? zone.place.start + k.random.below(count) * top;
  const at = { k, by, zone };
  yield* lock(k, by, zone, 'irqsave');
  const before = saved.get(from);
  const flying = zone.inFlight.some(block => block.pfn >= from && block.pfn < from + top);
  const range = Array.from({ length: top >> k.shape.minOrder }, (_, i) => from + (i << k.shape.minOrder));
  // Its put would go to a list without boundary.
  if (flying && k.shape.interface === 'reporting-v5' && !k.fault('isolated-in-flight', by)) { /* not now */ }
  else if (before === undefined) {
    saved.set(from, range.map(pfn => zone.typeOf(pfn)));
    for (const pfn of range) yield* setType(at, pfn, ISOLATE);
    yield* moveFreeBlocks(at, from, from + top, ISOLATE);
  } else {
    saved.delete(from);
    for (const [i, pfn] of range.entries()) {
      for (const found of zone.blocksIn(pfn, pfn + (1 << k.shape.minOrder))) yield* move(at, found.block.pfn, found.order, found.type, before[i]);
      yield* setType(at, pfn, before[i]);
    }
  }
  yield* unlock(k, by, zone);
}
