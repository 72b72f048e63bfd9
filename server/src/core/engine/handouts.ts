/** Ranges that walks and hint lists hand out: seen before in this walk, allocated since, used. */
import { Slot } from '../trace/columns.js';
import { MAX_ORDERS } from '../trace/migratetypes.js';
import { g, h } from './layout.js';
import type { Machine } from './machine.js';
import { HANDOUTS } from './store.js';

const HALF = 2 ** 31;
/** Addresses below can be remembered, which is more than any kernel has. */
const ADDRESSES = 2 ** 55;
/** Order of what is no range, and the unit of its address: these must be small enough for an entry. */
const WIDE = 64;
const WIDE_UNIT = 2 ** 12;
/** Entries that one range may stand in. */
const PROBES = 16;
/** Parts of an allocated block that are looked up one by one; for more of them the whole table is gone through. */
const MAX_PARTS = HANDOUTS / 8;

/** Begins a walk or a call; what it hands out carries this number. */
export function nextSerial(m: Machine): number {
  const serial = (m.global(g.handoutSerial) + 1) % HALF;
  m.setGlobal(g.handoutSerial, serial);
  return serial;
}

const highOf = (address: number, order: number): number => Math.floor(address / HALF) | ((order + 1) << 24);
const firstOf = (low: number, high: number): number => (Math.imul(low ^ high, 0x9e3779b1) >>> 16) % HANDOUTS;

/** The entry of the range, or 0. */
function find(m: Machine, address: number, order: number): number {
  const low = address % HALF;
  const high = highOf(address, order);
  const table = m.store.handouts();
  const first = firstOf(low, high);
  for (let i = 0; i < PROBES; i++) {
    const entry = table + ((first + i) % HANDOUTS) * h.size;
    if (m.word(entry + h.high) === 0) return 0;
    if (m.word(entry + h.low) === low && m.word(entry + h.high) === high) return entry;
  }
  return 0;
}

/** A free entry for the range, else the one of the oldest walk. */
function place(m: Machine, address: number, order: number): number {
  const table = m.store.handouts();
  const first = firstOf(address % HALF, highOf(address, order));
  let oldest = table + first * h.size;
  for (let i = 0; i < PROBES; i++) {
    const entry = table + ((first + i) % HANDOUTS) * h.size;
    if (m.word(entry + h.high) === 0) return entry;
    if (m.word(entry + h.serial) < m.word(oldest + h.serial)) oldest = entry;
  }
  return oldest;
}

/** Remembers that the range at this byte address is handed out; the line at which the same walk did so before, or 0. */
export function handOut(m: Machine, address: number, order: number, serial: number): number {
  if (address >= ADDRESSES || order >= MAX_ORDERS) return 0;
  m.setGlobal(g.handedOut, m.global(g.handedOut) | (1 << order));
  return remember(m, address, order, serial);
}

/** As `handOut`, of an address that no memory has: only its repetition can be found. Its page's number, for the address is too large. */
export function handOutWide(m: Machine, high: number, low: number, serial: number): number {
  return low % WIDE_UNIT === 0 ? remember(m, (high * 2 ** 32) / WIDE_UNIT + low / WIDE_UNIT, WIDE, serial) : 0;
}

function remember(m: Machine, address: number, order: number, serial: number): number {
  const { store } = m;
  const known = find(m, address, order);
  const entry = known || place(m, address, order);
  const earlier = known !== 0 && m.word(known + h.serial) === serial ? m.word(known + h.lineId) : 0;
  store.set(entry + h.low, address % HALF);
  store.set(entry + h.high, highOf(address, order));
  store.set(entry + h.serial, serial);
  store.set(entry + h.lineId, m.line);
  store.set(entry + h.allocId, 0);
  return earlier;
}

/** mm_page_alloc: every range that was handed out and overlaps the block is no longer free. */
export function allocatedRange(m: Machine): void {
  const orders = m.global(g.handedOut);
  if (orders === 0 || (m.has & Slot.Pfn) === 0 || m.pfn < 0) return;
  const order = (m.has & Slot.Order) !== 0 ? Math.min(MAX_ORDERS, Math.max(0, m.order)) : 0;
  const pageSize = 2 ** m.global(g.pageShift);
  if (m.pfn * pageSize >= ADDRESSES) return;
  for (let size = 0; size < MAX_ORDERS; size++) {
    if ((orders & (1 << size)) === 0) continue;
    const parts = size < order ? 2 ** (order - size) : 1;
    if (parts > MAX_PARTS) { allocatedSmaller(m, order); return; }
    const start = m.pfn - (m.pfn % 2 ** Math.max(size, order));
    for (let i = 0; i < parts; i++) markAllocated(m, find(m, (start + i * 2 ** size) * pageSize, size));
  }
}

function markAllocated(m: Machine, entry: number): void {
  if (entry !== 0 && m.word(entry + h.allocId) === 0) m.store.set(entry + h.allocId, m.line);
}

/** Every range within the block, and the one that the block is within, by the whole table. */
function allocatedSmaller(m: Machine, order: number): void {
  const table = m.store.handouts();
  const pageSize = 2 ** m.global(g.pageShift);
  const from = (m.pfn - (m.pfn % 2 ** order)) * pageSize;
  const to = from + 2 ** order * pageSize;
  for (let entry = table; entry < table + HANDOUTS * h.size; entry += h.size) {
    const high = m.word(entry + h.high);
    if (high === 0 || high >>> 24 > MAX_ORDERS) continue;
    const start = m.word(entry + h.low) + (high & 0xffffff) * HALF;
    if (start < to && start + 2 ** ((high >>> 24) - 1) * pageSize > from) markAllocated(m, entry);
  }
}

/** The consumer uses the range, or sends it to the hypervisor. */
export function useRange(m: Machine): void {
  if (m.global(g.handedOut) === 0 || m.isReturn || (m.has & Slot.Pfn) === 0 || m.pfn < 0) return;
  const pages = (m.has & Slot.B) !== 0 ? m.b : 0;
  for (let order = 0; order < m.global(g.maxOrder); order++) {
    if (pages > 0 && pages !== 2 ** order) continue;
    const entry = find(m, m.pfn * 2 ** m.global(g.pageShift), order);
    if (entry === 0 || m.word(entry + h.allocId) === 0) continue;
    m.note('stale-hint', { pfn: m.pfn, order, reportId: m.word(entry + h.lineId), allocId: m.word(entry + h.allocId) });
    return;
  }
}
