/** The free lists: add, move, remove, merge, split. Every function here runs under the zone's lock. */
import type { Actor, Steps } from './actor.js';
import type { Kernel } from './kernel.js';
import { ISOLATE, reports } from './shape.js';
import type { Block, TwinZone } from './zone.js';

export interface At { readonly k: Kernel; readonly by: Actor; readonly zone: TwinZone }

const nrFree = ({ k, zone }: At, order: number): number | undefined => (k.shape.extras ? zone.nrFree(order) : undefined);

/** The flag goes before the block leaves its list; the boundary is pushed back if it was this block. */
export function* clearReported(at: At, block: Block, order: number, type: number): Steps {
  const { k, by, zone } = at;
  const pushBack = { zone: zone.key, order, migratetype: type, pfn: block.pfn };
  if (!block.reported) {
    const counted = order >= k.shape.minOrder && zone.flagged(order) === 0;
    if (counted && k.fault('flag-cleared-that-is-not-set', by)) yield* k.print(by, '__ClearPageReported', { pfn: block.pfn, order });
    return;
  }
  if (k.shape.mainline !== null) {
    block.reported = false;
    yield* k.print(by, '__ClearPageReported', { pfn: block.pfn, order });
    return;
  }
  if (zone.active) {
    const list = zone.lists[order][type];
    const isBoundary = k.boundary[order][type]?.block === block;
    const leftOut = isBoundary && k.fault('boundary-not-pushed-back', by);
    if (!leftOut) k.event(by, 'page_reporting_del_from_boundary', pushBack);
    if (isBoundary) k.boundary[order][type] = { zone, block: list[list.indexOf(block) + 1] ?? null };
    if (!leftOut) yield;
  } else {
    const site = k.zones.some(z => z.active) ? 'boundary-of-other-zone' : 'boundary-while-inactive';
    if (k.fault(site, by)) yield* k.print(by, 'page_reporting_del_from_boundary', pushBack);
  }
  block.reported = false;
  if (zone.reportedPages === null) throw new Error('twin: a flagged block without counters');
  zone.reportedPages[order]--;
  if (k.fault('flag-not-cleared', by)) return;
  yield* k.print(by, '__ClearPageReported', { pfn: block.pfn, order, reported_pages: k.shape.extras ? zone.reportedPages[order] : undefined });
}

export function* remove(at: At, pfn: number, order: number, type: number): Steps {
  const { k, by, zone } = at;
  const block = zone.block(pfn, order, type);
  yield* clearReported(at, block, order, type);
  const list = zone.lists[order][type];
  list.splice(list.indexOf(block), 1);
  yield* k.print(by, 'del_page_from_free_list', { zone: zone.key, pfn, order, nr_free: nrFree(at, order) });
}

export function* addHead(at: At, pfn: number, order: number, type: number): Steps<Block> {
  const { k, by, zone } = at;
  const block = { pfn, reported: false };
  zone.lists[order][type].unshift(block);
  yield* k.print(by, 'add_to_free_list', { zone: zone.key, pfn, order, migratetype: type, nr_free: nrFree(at, order) });
  return block;
}

/** Before the boundary while the zone is ACTIVE, for the orders that have one. */
export function* addTail(at: At, pfn: number, order: number, type: number, put = false): Steps<Block> {
  const { k, by, zone } = at;
  const list = zone.lists[order][type];
  const delimited = zone.active && order >= k.shape.minOrder;
  let before = delimited ? k.boundary[order][type]?.block ?? null : null;
  if (before !== null && k.fault(put ? 'put-behind-boundary' : 'tail-behind-boundary', by)) before = null;
  const block = { pfn, reported: false };
  if (before === null) list.push(block);
  else list.splice(list.indexOf(before), 0, block);
  const shown = k.shape.printsBefore ? before?.pfn ?? 'head' : undefined;
  yield* k.print(by, 'add_to_free_list_tail', { zone: zone.key, pfn, order, migratetype: type, before: shown, nr_free: nrFree(at, order) });
  return block;
}

/** To the head of another type's list; in the merged code with its flag, since 5.10 to the tail. */
export function* move(at: At, pfn: number, order: number, from: number, to: number): Steps {
  const { k, by, zone } = at;
  const block = zone.block(pfn, order, from);
  if (k.shape.mainline === null) yield* clearReported(at, block, order, from);
  const list = zone.lists[order][from];
  list.splice(list.indexOf(block), 1);
  if (k.shape.mainline?.movesToTail === true) zone.lists[order][to].push(block);
  else zone.lists[order][to].unshift(block);
  yield* k.print(by, 'move_to_free_list', { zone: zone.key, pfn, order, migratetype: to, old_migratetype: k.shape.extras ? from : undefined });
}

/** A tail free into a list whose boundary the interface never sets would be a fault of its own (v5: CMA, ISOLATE). */
const atNullBoundary = ({ k, zone }: At, order: number, type: number): boolean =>
  zone.active && order >= k.shape.minOrder && k.boundary[order][type] === undefined;

/** The boundary is before the first block: the head of the list is the place directly before it. */
function atFront({ k, zone }: At, order: number, type: number): boolean {
  const boundary = k.boundary[order][type]?.block ?? null;
  const list = zone.lists[order][type];
  return boundary === null ? list.length === 0 : list[0] === boundary;
}

/** Pageblocks that are not of one type stay apart: isolated ones, and since 5.18 all but the first three types. */
function apart({ k, zone }: At, size: number, type: number, buddy: number): boolean {
  if (size < k.shape.minOrder) return false;
  const other = zone.typeOf(buddy);
  if (type === other) return false;
  return type === ISOLATE || other === ISOLATE || (k.shape.mainline?.mergeableOnly === true && Math.max(type, other) > 2);
}

/** Merges with free buddies, then puts the result on the list of `type`. Returns the merged block. */
export function* freeOnePage(at: At, pfn: number, order: number, type: number, reported: boolean): Steps<{ pfn: number; order: number; block: Block }> {
  const { k, by, zone } = at;
  yield* k.print(by, '__free_one_page', { zone: zone.key, pfn, order, migratetype: type, reported: k.shape.mainline === null ? Number(reported) : undefined });
  let merged = pfn;
  let size = order;
  for (; size < k.shape.orders - 1; size++) {
    const buddy = merged ^ (1 << size);
    const buddyList = zone.listedAt(buddy, size);
    if (buddyList === undefined) break;
    if (apart(at, size, type, buddy)) break;
    if (buddyList === type && type < 3 && !zone.types.includes(ISOLATE) && k.fault('not-merged', by)) break;
    yield* remove(at, buddy, size, buddyList);
    merged = Math.min(merged, buddy);
  }
  const wantsTail = k.chance(3);
  const nowhere = atNullBoundary(at, size, type);
  const lost = nowhere && (reported || k.fault('tail-at-null-boundary', by));
  let tail = reported || (wantsTail && !nowhere) || lost;
  if (reported && size === order && !atFront(at, size, type) && k.fault('put-at-head', by)) tail = false;
  const excess = zone.nrFree(size) + 1 - (zone.reportedPages?.[size] ?? 0);
  if (reports(k.shape) && reported && size > order && excess === k.shape.hwm && !zone.requested) k.remark('notify-missed-after-merge');
  const block = tail ? yield* addTail(at, merged, size, type, reported) : yield* addHead(at, merged, size, type);
  k.halted ||= lost;
  return { pfn: merged, order: size, block };
}

/** Takes the first block of the smallest order that fits; the upper halves go back to the heads. */
export function* removeSmallest(at: At, order: number, type: number): Steps<number | undefined> {
  const { k, by, zone } = at;
  let size = order;
  while (size < k.shape.orders && zone.lists[size][type].length === 0) size++;
  if (size >= k.shape.orders) return undefined;
  const { pfn } = zone.lists[size][type][0];
  yield* remove(at, pfn, size, type);
  while (size > order) {
    size--;
    yield* addHead(at, pfn + (1 << size), size, type);
  }
  yield* k.print(by, '__rmqueue_smallest', { zone: zone.key, order, migratetype: type, pfn });
  return pfn;
}
