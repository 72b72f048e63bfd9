/**
 * Free blocks of a stock kernel, as far as its events show them one by one. A unit is as large as the smallest block
 * that is reported (page_reporting_order); each has one record (layout.ts: `u`).
 */
import { blockStart, pagesOf } from './blockMath.js';
import { G, Unit, g, u } from './layout.js';
import type { Machine } from './machine.js';

/** Page frames above this are not kept: they do not fit a word. */
export const MAX_PFN = 2 ** 31;

export const unitKind = (packed: number): number => packed & 15;
export const unitOrder = (packed: number): number => (packed >> 4) & 31;
export const unitBirth = (packed: number): number => (packed >> 9) & 15;
const packUnit = (kind: number, order: number, birth: number, epoch: number): number => kind | (order << 4) | (birth << 9) | (epoch << 20);

/** page_reporting_order: stated, else what the worker has taken, else the kernel's default. */
export function reportingOrder(m: Machine): number {
  const stated = m.global(g.reportingOrder) - 1;
  if (stated >= 0) return stated;
  const shown = m.global(g.shownOrder) - 1;
  const usual = m.global(g.pageblockOrder);
  return shown >= 0 && shown < usual ? shown : usual;
}

export const topOrder = (m: Machine): number => m.global(g.maxOrder) - 1;

/** The packed word of the unit that the page lies in; 0 where nothing is known of it. */
export function unitAt(m: Machine, pfn: number, r: number): number {
  const address = m.store.unit(pfn >>> r);
  if (address === 0) return 0;
  const packed = m.word(address);
  return packed >>> 20 === m.word(G + g.unitEpoch) ? packed : 0;
}

export function setUnit(m: Machine, pfn: number, r: number, kind: number, order = 0, birth = 0): void {
  const address = m.store.unit(pfn >>> r);
  if (address === 0) return;
  m.store.set(address + u.packed, packUnit(kind, order, birth, m.word(G + g.unitEpoch)));
  if (kind >= Unit.Plain) m.store.set(address + u.lineId, m.line);
}

/** Line that made the block. */
export const unitLine = (m: Machine, pfn: number, r: number): number => m.word(m.store.unit(pfn >>> r) + u.lineId);

export const isFreeKind = (kind: number): boolean => kind === Unit.Plain || kind === Unit.Reported || kind === Unit.Unsure;
/** A block of known size begins here. */
export const isBlock = (kind: number): boolean => isFreeKind(kind) || kind === Unit.InFlight;

/** First page of the known block that the page lies in, -1 if there is none. */
export function blockAt(m: Machine, pfn: number, r: number): number {
  const kind = unitKind(unitAt(m, pfn, r));
  if (kind < Unit.Inner || kind >= Unit.Loose) return -1;
  for (let order = r; order <= topOrder(m); order++) {
    const start = blockStart(pfn, order);
    const packed = unitAt(m, start, r);
    if (isBlock(unitKind(packed)) && unitOrder(packed) >= order) return start;
  }
  return -1;
}

/** Records a block; the units behind its first are inside it. */
export function recordBlock(m: Machine, start: number, order: number, r: number, kind: number, birth: number): void {
  setUnit(m, start, r, kind, order, birth);
  for (let pfn = start + pagesOf(r); pfn < start + pagesOf(order); pfn += pagesOf(r)) setUnit(m, pfn, r, Unit.Inner);
}

/** All units of the range get this kind. */
export function fillUnits(m: Machine, start: number, order: number, r: number, kind: number): void {
  for (let pfn = start; pfn < start + pagesOf(order); pfn += pagesOf(r)) setUnit(m, pfn, r, kind);
}

/** Can the aligned range not be one free block of this order? Only what is known counts. */
export function isBroken(m: Machine, start: number, order: number, r: number): boolean {
  for (let pfn = start; pfn < start + pagesOf(order); pfn += pagesOf(r)) {
    const packed = unitAt(m, pfn, r);
    const kind = unitKind(packed);
    if (kind === Unit.Busy || kind === Unit.InFlight) return true;
    if (kind === Unit.Maybe && m.global(g.printsNotifies) === 1) return true;
    if (isFreeKind(kind) && unitOrder(packed) < order) return true;
  }
  return false;
}

/** Has nothing come to the range since it was looked at? */
export function isUntouched(m: Machine, start: number, order: number, r: number): boolean {
  for (let pfn = start; pfn < start + pagesOf(order); pfn += pagesOf(r)) {
    const kind = unitKind(unitAt(m, pfn, r));
    if (kind >= Unit.Loose || kind === Unit.Maybe || isFreeKind(kind)) return false;
  }
  return true;
}
