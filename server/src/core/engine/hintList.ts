/** get_from_free_page_list() (v33): one section a zone, addresses of the free blocks of one order. */
import { Irq, Slot } from '../trace/columns.js';
import { interfaceOf, isInterfaceOpen, setInterface } from './config.js';
import { handOut, handOutWide, nextSerial } from './handouts.js';
import { YES, fl, g, l, p, pageOrder, pageType, pageZone, t, z } from './layout.js';
import { isExact, isListed, listOf } from './lists.js';
import { checkNoLockHeld } from './locks.js';
import type { Machine } from './machine.js';
import { returnedBlock } from './pluck.js';
import { entersAtomic, unpopulated } from './walk.js';
import { boundsKnown, spans, zoneOfPfn } from './zones.js';

/** No kernel has so many page frames: no record is made for such a one. */
const FRAMES = 2 ** 47;

const ofCall = [t.hintId, t.hintSize, t.hintCount, t.hintOrder, t.hintZone, t.hintSection, t.hintHighest];

export function hintList(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.isReturn) {
    checkNoLockHeld(m, m.word(base + t.hintId));
    if (m.word(base + t.hintId) !== 0 && (m.has & Slot.D) !== 0) checkReturn(m, base);
    for (const field of ofCall) m.store.set(base + field, 0);
    return;
  }
  if (isInterfaceOpen(m)) setInterface(m, 'hint-list-v33');
  for (const field of ofCall) m.store.set(base + field, 0);
  m.store.set(base + t.hintId, m.line);
  m.store.set(base + t.hintSize, (m.has & Slot.A) !== 0 ? Math.min(m.a, 2 ** 30) + 1 : 0);
  m.store.set(base + t.hintSerial, nextSerial(m));
  if (entersAtomic(m)) m.note('hint-list-in-atomic', { interrupt: !m.inProcess, irqsOff: m.irqs === Irq.Off, preemptDepth: Math.max(0, m.preemptDepth) });
  if ((m.has & Slot.Order) === 0) return;
  if (m.order < 0 || m.order >= m.global(g.maxOrder)) m.note('bad-hint-order', { order: m.order, maxOrder: m.global(g.maxOrder) });
  else m.store.set(base + t.hintOrder, m.order + 1);
}

function checkReturn(m: Machine, base: number): void {
  if (interfaceOf(m) === 'wilcox-buffer') {
    returnedBlock(m, m.d / 2 ** m.global(g.pageShift)); // the address of the buffer, which is itself a free block
    return;
  }
  const size = m.word(base + t.hintSize) - 1;
  const entries = m.word(base + t.hintCount);
  const highest = m.word(base + t.hintHighest) - 1;
  const beginId = m.word(base + t.hintId);
  const wrongCount = m.d !== entries && (entries > 0 || (m.d > 0 && m.global(g.printsHints) === YES));
  if ((size >= 0 && (m.d > size || entries > size || highest >= size)) || wrongCount) m.note('hint-return', { ret: m.d, size, entries, highest, beginId });
  else if (size > 0 && m.d === size) m.note('hint-list-full', { size, beginId });
}

/** A lock was taken: inside a call it begins the section of the next zone. */
export function hintSection(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.word(base + t.hintId) === 0) return;
  const lock = m.word(base + t.held0);
  if (lock === 0 || m.word(lock + l.acquireId) !== m.line) return;
  const zone = m.zoneOfLock(lock);
  if (m.word(base + t.hintZone) === zone + 1 && m.surelyProcess) m.note('hint-sections', { zone, other: -1, sectionId: m.word(base + t.hintSection) });
  unpopulated(m, zone);
  m.store.set(base + t.hintZone, zone + 1);
  m.store.set(base + t.hintSection, m.line);
}

export function hintEntry(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  if (m.word(base + t.hintId) === 0) return;
  m.setGlobal(g.printsHints, YES);
  m.store.add(base + t.hintCount, 1);
  if ((m.has & Slot.A) !== 0 && m.a >= m.word(base + t.hintHighest)) m.store.set(base + t.hintHighest, Math.min(m.a, 2 ** 30) + 1);
  if ((m.has & Slot.B) === 0) return;
  const order = m.word(base + t.hintOrder) - 1;
  const serial = m.word(base + t.hintSerial);
  const earlierId = isWide(m) ? handOutWide(m, m.c, m.d, serial) : handOut(m, m.b, Math.max(0, order), serial);
  if (earlierId !== 0) m.note('hint-repeated', { address: addressText(m), earlierId });
  if (isAddress(m, base, order)) checkBlock(m, base, order);
}

/** The value needs more than the 53 bits of a double: its halves are in c and d. */
const isWide = (m: Machine): boolean => (m.has & Slot.D) !== 0;
const WORD = 2 ** 32;
const highHalf = (m: Machine): number => (isWide(m) ? m.c : Math.floor(m.b / WORD));
const lowHalf = (m: Machine): number => (isWide(m) ? m.d : m.b % WORD);

function addressText(m: Machine): string {
  const [high, low] = [highHalf(m), lowHalf(m).toString(16)];
  return high === 0 ? `0x${low}` : `0x${high.toString(16)}${low.padStart(8, '0')}`;
}

/** The address is a multiple of `unit`, a power of 2. */
const isMultiple = (m: Machine, unit: number): boolean =>
  (unit <= WORD ? lowHalf(m) % unit === 0 : lowHalf(m) === 0 && highHalf(m) % (unit / WORD) === 0);

/** The value is an address that a block of the order can have; else it is noted what is wrong with it. */
function isAddress(m: Machine, base: number, order: number): boolean {
  const pageSize = 2 ** m.global(g.pageShift);
  const unit = pageSize * 2 ** Math.max(0, order);
  const aligned = isMultiple(m, unit);
  const inside = zoneOfPfn(m, Math.floor(m.b / pageSize)) >= 0;
  if (aligned && (inside || !boundsKnown(m))) return true;
  const swapped = swappedBytes(m);
  if (swapped % unit === 0 && zoneOfPfn(m, swapped / pageSize) >= 0) m.note('hint-swapped', { address: addressText(m), swapped, order });
  else if (!aligned) m.note('hint-unaligned', { address: addressText(m), order, unit });
  else {
    const pfn = truncatedFrom(m, base, order);
    if (pfn < 0) return true;
    m.note('hint-truncated', { address: m.b, pfn, order });
  }
  return false;
}

const swapWord = (word: number): number => ((word & 0xff) * 2 ** 24) + ((word >>> 8) & 0xff) * 2 ** 16 + ((word >>> 16) & 0xff) * 2 ** 8 + (word >>> 24);

/** The eight bytes in the other order; -1 where a double cannot hold it, or where they are the same. */
function swappedBytes(m: Machine): number {
  const swapped = swapWord(lowHalf(m)) * WORD + swapWord(highHalf(m));
  return swapped <= Number.MAX_SAFE_INTEGER && (isWide(m) || swapped !== m.b) ? swapped : -1;
}

/** A listed block above 4 GiB whose address has these low 32 bits; -1 if none. */
function truncatedFrom(m: Machine, base: number, order: number): number {
  const limit = 2 ** 32;
  const pageSize = 2 ** m.global(g.pageShift);
  if (order < 0 || m.b >= limit) return -1;
  const section = m.zoneOfLock(m.word(base + t.held0));
  for (const zone of section >= 0 ? [section] : m.store.zones()) {
    for (let high = 1; high <= 2 ** 10; high++) {
      const pfn = (m.b + high * limit) / pageSize;
      if (!spans(m, zone, pfn)) continue;
      const page = m.store.page(pfn);
      if (isListed(m, page) && pageOrder(m.store.packed(page)) === order && pageZone(m.store.packed(page)) === zone) return pfn;
    }
  }
  return -1;
}

/** The block is on the lists of the section's zone. */
function checkBlock(m: Machine, base: number, order: number): void {
  const pfn = m.b / 2 ** m.global(g.pageShift);
  const lock = m.word(base + t.held0);
  const section = m.zoneOfLock(lock);
  const own = m.zone >= 0 ? m.zone : zoneOfPfn(m, pfn, section);
  if (section >= 0 && own >= 0 && own !== section) m.note('hint-sections', { zone: section, other: own, sectionId: m.word(lock + l.acquireId) });
  const zone = own >= 0 ? own : section;
  if (order >= 0 && pfn >= FRAMES) {
    if (zone >= 0 && ordersKnown(m, zone, order)) m.note('hint-not-listed', { zone, pfn, order, lastId: 0 });
    return;
  }
  const page = m.store.page(pfn);
  if (order < 0 || page === 0) return;
  const packed = m.store.packed(page);
  const listed = isListed(m, page) && pageOrder(packed) === order;
  if (zone >= 0 && !(listed && pageZone(packed) === zone) && ordersKnown(m, zone, order)) {
    m.note('hint-not-listed', { zone, pfn, order, lastId: packed === 0 ? 0 : m.word(page + p.lastId) });
    return;
  }
  const type = (m.has & Slot.Migratetype) !== 0 ? m.migratetype : listed ? pageType(packed) : -1;
  if (type >= 0 && type === m.global(g.isolate) - 1) m.note('isolated-handed-out', { zone, pfn, order, migratetype: type });
}

/** Every block of the order is known, on whichever list. */
function ordersKnown(m: Machine, zone: number, order: number): boolean {
  if (m.word(m.store.zone(zone) + z.pending) !== 0) return false;
  for (let type = 0; type < m.global(g.migratetypes); type++) {
    const list = listOf(m, zone, order, type);
    if (m.word(list + fl.exact) !== YES || !isExact(m, zone, list)) return false;
  }
  return true;
}
