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
  const stated = ledTo.get(by) ?? m.b;
  const wanted = m.b === REQUESTED ? m.b : stated;
  if (!legal || wanted !== m.b || (known >= 0 && known !== m.a)) m.note('state-changed', { from: known >= 0 && known !== m.a ? known : m.a, to: m.b, by, wanted });
  m.setGlobal(g.deviceState, Math.min(m.b, 100) + 1);
}
