/** Why free blocks are not reported by page hinting v2 and page reporting v5: from the model's lists, flags and counters. */
import type { NotReportedGroup, NotReportedOrder } from '../../api.js';
import { flagIs, isUnmanaged } from '../../engine/boundary.js';
import { isV5, minOrder } from '../../engine/config.js';
import { MAX_MIGRATETYPES } from '../../trace/migratetypes.js';
import { NO, fl, g, z } from '../../engine/layout.js';
import { isReported, listOf } from '../../engine/lists.js';
import { p } from '../../engine/layout.js';
import { ZoneBit } from '../../trace/zoneBits.js';
import { noCounts, readCounts, UNDETERMINED } from '../series.js';
import type { Why } from './mainline.js';
import { at, evidence, type Source } from './source.js';

const SHOWN = 8;

export function postedOrders(source: Source, zone: number): NotReportedOrder[] {
  const { m } = source;
  return Array.from({ length: m.global(g.maxOrder) }, (_, order): NotReportedOrder => ({ order, groups: [...groupsOf(source, zone, order)] })).filter(({ groups }) => groups.length > 0);
}

export const belowMinText = (order: number): string => `Blocks below order ${order} (PAGE_REPORTING_MIN_ORDER, the pageblock order) are never reported.`;

function* groupsOf(source: Source, zone: number, order: number): Generator<NotReportedGroup> {
  const { m } = source;
  const counts = noCounts();
  readCounts(m, zone, order, counts);
  if (order < minOrder(m)) {
    if (counts.nrFree === 0) return;
    yield { reason: 'order', atLeast: Math.max(0, counts.nrFree), atMost: counts.nrFree === UNDETERMINED ? null : counts.nrFree, text: belowMinText(minOrder(m)), lines: [], pfns: [] };
    return;
  }
  const left = leftOut(source, zone, order);
  if (left.count > 0) yield { reason: 'type', atLeast: left.count, atMost: left.count, text: leftOutText, lines: [], pfns: left.pfns };
  if (counts.nrFree === UNDETERMINED || counts.reported === UNDETERMINED) {
    yield { reason: 'unknown', atLeast: 0, atMost: counts.nrFree === UNDETERMINED ? null : counts.nrFree, text: 'Up to here the trace does not tell which blocks of this order are free, or which are reported.', lines: [], pfns: [] };
    return;
  }
  const unreported = counts.nrFree - counts.reported - left.count;
  if (unreported <= 0) return;
  yield { atLeast: unreported, atMost: unreported, pfns: examples(source, zone, order), ...whyPosted(source, zone, order) };
}

export const leftOutText = 'The fill of page reporting v5 leaves out the lists of CMA and Isolate.';

/** Unreported blocks of types that v5 does not fill from. */
function leftOut({ m }: Source, zone: number, order: number): { readonly count: number; readonly pfns: number[] } {
  let count = 0;
  const pfns: number[] = [];
  if (!isV5(m)) return { count, pfns };
  for (let type = 0; type < MAX_MIGRATETYPES; type++) {
    if (!isUnmanaged(m, type)) continue;
    const list = listOf(m, zone, order, type);
    count += m.word(list + fl.count) - m.word(list + fl.reported);
    collect(m, list, pfns);
  }
  return { count, pfns };
}

function examples({ m }: Source, zone: number, order: number): number[] {
  const pfns: number[] = [];
  for (let type = 0; type < MAX_MIGRATETYPES; type++) if (!isV5(m) || !isUnmanaged(m, type)) collect(m, listOf(m, zone, order, type), pfns);
  return pfns;
}

function collect(m: Source['m'], list: number, pfns: number[]): void {
  for (let page = m.word(list + fl.head); page !== 0 && pfns.length < SHOWN; page = m.word(page + p.next)) if (!isReported(m, page)) pfns.push(m.store.pfnOf(page));
}

/** Why the zone's unreported blocks of the order are not reported. */
export function whyPosted(source: Source, zone: number, order: number): Why {
  const { m } = source;
  const base = m.store.zone(zone);
  if (m.global(g.device) === NO) return { reason: 'not-registered', text: 'No device is registered: nothing is reported until a driver starts page reporting.', lines: [] };
  if (flagIs(m, zone, ZoneBit.Active, true)) {
    return { reason: 'running', text: `The zone's cycle is at work${at(source, m.word(base + z.activeId))} and has not come to these blocks yet.`, lines: evidence(source, [m.word(base + z.activeId), 'the zone becomes ACTIVE']) };
  }
  const request = m.word(base + z.requestId);
  if (flagIs(m, zone, ZoneBit.Requested, true)) {
    return { reason: 'requested', text: `The zone is REQUESTED${at(source, request)} and its cycle has not begun: the worker comes 100 ms after the first request.`, lines: evidence(source, [request, 'the zone is requested']) };
  }
  const counts = noCounts();
  readCounts(m, zone, order, counts);
  const unreported = counts.nrFree - counts.reported;
  const hwm = m.global(g.hwm);
  if (unreported < hwm) return { reason: 'high-water', text: `A free asks for a cycle only when at least ${hwm} blocks of the order are unreported (PAGE_REPORTING_HWM); here it is ${unreported}.`, lines: [] };
  if (!flagIs(m, zone, ZoneBit.Requested, false)) return { reason: 'unknown', text: 'The trace does not tell whether the zone is REQUESTED.', lines: [] };
  return { reason: 'never-notified', text: `At least ${hwm} blocks of the order are unreported, but only an ordinary free asks for a cycle, not a block that is put back or left over from a split.`, lines: [] };
}
