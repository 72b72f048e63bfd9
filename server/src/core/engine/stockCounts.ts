/**
 * Counts of free blocks of a stock kernel, by zone and order, as bounds: from snapshots on by what each event can have
 * changed, and from the blocks that are known one by one. Orders from page_reporting_order up only.
 */
import { G, MAYBE_STAMPS, Removals, TAKE_REFUSED, Unit, YES, g, sz, z } from './layout.js';
import type { Machine } from './machine.js';
import { reportingOrder, topOrder } from './stockBlocks.js';

/** Address of what stock events show of the zone. */
export const stockOf = (m: Machine, zone: number): number => m.store.zone(zone) + z.stock;

/** Blocks, each a bound that the kernel's count does not pass; `high` -1 where there is none. */
export interface Bounds { low: number; high: number }

/** nr_free changes by something between the two. */
export function changeFree(m: Machine, zone: number, order: number, least: number, most: number): void {
  const base = stockOf(m, zone);
  m.touch(zone, order);
  if (m.word(base + sz.anchored) !== YES) return;
  m.store.set(base + sz.freeLow + order, Math.max(0, m.word(base + sz.freeLow + order) + least));
  m.store.set(base + sz.freeHigh + order, Math.max(0, m.word(base + sz.freeHigh + order) + most));
}

/** A free block that is not reported has come, or may have. */
export function addUnreported(m: Machine, zone: number, order: number): void {
  const base = stockOf(m, zone);
  m.touch(zone, order);
  m.store.add(base + sz.since + order, 1);
  if (m.word(base + sz.unreported + order) !== 0) m.store.add(base + sz.unreported + order, 1);
}

/** A block that certainly was not reported has gone; false if there can have been none. */
export function removeUnreported(m: Machine, zone: number, order: number): boolean {
  const base = stockOf(m, zone);
  m.touch(zone, order);
  const bound = m.word(base + sz.unreported + order) - 1;
  if (bound < 0) return true;
  if (bound > 0) m.store.add(base + sz.unreported + order, -1);
  return bound > 0 || m.word(base + sz.maybeUnreported) > 0;
}

const fieldOf = (kind: number): number => (kind === Unit.Reported ? sz.reported : kind === Unit.Plain ? sz.plain : kind === Unit.InFlight ? sz.inFlight : -1);

/** Blocks known one by one. */
export function countBlock(m: Machine, zone: number, order: number, kind: number, change: 1 | -1): void {
  const field = fieldOf(kind);
  m.touch(zone, order);
  if (field >= 0) m.store.add(stockOf(m, zone) + field + order, change);
}

/** /proc/buddyinfo: nr_free of each order at this moment. False where it is outside the bounds. */
export function anchorFree(m: Machine, zone: number, counts: readonly number[]): boolean {
  const base = stockOf(m, zone);
  const r = reportingOrder(m);
  let fits = true;
  for (let order = r; order <= topOrder(m) && order < counts.length; order++) {
    const count = Math.min(counts[order], 2 ** 30);
    if (m.word(base + sz.anchored) === YES) fits &&= count >= lowOf(m, base, order) && count <= highOf(m, base, order);
    fits &&= knownBlocks(m, base, order) <= count;
  }
  newStamp(m);
  m.store.set(base + sz.anchored, YES);
  m.store.set(base + sz.maybeFree, 0);
  for (let order = r; order <= topOrder(m); order++) {
    const count = Math.min(counts[order] ?? 0, 2 ** 30);
    m.store.set(base + sz.freeLow + order, count);
    m.store.set(base + sz.freeHigh + order, count);
    m.touch(zone, order);
  }
  return fits;
}

/** At least so many of the blocks known one by one are there still. */
const knownBlocks = (m: Machine, base: number, order: number): number =>
  Math.max(0, m.word(base + sz.reported + order) + m.word(base + sz.plain + order) - openBelow(m, order));

/** The top order merges with nothing. */
const openBelow = (m: Machine, order: number): number => (order < topOrder(m) ? m.global(g.openNotifies) : 0);
const lowOf = (m: Machine, base: number, order: number): number => Math.max(0, m.word(base + sz.freeLow + order) - (order < topOrder(m) ? m.word(base + sz.maybeFree) : 0) - openBelow(m, order));
const highOf = (m: Machine, base: number, order: number): number => m.word(base + sz.freeHigh + order) + m.word(base + sz.maybeFree) + m.global(g.openNotifies);

/** The worker begins to visit the zone's lists. */
export function beginVisitCounts(m: Machine, zone: number): void {
  const base = stockOf(m, zone);
  newStamp(m);
  m.store.set(base + sz.maybeSince, 0);
  for (let order = 0; order <= topOrder(m); order++) {
    m.store.set(base + sz.since + order, 0);
    m.store.set(base + sz.taken + order, 0);
  }
}

/** May the worker have left the list before its end? Its budget allows for two full batches, of which the first may be of earlier lists (DIV_ROUND_UP(nr_free, 16 * capacity)). */
export function mayHaveStopped(m: Machine, zone: number, order: number, capacity: number): boolean {
  const base = stockOf(m, zone);
  const own = m.word(base + sz.taken + order);
  if (own >= TAKE_REFUSED) return true;
  let all = 0;
  for (let size = 0; size <= topOrder(m); size++) all += m.word(base + sz.taken + size) % TAKE_REFUSED;
  return own >= capacity && all >= 2 * capacity;
}

/**
 * It has visited them. Of a list that it has gone through to the end, without being refused a block by
 * __isolate_free_page(), every block is reported now (page_reporting_cycle()).
 */
export function endVisitCounts(m: Machine, zone: number, capacity: number): void {
  const base = stockOf(m, zone);
  let complete = true;
  for (let order = reportingOrder(m); order <= topOrder(m); order++) {
    if (mayHaveStopped(m, zone, order, capacity)) { complete = false; continue; }
    m.store.set(base + sz.unreported + order, Math.max(m.word(base + sz.since + order), m.word(base + sz.plain + order)) + 1);
    m.touch(zone, order);
  }
  // One count for all orders.
  if (complete) m.store.set(base + sz.maybeUnreported, m.word(base + sz.maybeSince));
}

export function countTaken(m: Machine, zone: number, order: number): void {
  const field = stockOf(m, zone) + sz.taken + order;
  if (m.word(field) < TAKE_REFUSED) m.store.add(field, 1);
}

export function refuseTaking(m: Machine, zone: number, order: number): void {
  const field = stockOf(m, zone) + sz.taken + order;
  if (m.word(field) < TAKE_REFUSED) m.store.add(field, TAKE_REFUSED);
}

/** A free, of which nothing shows what became, may have made a block of a reportable order. */
export function addMaybe(m: Machine, zone: number): void {
  const base = stockOf(m, zone);
  for (const field of maybeFields) m.store.add(base + field, 1);
  for (let order = reportingOrder(m); order <= topOrder(m); order++) m.touch(zone, order);
}
const maybeFields = [sz.maybeFree, sz.maybeUnreported, sz.maybeSince] as const;

/** Units that may have been completed before count again if another page comes to them. */
function newStamp(m: Machine): void {
  const next = (m.global(g.maybeStamp) + 1) % MAYBE_STAMPS;
  if (next === 0) forgetStock(m);
  m.setGlobal(g.maybeStamp, next);
}

/** The trace turns out to show those frees: none of them did. */
export function dropMaybes(m: Machine): void {
  for (const zone of m.store.zones()) {
    const base = stockOf(m, zone);
    if (maybeFields.every(field => m.word(base + field) === 0)) continue;
    for (const field of maybeFields) m.store.set(base + field, 0);
    touchZone(m, zone);
  }
}

export function touchZone(m: Machine, zone: number): void {
  for (let order = 0; order <= topOrder(m); order++) m.touch(zone, order);
}

/** Something does not fit, or is not shown: nothing is known of free blocks any more. What the worker did stays. */
export function forgetStock(m: Machine): void {
  m.store.forgetUnits();
  m.setGlobal(g.runSeen, 0);
  m.setGlobal(g.visitBroken, 1);
  for (const zone of m.store.zones()) {
    const base = stockOf(m, zone);
    m.store.set(base + sz.anchored, 0);
    for (const field of maybeFields) m.store.set(base + field, 0);
    for (let i = sz.freeLow; i < sz.size; i++) m.store.set(base + i, 0);
    touchZone(m, zone);
  }
}

const areRemovalsShown = (m: Machine): boolean => m.global(g.printsRemovals) === Removals.Implied || m.global(g.printsRemovals) === Removals.Shown;

/** Are the events there that the bounds rest on: removals from the lists, the worker's blocks by name? The free-list helpers tell more, and better. */
export const isShown = (m: Machine, zone: number): boolean => areRemovalsShown(m) && m.global(g.printsIsolations) === 1
  && m.global(g.blockUnnamed) === 0 && m.word(m.store.zone(zone) + z.helpers) !== YES;

/** Blocks of the order that are free; false where nothing is known. */
export function freeBounds(m: Machine, zone: number, order: number, out: Bounds): boolean {
  const base = stockOf(m, zone);
  if (!isShown(m, zone) || order < reportingOrder(m) || m.word(base + sz.anchored) !== YES) return false;
  out.low = Math.max(lowOf(m, base, order), knownBlocks(m, base, order));
  out.high = Math.max(out.low, highOf(m, base, order));
  return true;
}

/** Blocks of the order that are free and reported; false where nothing is known. */
export function reportedBounds(m: Machine, zone: number, order: number, out: Bounds): boolean {
  const base = stockOf(m, zone);
  if (!isShown(m, zone)) return false;
  if (order < reportingOrder(m)) {
    out.low = out.high = 0;
    return m.global(g.reportingOrder) !== 0;
  }
  const anchored = m.word(base + sz.anchored) === YES;
  const known = Math.max(0, m.word(base + sz.reported + order) - openBelow(m, order));
  if (!anchored) {
    out.low = known;
    out.high = -1;
    return known > 0;
  }
  const unreported = m.word(base + sz.unreported + order) - 1;
  const rest = unreported < 0 ? 0 : lowOf(m, base, order) - unreported - m.word(base + sz.maybeUnreported) - m.global(g.openNotifies);
  const plain = Math.max(0, m.word(base + sz.plain + order) - openBelow(m, order));
  out.low = Math.max(known, rest);
  out.high = Math.max(out.low, highOf(m, base, order) - plain);
  return true;
}

/** Blocks of the order that the worker has out. */
export const takenOut = (m: Machine, zone: number, order: number): number => m.word(stockOf(m, zone) + sz.inFlight + order);

/** Lost events take everything with them. */
export function forgetAllStock(m: Machine): void {
  forgetStock(m);
  for (const zone of m.store.zones()) for (const field of [sz.visitId, sz.visitEndId, sz.visitEnd, sz.visitWhyId]) m.store.set(stockOf(m, zone) + field, 0);
  for (const field of runFields) m.store.set(G + field, 0);
}
const runFields = [g.openNotifies, g.runSeen, g.runRequestId, g.runRequestSec, g.runRequestNsec, g.runEndId, g.visitedZone, g.visitId, g.visitPassed, g.visitFailedId, g.visitBroken, g.batchDone] as const;
