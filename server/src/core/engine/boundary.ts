/** The boundary between unreported and reported blocks of each list, while a zone is ACTIVE (page hinting v2, page reporting v5). */
import { PFN_HEAD, PFN_NONE } from '../trace/columns.js';
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import { ZoneBit } from '../trace/zoneBits.js';
import { validBlock, validOrder, validType } from './validate.js';
import { isV5, minOrder } from './config.js';
import { needFlagLock } from './guard.js';
import { Boundary, PageState, PutStep, YES, fl, g, p, pageOrder, pageState, pageType, pageZone, z } from './layout.js';
import { isExact, isOn, isReported, listOf } from './lists.js';
import type { Machine } from './machine.js';

/** The zone flag is known to be set. */
export function flagIs(m: Machine, zone: number, bit: ZoneBit, value: boolean): boolean {
  const base = m.store.zone(zone);
  if ((m.word(base + z.flagsKnown) & (1 << bit)) === 0) return false;
  return ((m.word(base + z.flags) & (1 << bit)) !== 0) === value;
}
export const isActive = (m: Machine, zone: number): boolean => flagIs(m, zone, ZoneBit.Active, true);

/** Record in front of which a tail insertion goes (get_unreported_tail()), 0 for the end of the list. */
export function insertionPoint(m: Machine, zone: number, order: number, migratetype: number): number {
  if (order < minOrder(m) || !isActive(m, zone)) return 0;
  const boundary = m.word(listOf(m, zone, order, migratetype) + fl.boundary);
  return boundary > Boundary.Head ? boundary : 0;
}

const pfnOrHead = (m: Machine, page: number): number => (page === 0 ? PFN_HEAD : m.store.pfnOf(page));

/**
 * Judges where the line puts `page` on its list, before it is linked. `before`: the record that it goes in front of,
 * 0 for the end of the list, -1 where the line does not say.
 */
export function checkTailPosition(m: Machine, before: number, tail: boolean): void {
  const base = m.store.zone(m.zone);
  m.store.set(base + z.lastDelReported, 0);
  const putting = m.word(base + z.put) !== 0 && m.word(base + z.putStep) < PutStep.Inserted;
  if (m.order >= minOrder(m) && isActive(m, m.zone)) {
    const boundary = m.word(listOf(m, m.zone, m.order, m.migratetype) + fl.boundary);
    if (tail) checkNull(m, m.zone, m.order, m.migratetype, boundary);
    if (before >= 0 && boundary >= Boundary.Head) {
      const expected = boundary === Boundary.Head ? 0 : boundary;
      const block = { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype };
      if (putting) {
        if (before !== expected) {
          m.note('put-misplaced', { ...block, expected: pfnOrHead(m, expected), found: pfnOrHead(m, before), putId: m.word(base + z.putId) });
          m.store.set(base + z.putStep, PutStep.Misplaced);
          return;
        }
      } else if (tail && expected !== 0 && before !== expected && isBehind(m, before, expected)) {
        m.note('unreported-behind-boundary', { ...block, boundary: m.store.pfnOf(expected), activeId: m.word(base + z.activeId) });
      }
    }
  }
  if (putting) m.store.set(base + z.putStep, PutStep.Inserted);
}

/** Does `position` (0: the end) lie behind `boundary` on its list? */
function isBehind(m: Machine, position: number, boundary: number): boolean {
  for (let page = boundary; page !== 0; page = m.word(page + p.next)) if (page === position) return true;
  return position === 0;
}

/** v5 never initialises the boundaries of CMA and ISOLATE, but uses them (docs/defects: e04). */
export function checkNull(m: Machine, zone: number, order: number, migratetype: number, boundary: number): void {
  if (!isNull(m, boundary, migratetype)) return;
  const base = m.store.zone(zone);
  if (m.word(base + z.put) !== 0) {
    if (m.word(base + z.putStep) === PutStep.NullFound) return;
    m.store.set(base + z.putStep, PutStep.NullFound);
  }
  m.note('insertion-at-null-boundary', {
    zone, pfn: m.pfn, order, migratetype, activeId: m.word(base + z.activeId), pullId: m.word(base + z.put) === 0 ? 0 : m.word(base + z.putId),
  });
}

/** In v5 the boundary of an unmanaged type is NULL for ever; a trace that resets it is of a later version. */
export const isNull = (m: Machine, boundary: number, migratetype: number): boolean =>
  isV5(m) && isUnmanaged(m, migratetype) && (boundary === Boundary.Stale || (boundary === Boundary.Unknown && m.global(g.printsReset) === 0));

/** Types that v5's loop over migratetypes leaves out. */
export const isUnmanaged = (m: Machine, migratetype: number): boolean =>
  migratetype === m.global(g.cma) - 1 || migratetype === m.global(g.isolate) - 1;

/** A block leaves its list: the boundary must not stay on it. */
export function leaveBoundary(m: Machine, page: number, judged = true): void {
  const packed = m.store.packed(page);
  const zone = pageZone(packed);
  const list = listOf(m, zone, pageOrder(packed), pageType(packed));
  if (m.word(list + fl.boundary) !== page) return;
  if (judged && isActive(m, zone)) {
    m.note('boundary-removed', { zone, pfn: m.store.pfnOf(page), order: pageOrder(packed), migratetype: pageType(packed), lastId: m.word(page + p.lastId) });
  }
  m.store.set(list + fl.boundary, m.word(page + p.next) || Boundary.Head);
}

/** A removal by the cycle during its fill: was it the block that get_unreported_page() must choose? */
export function notePick(m: Machine, page: number): void {
  const base = m.store.zone(m.zone);
  if (!isActive(m, m.zone) || m.word(base + z.cycleWho) !== m.who + 1) return;
  if (m.word(base + z.put) !== 0) {
    if (m.word(base + z.putStep) < PutStep.Inserted) return; // a buddy that the put merges with
    m.store.set(base + z.put, 0);
  }
  const packed = m.store.packed(page);
  m.store.set(base + z.lastDel, page);
  m.store.set(base + z.lastDelPick, 0);
  if (pageState(packed) !== PageState.Listed) return;
  const list = listOf(m, m.zone, pageOrder(packed), pageType(packed));
  const boundary = m.word(list + fl.boundary);
  if (!isExact(m, m.zone, list) || boundary < Boundary.Head) return;
  const above = boundary === Boundary.Head ? m.word(list + fl.tail) : m.word(boundary + p.prev);
  const expected = above !== 0 && !isReported(m, above) ? above : m.word(list + fl.head);
  m.store.set(base + z.lastDelPick, page === expected ? 1 : 2);
}

export function resetBoundary(m: Machine): void {
  if (m.isReturn || m.zone < 0 || !validOrder(m) || !validType(m)) return;
  m.setGlobal(g.printsReset, 1);
  if (m.order < minOrder(m)) {
    m.note('order-below-minimum', { zone: m.zone, order: m.order, minimum: minOrder(m) });
    return;
  }
  m.store.set(listOf(m, m.zone, m.order, m.migratetype) + fl.boundary, Boundary.Head);
}

function boundaryLine(m: Machine): boolean {
  if (m.isReturn || m.zone < 0 || !validBlock(m, true)) return false;
  needFlagLock(m);
  if (m.order < minOrder(m)) {
    m.note('order-below-minimum', { zone: m.zone, order: m.order, minimum: minOrder(m) });
    return false;
  }
  const active = m.global(g.activeZone) - 1;
  const block = { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype };
  if (active >= 0 && active !== m.zone) m.note('boundary-foreign', { ...block, active });
  else if (flagIs(m, m.zone, ZoneBit.Active, false)) m.note('boundary-inactive', block);
  return true;
}

export function addToBoundary(m: Machine): void {
  if (m.pfn === PFN_NONE || !boundaryLine(m)) return;
  if (m.global(g.printsAddBoundary) === 0) boundariesPrint(m);
  const { store } = m;
  const page = store.page(m.pfn);
  const base = store.zone(m.zone);
  const list = listOf(m, m.zone, m.order, m.migratetype);
  if (page === 0) return;
  const block = { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype };
  const put = m.word(base + z.put);
  const putting = put === page || (put !== 0 && m.word(base + z.putStep) >= PutStep.Inserted && within(m, store.pfnOf(put)));
  if (!isOn(m, page, m.zone, m.order, m.migratetype)) {
    const state = pageState(store.packed(page));
    const unseen = (state === PageState.Returning || state === PageState.InFlight) && m.word(base + z.helpers) !== YES; // put back, but no event shows where
    if (!unseen && (state !== PageState.Unknown || isExact(m, m.zone, list))) m.note('boundary-off-list', block);
    store.set(list + fl.boundary, Boundary.Unknown);
    return;
  }
  if (!putting) checkNullReturn(m, page, list);
  else if (m.word(base + z.putStep) === PutStep.Inserted) {
    const next = m.word(page + p.next);
    if (next !== 0 && !isReported(m, next)) {
      m.note('unreported-behind-boundary', { ...block, pfn: store.pfnOf(next), boundary: m.pfn, activeId: m.word(base + z.activeId) });
    }
  }
  store.set(list + fl.boundary, page);
}

/** The trace prints what becomes of boundaries; where it has printed no reset before, there was none. */
function boundariesPrint(m: Machine): void {
  m.setGlobal(g.printsAddBoundary, 1);
  const line = m.global(g.earlyActiveId);
  if (line === 0 || m.global(g.printsReset) === 1) return;
  m.note('boundary-not-reset', { zone: m.global(g.earlyActiveZone) - 1, order: m.global(g.maxOrder) - 1, migratetype: 0, populatedId: m.global(g.earlyPopulatedId) }, line);
}

/** Is `pfn` a page of the line's block? A put's block is one of it where it has merged. */
const within = (m: Machine, pfn: number): boolean => pfn >= m.pfn && pfn < m.pfn + (1 << m.order);

/** Outside a put the event is the NULL return of get_unreported_page(): both ends are reported, the boundary is the first entry. */
function checkNullReturn(m: Machine, page: number, list: number): void {
  const block = { zone: m.zone, pfn: m.pfn, order: m.order, migratetype: m.migratetype };
  const first = m.word(list + fl.head);
  if (!isExact(m, m.zone, list)) return;
  if (first !== page) m.note('boundary-not-first', { ...block, first: m.store.pfnOf(first) });
  checkStranded(m, m.zone, m.order, m.migratetype);
}

/** Lists that a fill leaves out: CMA in v5, ISOLATE in both, though v2 as posted takes it (docs/defects: e05). */
const notFilled = (m: Machine, migratetype: number): boolean =>
  migratetype === m.global(g.isolate) - 1 || (isV5(m) && isUnmanaged(m, migratetype));

/** A fill has read the list as dry: no unreported block may be left on it. */
export function checkStranded(m: Machine, zone: number, order: number, migratetype: number): boolean {
  const list = listOf(m, zone, order, migratetype);
  const blocks = m.word(list + fl.count) - m.word(list + fl.reported);
  if (!isExact(m, zone, list) || blocks <= 0 || notFilled(m, migratetype)) return false;
  m.note('stranded', { zone, order, migratetype, blocks });
  return true;
}

export function delFromBoundary(m: Machine): void {
  if (!boundaryLine(m)) return;
  const list = listOf(m, m.zone, m.order, m.migratetype);
  const page = m.store.page(m.pfn);
  if (page !== 0 && m.word(list + fl.boundary) === page) m.store.set(list + fl.boundary, m.word(page + p.next) || Boundary.Head);
}

/** Every boundary of the zone: `value`. */
export function setBoundaries(m: Machine, zone: number, value: number): void {
  for (let order = minOrder(m); order < m.global(g.maxOrder); order++) {
    for (let type = 0; type < MAX_MIGRATETYPES; type++) m.store.set(listOf(m, zone, order, type) + fl.boundary, value);
  }
}

/** At a release, while idle: reported blocks form one run on each list (commit text of page reporting v5). */
export function checkListShapes(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  const list = m.word(base + z.splitList);
  if (list === 0 || isActive(m, zone)) return;
  m.store.set(base + z.splitList, 0);
  const head = m.word(list + fl.head);
  const wraps = isReported(m, head) && isReported(m, m.word(list + fl.tail)) ? 1 : 0;
  const runs = m.word(list + fl.runs) - wraps;
  if (runs < 2 || m.word(list + fl.splitFound) === 1 || !isExact(m, zone, list)) return;
  m.store.set(list + fl.splitFound, 1);
  const packed = m.store.packed(head);
  m.note('list-split', { zone, order: pageOrder(packed), migratetype: pageType(packed), runs });
}
