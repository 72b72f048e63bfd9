/** Startup and shutdown of a device: what they must wait for, and what is left behind (docs/defects: e12, e15, e18). */
import { Slot } from '../trace/columns.js';
import { ZoneBit } from '../trace/zoneBits.js';
import { flagIs } from './boundary.js';
import { minOrder } from './config.js';
import { LockState, NO, YES, g, l, t, z } from './layout.js';
import type { Machine } from './machine.js';

const EBUSY = -16;
/** A count of 0 in `keyCount`, where 0 is not known. */
const KEY_ZERO = 1001;

const shutsDown = (m: Machine): boolean => m.store.whos().some(who => m.word(m.store.who(who) + t.shutdownId) !== 0);

/** page_reporting_startup() and page_reporting_register(), before the state follows. */
export function startupScope(m: Machine): void {
  if (m.who < 0) return;
  const own = m.store.who(m.who);
  if (!m.isReturn) {
    const set = m.global(g.device) === YES && !shutsDown(m);
    m.store.set(own + t.busyId, set ? m.global(g.deviceId) : 0);
    m.setGlobal(g.shutdownDone, 0);
    if (m.global(g.device) !== YES) leftBehind(m);
    return;
  }
  const deviceId = m.word(own + t.busyId);
  m.store.set(own + t.busyId, 0);
  if ((m.has & Slot.D) === 0) return;
  if (m.d === EBUSY) m.note('startup-while-set', { ret: m.d, deviceId });
  if (m.d !== 0) return;
  if (deviceId !== 0 && m.global(g.device) === YES && !shutsDown(m)) m.note('startup-while-set', { ret: 0, deviceId });
  m.setGlobal(g.deviceId, m.line);
  keyCountIs(m, 1);
}

/** Flags of an earlier device stay: the new one is not told of these blocks. Its requests are not counted any more. */
function leftBehind(m: Machine): void {
  const own = m.zone;
  for (const zone of m.store.zones()) {
    const base = m.store.zone(zone);
    if (flagIs(m, zone, ZoneBit.Requested, true)) m.store.set(base + z.staleRequest, 1);
    let blocks = 0;
    for (let order = minOrder(m); order < m.global(g.maxOrder); order++) blocks += m.word(base + z.flagged + order);
    if (blocks <= 0) continue;
    m.zone = zone;
    m.note('reported-at-startup', { zone, blocks });
  }
  m.zone = own;
}

/** page_reporting_shutdown(), before the state follows. */
export function shutdownScope(m: Machine): void {
  if (m.who < 0) return;
  const own = m.store.who(m.who);
  if (!m.isReturn) {
    m.store.set(own + t.grace, 0);
    m.store.set(own + t.busyId, m.global(g.device) === YES ? m.global(g.deviceId) : 0);
    return;
  }
  const grace = m.word(own + t.grace);
  const beginId = m.word(own + t.shutdownId);
  if (beginId !== 0 && m.word(own + t.busyId) !== 0 && m.global(g.printsRcu) === YES && grace !== Grace.Done) {
    m.note('grace-period-missing', { synchronized: grace === Grace.Synchronized, misordered: grace === Grace.Reversed, beginId });
  }
  m.store.set(own + t.busyId, 0);
  if (m.global(g.device) === NO) return;
  m.setGlobal(g.shutdownDone, m.line);
  m.setGlobal(g.deviceId, 0);
  keyCountIs(m, 0);
  for (const zone of m.store.zones()) {
    const base = m.store.zone(zone);
    if (!flagIs(m, zone, ZoneBit.Requested, true)) continue;
    m.store.set(base + z.staleRequest, 1);
    m.zone = zone;
    m.note('requested-at-shutdown', { zone, requestId: m.word(base + z.requestId) });
  }
  m.zone = -1;
}

/** How far a shutdown has waited: for readers, then for the worker. */
const Grace = { None: 0, Synchronized: 1, Done: 2, Cancelled: 3, Reversed: 4 } as const;

export function readersWaited(m: Machine): void {
  step(m, grace => (grace === Grace.None ? Grace.Synchronized : grace === Grace.Cancelled ? Grace.Reversed : grace));
}

export function workWaited(m: Machine): void {
  step(m, grace => (grace === Grace.None ? Grace.Cancelled : grace === Grace.Cancelled ? grace : Grace.Done));
}

function step(m: Machine, next: (grace: number) => number): void {
  if (m.who < 0 || m.isReturn) return;
  const own = m.store.who(m.who);
  if (m.word(own + t.shutdownId) !== 0) m.store.set(own + t.grace, next(m.word(own + t.grace)));
}

/** A fill or a report of a device that has gone. */
export function afterShutdown(m: Machine): void {
  if (!m.isReturn && m.global(g.shutdownDone) !== 0) m.note('after-shutdown', { shutdownId: m.global(g.shutdownDone) });
}

/** `static_key: name=page_reporting_notify_enabled count=`. */
export function staticKey(m: Machine): void {
  if (m.isReturn || (m.has & Slot.A) === 0) return;
  if (m.s >= 0 && !/^&?page_(?:reporting|hinting)_notify_enabled$/.test(m.names.strings[m.s])) return;
  m.setGlobal(g.keyCount, Math.max(-1000, Math.min(m.a, 2 ** 30)) + KEY_ZERO);
  m.setGlobal(g.keyId, m.line);
  for (const zone of m.store.zones()) {
    const lock = m.store.zone(zone);
    m.store.set(lock + z.keyWasOn, m.a === 0 && m.word(lock + l.state) === LockState.Held ? 1 : 0);
  }
}

/** The free path's key is off since before this section of the zone's lock began: where that was said, else 0. */
export function keyOffId(m: Machine, zone: number): number {
  const lock = m.store.zone(zone);
  const off = m.global(g.keyCount) === KEY_ZERO && m.word(lock + l.state) === LockState.Held && m.word(lock + l.who) === m.who + 1;
  return off && m.word(lock + z.keyWasOn) === 0 ? m.global(g.keyId) : 0;
}

function keyCountIs(m: Machine, expected: number): void {
  const count = m.global(g.keyCount) - KEY_ZERO;
  if (m.global(g.keyCount) !== 0 && count !== expected) m.note('key-count-wrong', { count, expected, keyId: m.global(g.keyId) });
}

/** suspend_resume: tasks and freezable workqueues stand still from the end of freeze_processes to thaw_processes. */
export function suspendResume(m: Machine): void {
  if (m.isReturn || m.s < 0 || (m.has & Slot.B) === 0) return;
  const action = m.names.strings[m.s];
  if (action === 'thaw_processes') m.setGlobal(g.frozen, 0);
  else if (action === 'freeze_processes') {
    // A freeze that fails thaws before it ends.
    if (m.b !== 0) m.setGlobal(g.frozen, 1);
    else if (m.global(g.frozen) === 1) m.setGlobal(g.frozen, 2);
    m.setGlobal(g.frozenId, m.line);
  }
}
