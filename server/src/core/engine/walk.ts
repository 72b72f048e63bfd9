/** walk_free_mem_block() and its callback (v29). */
import { Irq, Origin, Slot } from '../trace/columns.js';
import { isInterfaceOpen, setInterface } from './config.js';
import { lacksLock } from './guard.js';
import { handOut, nextSerial } from './handouts.js';
import { LockState, NO, YES, g, l, p, t, z } from './layout.js';
import { isExact, isOn, listOf } from './lists.js';
import { checkNoLockHeld } from './locks.js';
import type { Machine } from './machine.js';
import { validOrder, validType } from './validate.js';
import { checkVisits, visitList } from './walkOrder.js';

/** Callbacks in one section that are still thought harmless, where section_limit= says nothing else. */
const LONG_SECTION = 4096;

const ofWalk = [t.walkId, t.walkStopId, t.walkLastRet, t.walkListId, t.walkMinOrder, t.walkZone, t.walkOrder, t.walkType, t.walkTypes,
  t.walkRanges, t.walkSection, t.walkRangeId, t.walkValue, t.walkValueKnown, t.walkAllocId];

export function walk(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.isReturn) {
    checkNoLockHeld(m, m.word(base + t.walkId));
    if (m.word(base + t.walkId) !== 0 && (m.has & Slot.D) !== 0) {
      checkReturn(m, base);
      checkVisits(m, base);
    }
    for (const field of ofWalk) m.store.set(base + field, 0);
    return;
  }
  if (isInterfaceOpen(m)) setInterface(m, 'walk-v29');
  for (const field of ofWalk) m.store.set(base + field, 0);
  m.store.set(base + t.walkId, m.line);
  m.store.set(base + t.walkSerial, nextSerial(m));
  if (entersAtomic(m)) m.note('walk-in-atomic', { interrupt: !m.inProcess, irqsOff: m.irqs === Irq.Off, preemptDepth: Math.max(0, m.preemptDepth) });
  if ((m.has & Slot.A) === 0) return;
  if (m.a < 0 || m.a >= m.global(g.maxOrder)) m.note('bad-min-order', { minOrder: m.a, maxOrder: m.global(g.maxOrder) });
  if (m.a >= 0) m.store.set(base + t.walkMinOrder, Math.min(m.a, 2 ** 30) + 1);
}

/** The flags show that the caller must not sleep. The function tracers raise the depth themselves. */
export const entersAtomic = (m: Machine): boolean =>
  !m.inProcess || m.irqs === Irq.Off || (m.origin !== Origin.Function && m.preemptDepth > 0);

const asInt = (value: number): number => (value >= 2 ** 31 && value < 2 ** 32 ? value - 2 ** 32 : value);

function checkReturn(m: Machine, base: number): void {
  const known = m.word(base + t.walkValueKnown);
  if (known === NO) return; // a callback did not say what it returned
  const value = m.word(base + t.walkValue);
  if (asInt(m.d) !== value) m.note('walk-return-differs', { ret: asInt(m.d), value, rangeId: m.word(base + t.walkRangeId), beginId: m.word(base + t.walkId) });
}

export function walkList(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  afterStop(m, base);
  const known = m.zone >= 0 && validOrder(m) && validType(m);
  if (known && m.word(base + t.walkId) !== 0) {
    visitList(m, base);
    const minimum = m.word(base + t.walkMinOrder) - 1;
    if (m.order < minimum) m.note('walk-below-minimum', { zone: m.zone, order: m.order, minimum, walkId: m.word(base + t.walkId), repeats: false });
    unpopulated(m, m.zone);
  }
  m.store.set(base + t.walkListId, m.line);
  m.store.set(base + t.walkZone, known ? m.zone + 1 : 0);
  m.store.set(base + t.walkOrder, known ? m.order + 1 : 0);
  m.store.set(base + t.walkType, known ? m.migratetype + 1 : 0);
  m.store.set(base + t.walkAllocId, 0);
}

/** A zone without pages is visited. */
export function unpopulated(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  const present = m.word(base + z.present) - 1;
  const managed = m.word(base + z.managed) - 1;
  if (present === 0 || (present < 0 && managed === 0)) m.note('zone-unpopulated', { zone, present, managed });
}

export function walkRange(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  afterStop(m, base);
  countInSection(m, base);
  const zone = m.word(base + t.walkZone) - 1;
  const listId = m.word(base + t.walkListId);
  if (zone >= 0) {
    const missing = lacksLock(m, zone);
    if (missing !== undefined) m.note('callback-without-lock', { zone, listId, ...missing });
  }
  const allocId = m.word(base + t.walkAllocId);
  if (allocId !== 0) m.note('allocation-in-callback', { zone, acquireId: 0, listId }, allocId);
  m.store.set(base + t.walkAllocId, 0);
  checkRange(m, base, zone);
  m.store.set(base + t.walkRangeId, m.line);
  takeValue(m, base);
}

function takeValue(m: Machine, base: number): void {
  const known = (m.has & Slot.D) !== 0;
  const value = Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, asInt(known ? m.d : 0)));
  m.store.set(base + t.walkValue, value);
  m.store.set(base + t.walkValueKnown, known ? YES : NO);
  if (value === 0 || m.word(base + t.walkStopId) !== 0) return;
  m.store.set(base + t.walkStopId, m.line);
  m.store.set(base + t.walkLastRet, value);
}

/** The callback has asked to stop; nothing of the walk may follow. */
function afterStop(m: Machine, base: number): void {
  if (m.word(base + t.walkId) === 0 || m.word(base + t.walkStopId) === 0) return;
  m.note('walk-after-stop', { stopId: m.word(base + t.walkStopId), ret: m.word(base + t.walkLastRet) });
}

/** Without lock events each list is taken for one section, as the code has it. */
function countInSection(m: Machine, base: number): void {
  const lock = m.heldZoneLock();
  const section = lock === 0 ? m.word(base + t.walkListId) : m.word(lock + l.acquireId);
  if (m.word(base + t.walkSection) !== section) {
    m.store.set(base + t.walkSection, section);
    m.store.set(base + t.walkRanges, 0);
  }
  m.store.add(base + t.walkRanges, 1);
  const limit = m.global(g.sectionLimit) || LONG_SECTION;
  if (section !== 0 && m.word(base + t.walkRanges) === limit + 1) m.note('walk-section-long', { zone: m.word(base + t.walkZone) - 1, limit, sectionId: section });
}

function checkRange(m: Machine, base: number, zone: number): void {
  if ((m.has & Slot.Pfn) === 0 || m.pfn < 0) return;
  const order = m.word(base + t.walkOrder) - 1;
  const pages = (m.has & Slot.A) !== 0 ? m.a : order < 0 ? 0 : 2 ** order;
  if (pages <= 0 && (m.has & Slot.A) === 0) return;
  const size = Math.log2(pages);
  if (pages <= 0 || !Number.isInteger(size) || (order >= 0 && size !== order) || m.pfn % pages !== 0) {
    m.note('range-malformed', { pfn: m.pfn, pages, order, listId: m.word(base + t.walkListId) });
    return;
  }
  if (m.word(base + t.walkId) === 0) return;
  const minimum = m.word(base + t.walkMinOrder) - 1;
  if (size < minimum) m.note('walk-below-minimum', { zone, order: size, minimum, walkId: m.word(base + t.walkId), repeats: order === size });
  const earlierId = handOut(m, m.pfn * 2 ** m.global(g.pageShift), size, m.word(base + t.walkSerial));
  const type = m.word(base + t.walkType) - 1;
  if (zone >= 0) checkListed(m, zone, size, type);
  if (earlierId !== 0) m.note('range-twice', { pfn: m.pfn, order: size, earlierId, changeId: changeOf(m, earlierId) });
  if (type >= 0 && type === m.global(g.isolate) - 1) m.note('isolated-handed-out', { zone, pfn: m.pfn, order: size, migratetype: type });
}

/** The line that put the block where it is now; 0 where that is not known. */
function changeOf(m: Machine, earlierId: number): number {
  const page = m.store.page(m.pfn);
  const lastId = page === 0 || m.store.packed(page) === 0 ? 0 : m.word(page + p.lastId);
  return lastId === earlierId ? 0 : lastId;
}

function checkListed(m: Machine, zone: number, order: number, type: number): void {
  if (order >= m.global(g.maxOrder) || !isExact(m, zone, listOf(m, zone, order, type)) || m.word(m.store.zone(zone) + z.pending) !== 0) return;
  const page = m.store.page(m.pfn);
  if (page === 0 || isOn(m, page, zone, order, type)) return;
  const lastId = m.store.packed(page) === 0 ? 0 : m.word(page + p.lastId);
  m.note('range-not-listed', { zone, pfn: m.pfn, order, migratetype: type, lastId });
}

/** The section is the walk's own: where the flags do not tell an interrupt's lines from its task's, a callback in it does. */
const inWalkSection = (m: Machine, base: number, lock: number): boolean =>
  m.surelyProcess || (m.word(lock + l.acquireId) !== 0 && m.word(base + t.walkSection) === m.word(lock + l.acquireId));

/** A free list changes; the walk of this task has the zone's lock for reading the lists only. */
export function changesWalkedList(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  const lock = m.word(base + t.held0);
  if (m.word(base + t.walkId) === 0 || m.word(base + t.walkListId) === 0 || lock === 0 || !inWalkSection(m, base, lock)) return;
  m.note('walk-changes-list', { zone: m.zone, acquireId: m.word(lock + l.acquireId), listId: m.word(base + t.walkListId) });
}

/** An allocation between two callbacks of one section. */
export function allocatesInCallback(m: Machine): boolean {
  if (m.who < 0 || !m.exact) return false;
  const base = m.store.who(m.who);
  if (m.word(base + t.walkId) === 0 || m.word(base + t.walkListId) === 0) return false;
  const zone = m.word(base + t.walkZone) - 1;
  const lock = m.word(base + t.held0);
  if (lock !== 0) {
    if (!inWalkSection(m, base, lock)) return false;
    m.note('allocation-in-callback', { zone: m.zoneOfLock(lock), acquireId: m.word(lock + l.acquireId), listId: m.word(base + t.walkListId) });
    return true;
  }
  const unseen = zone >= 0 && m.surelyProcess && m.word(m.store.zone(zone) + l.state) === LockState.Unknown && m.word(base + t.walkSection) === m.word(base + t.walkListId);
  if (unseen && m.word(base + t.walkAllocId) === 0) {
    m.store.set(base + t.walkAllocId, m.line);
    m.remember();
  }
  return false;
}
