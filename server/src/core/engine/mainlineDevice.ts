/** The reporting device of mainline: registered and gone, its state, and who asks for a run. */
import { Slot } from '../trace/columns.js';
import { sawDialect } from './config.js';
import { underSomeZoneLock } from './guard.js';
import { NO, YES, g } from './layout.js';
import type { Machine } from './machine.js';
import { inWorker } from './mainline.js';

/** __page_reporting_notify(): a free has asked for a run. */
export function notify(m: Machine): void {
  sawDialect(m, true);
  underSomeZoneLock(m);
  if (m.isReturn || m.who < 0) return;
  if (m.global(g.drainWho) === m.who + 1) m.note('notify-in-drain', { drainId: m.global(g.drainId) });
}

export function register(m: Machine): void {
  sawDialect(m, true);
  if (!m.isReturn) { // a new device: its worker may run before the call returns
    m.setGlobal(g.deviceState, 0);
    m.setGlobal(g.oddStateId, 0);
    m.setGlobal(g.unregisterId, 0);
  }
  if (!m.isReturn && (m.has & Slot.A) !== 0) m.setGlobal(g.capacity, Math.min(m.a, 2 ** 30) + 1);
  if (!m.isReturn || (m.has & Slot.D) === 0 || m.d !== 0) return;
  m.setGlobal(g.device, YES);
}

export function unregister(m: Machine): void {
  sawDialect(m, true);
  if (!m.isReturn) return;
  m.setGlobal(g.device, NO);
  m.setGlobal(g.unregisterId, m.line);
}

const IDLE = 0;
const REQUESTED = 1;
const ACTIVE = 2;

/** What each step of the kernel's leads to; `by=` names it. A request may come in between, so that the step finds REQUESTED and leaves it. */
const ledTo: ReadonlyMap<string, number> = new Map([['request', REQUESTED], ['budget', REQUESTED], ['process', ACTIVE], ['end', IDLE]]);

/** `page_reporting_state: old= new= by=`. Any state may become REQUESTED, and ACTIVE when the worker starts. */
export function deviceState(m: Machine): void {
  sawDialect(m, true);
  if ((m.has & (Slot.A | Slot.B)) !== (Slot.A | Slot.B)) return;
  const known = m.global(g.deviceState) - 1;
  // Where the trace prints the worker's runs, what only the worker does is done in one.
  const inRun = m.who < 0 || m.global(g.lastRunId) === 0 || inWorker(m);
  const legal = m.b === REQUESTED || (m.b === ACTIVE && inRun) || (m.b === IDLE && m.a === ACTIVE && inRun);
  const by = m.s < 0 ? '' : m.names.strings[m.s];
  const wanted = m.b === REQUESTED ? m.b : ledTo.get(by) ?? m.b;
  if (m.global(g.oddStateId) !== 0 && overtaken(m, known)) return;
  const state = m.global(g.deviceState) - 1;
  if (!legal || wanted !== m.b) m.note('state-changed', { from: state >= 0 && state !== m.a ? state : m.a, to: m.b, by, wanted });
  else if (state >= 0 && state !== m.a) {
    // Its line stands behind the change, and no lock is held: an interrupt or another CPU may print a later change first.
    m.setGlobal(g.oddStateId, m.line);
    m.setGlobal(g.oddOld, Math.min(m.a, 100) + 1);
    m.setGlobal(g.oddNew, Math.min(m.b, 100) + 1);
    m.remember();
    return;
  }
  m.setGlobal(g.deviceState, Math.min(m.b, 100) + 1);
}

/** True if this line's change came before the one that did not follow, and explains it. Else that one is wrong. */
function overtaken(m: Machine, known: number): boolean {
  const [id, old, next] = [m.global(g.oddStateId), m.global(g.oddOld) - 1, m.global(g.oddNew) - 1];
  m.setGlobal(g.oddStateId, 0);
  m.setGlobal(g.deviceState, next + 1);
  if (m.a === known && m.b === old) return true;
  m.note('state-changed', { from: known, to: next, by: '', wanted: next }, id);
  return false;
}
