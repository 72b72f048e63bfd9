/** walk_free_mem_block (S0, S1) and get_from_free_page_list (S2). */
import { Slot } from '../trace/columns.js';
import { setInterface } from './config.js';
import { g, t } from './layout.js';
import { checkNoLockHeld } from './locks.js';
import type { Machine } from './machine.js';

export function walk(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.isReturn) {
    checkNoLockHeld(m, m.word(base + t.walkId));
    for (const field of [t.walkId, t.walkStopId, t.walkLastRet, t.walkListId]) m.store.set(base + field, 0);
    return;
  }
  if (m.global(g.interface) === 0) setInterface(m, 'walk-v29');
  m.store.set(base + t.walkId, m.line);
  m.store.set(base + t.walkStopId, 0);
  m.store.set(base + t.walkLastRet, 0);
}

export function walkList(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (m.isReturn) return;
  afterStop(m, base);
  m.store.set(base + t.walkListId, m.line);
}

export function walkRange(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  afterStop(m, base);
  if ((m.has & Slot.D) === 0 || m.d === 0 || m.word(base + t.walkStopId) !== 0) return;
  m.store.set(base + t.walkStopId, m.line);
  m.store.set(base + t.walkLastRet, Math.max(-(2 ** 30), Math.min(2 ** 30, m.d)));
}

/** The callback has asked to stop; nothing of the walk may follow. */
function afterStop(m: Machine, base: number): void {
  if (m.word(base + t.walkId) === 0 || m.word(base + t.walkStopId) === 0) return;
  m.note('walk-after-stop', { stopId: m.word(base + t.walkStopId), ret: m.word(base + t.walkLastRet) });
}

export function hintList(m: Machine): void {
  if (m.who < 0) return;
  const base = m.store.who(m.who);
  if (!m.isReturn) {
    if (m.global(g.interface) === 0) setInterface(m, 'hint-list-v33');
    m.store.set(base + t.hintId, m.line);
    m.store.set(base + t.hintSize, (m.has & Slot.A) !== 0 ? Math.min(m.a, 2 ** 30) + 1 : 0);
    m.store.set(base + t.hintCount, 0);
    return;
  }
  checkNoLockHeld(m, m.word(base + t.hintId));
  const beginId = m.word(base + t.hintId);
  const size = m.word(base + t.hintSize) - 1;
  const entries = m.word(base + t.hintCount);
  if (beginId !== 0 && (m.has & Slot.D) !== 0) {
    const printed = entries > 0;
    if ((size >= 0 && (m.d > size || entries > size)) || (printed && m.d !== entries)) m.note('hint-return', { ret: m.d, size, entries, beginId });
  }
  for (const field of [t.hintId, t.hintSize, t.hintCount]) m.store.set(base + field, 0);
}

export function hintEntry(m: Machine): void {
  if (m.who < 0 || m.isReturn) return;
  const base = m.store.who(m.who);
  if (m.word(base + t.hintId) !== 0) m.store.add(base + t.hintCount, 1);
}
