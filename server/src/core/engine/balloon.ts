/** The alternative to hints: a balloon that allocates blocks of the top order, with flags that leave reserves alone. */
import { Slot } from '../trace/columns.js';
import { interfaceOf, setInterface } from './config.js';
import { freePages } from './freePages.js';
import { UNKNOWN, g, t, z } from './layout.js';
import type { Machine } from './machine.js';
import { namedZones, zoneOfPfn } from './zones.js';

export const balloonFlags = ['__GFP_NORETRY', '__GFP_NOWARN', '__GFP_NOMEMALLOC', '__GFP_THISNODE'] as const;
const ALL = 15;
/** virtio_balloon of today allocates from any node. */
const NEEDED = 7;
/** Free blocks of the top order that should be left. */
const LIMIT = 1;

/** The flags as a mask of `balloonFlags`; -1 where they are not printed as names. */
function maskOf(text: string): number {
  if (!/[A-Z]/.test(text) || text.startsWith('0x')) return -1;
  const names = text.split('|');
  return balloonFlags.reduce((mask, flag, i) => (names.includes(flag) ? mask | (1 << i) : mask), 0);
}

/** A compound page is a huge page or a slab, never a balloon's. */
const isCompound = (text: string): boolean => text.includes('__GFP_COMP') || text.includes('GFP_TRANSHUGE');

const count = (mask: number): number => balloonFlags.filter((_, i) => (mask & (1 << i)) !== 0).length;

/** mm_page_alloc of the top order. */
export function balloonAllocation(m: Machine): void {
  if (m.who < 0 || m.isReturn || (m.has & Slot.Order) === 0 || m.order !== m.global(g.maxOrder) - 1 || m.s < 0) return;
  const base = m.store.who(m.who);
  const text = m.names.strings[m.s];
  const mask = maskOf(text);
  const length = m.word(base + t.runLength);
  const given = interfaceOf(m) === 'torvalds-alloc' && m.global(g.balloonFound) === 0;
  const least = given ? (length > 0 ? 0 : 1) : length > 1 ? 1 : 2;
  // Graphics drivers take such blocks with some of the flags; without a setting only all of them begin a balloon's run.
  const begins = given || length > 0 || (mask & NEEDED) === NEEDED;
  if (mask < 0 || m.pfn < 0 || isCompound(text) || count(mask) < least || !begins) {
    endRun(m, base);
    return;
  }
  if (length === 0) m.store.set(base + t.runId, m.line);
  m.store.set(base + t.runLength, length + 1);
  const seen = m.word(base + t.runFlags);
  m.store.set(base + t.runFlags, seen | mask);
  if (length === 1 && m.global(g.interface) === 0) {
    setInterface(m, 'torvalds-alloc');
    if (interfaceOf(m) === 'torvalds-alloc') m.setGlobal(g.balloonFound, 1);
  }
  if (interfaceOf(m) !== 'torvalds-alloc') return;
  if (given || length > 0) noteMissing(m, (given ? ALL : NEEDED | seen) & ~mask, m.line);
  checkDepletion(m, base);
}

function noteMissing(m: Machine, missing: number, line: number): void {
  if (missing !== 0) m.note('balloon-flags-missing', { missing, order: m.order }, line);
}

export function endRun(m: Machine, base: number): void {
  for (const field of [t.runLength, t.runId, t.runFlags, t.runFound]) m.store.set(base + field, 0);
}

/** mm_page_free: the balloon gives back. */
export function balloonFree(m: Machine): void {
  if (m.who < 0 || m.isReturn || m.order !== m.global(g.maxOrder) - 1) return;
  const base = m.store.who(m.who);
  if (m.word(base + t.runLength) !== 0) endRun(m, base);
}

function checkDepletion(m: Machine, base: number): void {
  const zones = namedZones(m);
  const zone = zones.length === 1 ? zones[0] : zoneOfPfn(m, m.pfn);
  if (zone < 0) return;
  const own = m.store.zone(zone);
  const bit = 1 << m.order;
  // Without any free-list event this allocation is the only word of it that the block has left its list.
  if (m.word(own + z.helpers) === UNKNOWN && (m.word(own + z.freeKnown) & bit) !== 0) {
    m.store.add(own + z.nrFree + m.order, -1);
    if (m.word(own + z.nrFree + m.order) < 0) m.store.set(own + z.freeKnown, m.word(own + z.freeKnown) & ~bit);
    m.touch(zone, m.order);
  }
  if (m.word(base + t.runLength) < 2 || m.word(base + t.runFound) !== 0) return;
  const blocks = (m.word(own + z.freeKnown) & bit) !== 0 ? m.word(own + z.nrFree + m.order) : -1;
  const pages = freePages(m, zone);
  const low = m.word(own + z.low);
  const belowLow = pages !== undefined && low > 0 && pages < low;
  if (!belowLow && (blocks < 0 || blocks >= LIMIT)) return;
  m.store.set(base + t.runFound, 1);
  m.note('top-order-depleted', { zone, order: m.order, blocks, pages: belowLow ? pages : -1, low, taken: m.word(base + t.runLength), firstId: m.word(base + t.runId) });
}
