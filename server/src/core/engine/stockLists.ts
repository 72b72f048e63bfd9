/**
 * Free blocks of a stock kernel that come to the lists, merge, split and leave (__free_one_page(), expand(),
 * del_page_from_free_list()), as far as they are known one by one. What contradicts the records has happened unseen:
 * then they are forgotten.
 */
import { blockStart, buddyOf, pagesOf } from './blockMath.js';
import { Birth, Unit, g } from './layout.js';
import type { Machine } from './machine.js';
import {
  MAX_PFN, blockAt, fillUnits, isBroken, isFreeKind, isUntouched, recordBlock, reportingOrder, setUnit, topOrder, unitAt, unitKind, unitOrder,
} from './stockBlocks.js';
import { addUnreported, changeFree, countBlock, forgetStock, removeUnreported } from './stockCounts.js';
import { isBounded, spans } from './zones.js';

/** Zone of the line's page, -1 where the trace does not tell it: then the counts of no zone are sure any more. */
export function zoneOfPage(m: Machine, pfn: number): number {
  if (pfn >= 0 && pfn < MAX_PFN) for (const zone of m.store.zones()) if (spans(m, zone, pfn)) return zone;
  if (m.zone >= 0 && pfn >= 0 && pfn < MAX_PFN) return m.zone;
  unnamed(m);
  return -1;
}

/** A page moves, and the line does not say which, or where to. */
export function unnamed(m: Machine): void {
  if (m.global(g.blockUnnamed) === 1) return;
  m.setGlobal(g.blockUnnamed, 1);
  forgetStock(m);
}

export const inZone = (m: Machine, zone: number, start: number, order: number): boolean =>
  !isBounded(m, zone) || (spans(m, zone, start) && spans(m, zone, start + pagesOf(order) - 1));

/** Units in the largest block: an order so far below the top that each event would take long has never been used. */
const MAX_SPREAD = 10;

/** Records are of the present page_reporting_order. */
export function checkOrder(m: Machine): void {
  const r = reportingOrder(m);
  if (topOrder(m) - r > MAX_SPREAD) { unnamed(m); return; }
  if (m.global(g.unitOrder) === r + 1) return;
  if (m.global(g.unitOrder) !== 0) forgetStock(m);
  m.setGlobal(g.unitOrder, r + 1);
}

/** A worker's block below the order that was thought the smallest. */
export function lowerOrder(m: Machine, order: number): void {
  if (m.global(g.reportingOrder) !== 0 || order >= reportingOrder(m)) return;
  m.setGlobal(g.shownOrder, order + 1);
  checkOrder(m);
}

/** The pages were not in the free lists, or are not any more. */
export function notListed(m: Machine, pfn: number, order: number, r: number): void {
  if (blockAt(m, pfn, r) >= 0 || unitKind(unitAt(m, pfn, r)) === Unit.Loose) forgetStock(m);
  if (order > r) fillUnits(m, blockStart(pfn, order), order, r, Unit.Busy);
  else if (unitKind(unitAt(m, pfn, r)) !== Unit.Busy) setUnit(m, pfn, r, Unit.Busy);
}

/** Takes a known free block off the records. */
function dropBlock(m: Machine, zone: number, start: number, r: number): void {
  const packed = unitAt(m, start, r);
  const kind = unitKind(packed);
  const order = unitOrder(packed);
  countBlock(m, zone, order, kind, -1);
  if (kind === Unit.Plain) removeUnreported(m, zone, order);
  changeFree(m, zone, order, -1, -1);
  fillUnits(m, start, order, r, Unit.Unknown);
}

function addBlock(m: Machine, zone: number, start: number, order: number, r: number, kind: number, birth: number): void {
  recordBlock(m, start, order, r, kind, birth);
  countBlock(m, zone, order, kind, 1);
  changeFree(m, zone, order, 1, 1);
  if (kind !== Unit.Reported) addUnreported(m, zone, order);
}

/**
 * A block of `order` comes to the lists and merges with its buddies; of one that the worker had out it is known that its
 * buddy was no free block. `kind` and `birth` hold if it does not merge.
 */
export function insert(m: Machine, zone: number, pfn: number, order: number, kind: number, birth: number, wasOut: boolean): void {
  const r = reportingOrder(m);
  const own = order;
  let start = pfn;
  let size = order;
  let cleared = birth !== Birth.Freed;
  for (; size < topOrder(m); size++) {
    const buddy = buddyOf(start, size);
    const packed = unitAt(m, buddy, r);
    if (isFreeKind(unitKind(packed)) && unitOrder(packed) === size) {
      cleared ||= unitKind(packed) === Unit.Reported;
      dropBlock(m, zone, buddy, r);
      start = Math.min(start, buddy);
      continue;
    }
    if (!inZone(m, zone, buddy, size) || isBroken(m, buddy, size, r)) break;
    if (wasOut && size === own && isUntouched(m, buddy, size, r)) break;
    insertLoose(m, zone, start, size, r);
    return;
  }
  const merged = size > own;
  addBlock(m, zone, start, size, r, merged ? Unit.Plain : kind, merged && cleared ? Birth.Merged : birth);
}

/** Whether it has merged further is not known. */
function insertLoose(m: Machine, zone: number, start: number, size: number, r: number): void {
  fillUnits(m, start, size, r, Unit.Loose);
  changeLoosely(m, zone, size, loosen(m, zone, start, size, r));
}

/** A block of the least order may have come, or may have merged with others to one of at most the largest. */
export function changeLoosely(m: Machine, zone: number, least: number, largest: number): void {
  for (let order = least; order <= largest; order++) {
    changeFree(m, zone, order, order < largest ? -1 : 0, 1);
    addUnreported(m, zone, order);
  }
}

/** A block may be there and merge with its buddies: those are no longer known one by one. The largest order that may result. */
export function loosen(m: Machine, zone: number, from: number, order: number, r: number): number {
  let start = from;
  for (let size = order; size < topOrder(m); size++) {
    const buddy = buddyOf(start, size);
    if (!inZone(m, zone, buddy, size) || isBroken(m, buddy, size, r)) return size;
    const packed = unitAt(m, buddy, r);
    if (isFreeKind(unitKind(packed)) && unitOrder(packed) === size) {
      countBlock(m, zone, size, unitKind(packed), -1);
      fillUnits(m, buddy, size, r, Unit.Loose);
    }
    start = Math.min(start, buddy);
  }
  return topOrder(m);
}

export function remove(m: Machine, zone: number, pfn: number, order: number): void {
  const r = reportingOrder(m);
  const least = Math.max(order, r);
  const start = blockAt(m, pfn, r);
  if (start < 0) {
    if (order < r && unitKind(unitAt(m, pfn, r)) === Unit.Busy) return;
    removeUnknown(m, zone, pfn, order, r);
  } else {
    const packed = unitAt(m, start, r);
    const size = unitOrder(packed);
    if (!isFreeKind(unitKind(packed)) || size < order) { forgetStock(m); return; }
    dropBlock(m, zone, start, r);
    for (let half = size - 1; half >= least; half--) {
      const own = blockStart(pfn, half);
      addBlock(m, zone, buddyOf(own, half), half, r, Unit.Plain, Birth.Split);
    }
  }
  fillUnits(m, blockStart(pfn, least), least, r, Unit.Busy);
}

/** The block that the pages were of is not known: one of any order that may have been there, or none of these. */
function removeUnknown(m: Machine, zone: number, pfn: number, order: number, r: number): void {
  const least = Math.max(order, r);
  let largest = -1;
  for (let size = least; size <= topOrder(m); size++) {
    const start = blockStart(pfn, size);
    if (!inZone(m, zone, start, size) || isBroken(m, start, size, r)) break;
    largest = size;
  }
  const certain = largest === least && (order >= r || unitKind(unitAt(m, pfn, r)) === Unit.Loose);
  for (let size = least; size <= largest; size++) {
    changeFree(m, zone, size, -1, certain ? -1 : size < largest ? 1 : 0);
    if (size < largest) addUnreported(m, zone, size);
  }
}

/** Someone but the worker has taken a free block (compaction, isolation of a range). */
export function takenAway(m: Machine, zone: number, pfn: number, order: number): void {
  const r = reportingOrder(m);
  if (order < r) notListed(m, pfn, order, r);
  else {
    leave(m, zone, pfn, order, r);
    fillUnits(m, pfn, order, r, Unit.Busy);
  }
}

/** The worker has taken a block: it was free, and not reported. */
export function takenOut(m: Machine, zone: number, pfn: number, order: number): void {
  const r = reportingOrder(m);
  const kind = unitKind(unitAt(m, pfn, r));
  if (kind === Unit.Reported || (leave(m, zone, pfn, order, r) && !removeUnreported(m, zone, order))) forgetStock(m);
  recordBlock(m, pfn, order, r, Unit.InFlight, 0);
  countBlock(m, zone, order, Unit.InFlight, 1);
  // Its buddy of the smallest order would have merged with it if it were free.
  const buddy = buddyOf(pfn, order);
  if (order === r && order < topOrder(m) && unitKind(unitAt(m, buddy, r)) <= Unit.Maybe) setUnit(m, buddy, r, Unit.Busy);
}

/** A whole block leaves its list. True where nothing was known of it. */
function leave(m: Machine, zone: number, pfn: number, order: number, r: number): boolean {
  const packed = unitAt(m, pfn, r);
  if (isFreeKind(unitKind(packed)) && unitOrder(packed) === order) {
    dropBlock(m, zone, pfn, r);
    return false;
  }
  if (isBroken(m, pfn, order, r) || blockAt(m, pfn, r) >= 0) forgetStock(m);
  changeFree(m, zone, order, -1, -1);
  return true;
}

/** A block comes back that is not known to have been out, and below the smallest reportable order there is no notify to tell what became of it. */
export function putUnknown(m: Machine, zone: number, pfn: number, order: number): void {
  const r = reportingOrder(m);
  if (order < r) {
    notListed(m, pfn, order, r);
    setUnit(m, pfn, r, Unit.Open);
    changeLoosely(m, zone, r, loosen(m, zone, blockStart(pfn, r), r, r));
  } else {
    if (blockAt(m, pfn, r) >= 0) forgetStock(m);
    insert(m, zone, pfn, order, Unit.Unsure, Birth.PutBack, false);
  }
}

/** The worker puts back a block that it had out. */
export function putBack(m: Machine, zone: number, pfn: number, order: number, kind: number, birth: number): void {
  const r = reportingOrder(m);
  countBlock(m, zone, order, Unit.InFlight, -1);
  fillUnits(m, pfn, order, r, Unit.Unknown);
  insert(m, zone, pfn, order, kind, birth, true);
}
