/** Blocks that are out for reporting: counted by zone, order and list. */
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import { isMainline } from './config.js';
import { PageState, g, p, pageOrder, pageState, pageType, pageZone, z } from './layout.js';
import { markPage } from './lists.js';
import type { Machine } from './machine.js';
import { mayBeFlagged } from './pageFlag.js';

/** The block is out. `zone` -1: the trace does not tell its zone, so that no zone's number is known any more. */
export function takeOut(m: Machine, page: number, order: number, type: number, zone: number): void {
  if (pageState(m.store.packed(page)) === PageState.InFlight) return;
  markPage(m, page, PageState.InFlight, order, type, zone);
  if (zone >= 0) count(m, zone, order, type, 1);
  else numbersUnknown(m);
}

/** A block that was in flight no longer is. */
export function landed(m: Machine, page: number): void {
  const packed = m.store.packed(page);
  if (pageZone(packed) >= 0) count(m, pageZone(packed), pageOrder(packed), pageType(packed), -1);
}

function count(m: Machine, zone: number, order: number, type: number, change: number): void {
  const base = m.store.zone(zone);
  m.store.add(base + z.inFlight, change);
  m.store.add(base + z.inFlightBy + order, change);
  // Mainline's records have the type + 1, 0 where it is not known.
  const list = isMainline(m) ? type - 1 : type;
  if (list >= 0 && list < MAX_MIGRATETYPES) m.store.add(base + z.inFlightOf + order * MAX_MIGRATETYPES + list, change);
  m.touch(zone, order);
}

function numbersUnknown(m: Machine): void {
  for (const zone of m.store.zones()) {
    const base = m.store.zone(zone);
    if (m.word(base + z.inFlightKnown) === 0) continue;
    m.store.set(base + z.inFlightKnown, 0);
    for (let order = 0; order < m.global(g.maxOrder); order++) m.touch(zone, order);
  }
}

/** Mainline: a run is under way that does not print its isolations (1); it is over (0). */
export function pullsInDoubt(m: Machine, value: 0 | 1): void {
  if (m.global(g.pullsInDoubt) === value) return;
  m.setGlobal(g.pullsInDoubt, value);
  for (const zone of m.store.zones()) for (let order = 0; order < m.global(g.maxOrder); order++) m.touch(zone, order);
}

/** Mainline: the block goes back before the line of its __putback_isolated_page() stands. */
export function comesBack(m: Machine, page: number): void {
  const packed = m.store.packed(page);
  landed(m, page);
  mayBeFlagged(m, pageZone(packed), pageOrder(packed), page);
  m.setGlobal(g.landing, page);
  m.setGlobal(g.landingType, pageType(packed));
  markPage(m, page, PageState.Returning, pageOrder(packed), 0, pageZone(packed), m.word(page + p.lastId));
}
