/** get_unreported_page() and put_reported_page(), both under the zone's lock. */
import type { Steps } from './actor.js';
import { freeOnePage, remove, type At } from './buddy.js';
import { ISOLATE } from './shape.js';
import type { Block, Pulled } from './zone.js';

/** The block that the interface picks: next above the boundary, else the first; undefined where both are reported. */
function pick(at: At, order: number, type: number): { block: Block | undefined; from: 'tail' | 'head' } {
  const { k, zone } = at;
  const list = zone.lists[order][type];
  const delimiter = k.boundary[order][type]?.block ?? null;
  const above = list[delimiter === null ? list.length - 1 : list.indexOf(delimiter) - 1];
  if (above === undefined || !above.reported) return { block: above, from: 'tail' };
  return { block: list[0], from: 'head' };
}

/** What a wrong pick would take; undefined for the right one. */
function mispick({ k, by, zone }: At, order: number, type: number, right: Block | undefined): Block | undefined {
  const list = zone.lists[order][type];
  const other = list.find(block => block !== right && !block.reported);
  if (right !== undefined && !right.reported && other !== undefined && k.fault('pick-elsewhere', by)) return other;
  const boundary = k.boundary[order][type]?.block ?? null;
  const above = list[boundary === null ? list.length - 1 : list.indexOf(boundary) - 1];
  return above?.reported === true && k.fault('pick-reported', by) ? above : undefined;
}

/** The block that becomes the boundary when the list reads as empty: the first one. */
function endPoint({ k, by, zone }: At, order: number, type: number, block: Block): { pfn: number; zone?: string } {
  const list = zone.lists[order][type];
  if (list.length > 1 && k.fault('end-point-second', by)) return { pfn: list[1].pfn };
  const elsewhere = k.allocated.find(a => a.zone === zone && a.order === order);
  if (elsewhere !== undefined && k.fault('end-point-allocated', by)) return { pfn: elsewhere.pfn };
  return { pfn: block.pfn };
}

export function* get(at: At, order: number, type: number): Steps<Pulled | undefined> {
  const { k, by, zone } = at;
  const args = { zone: zone.key, order, migratetype: type };
  const { block: right, from } = pick(at, order, type);
  const wrong = mispick(at, order, type, right);
  const block = wrong ?? right;
  if (block === undefined || (wrong === undefined && block.reported)) {
    if (block !== undefined) {
      k.boundary[order][type] = { zone, block };
      yield* k.print(by, 'page_reporting_add_to_boundary', { ...args, ...endPoint(at, order, type, block) });
    }
    if (k.shape.extras) yield* k.print(by, 'get_unreported_page', { ...args, pfn: 'none' });
    return undefined;
  }
  yield* remove(at, block.pfn, order, type);
  if (type === ISOLATE) zone.drift -= 1 << order; // taken from what is not counted
  const pulled = { pfn: block.pfn, order, type };
  zone.inFlight.push(pulled);
  yield* k.print(by, 'get_unreported_page', { ...args, pfn: block.pfn, from: k.shape.extras ? from : undefined });
  return pulled;
}

export function* put(at: At, pulled: Pulled): Steps {
  const { k, by, zone } = at;
  const { pfn, order, type: stored } = pulled;
  k.event(by, 'put_reported_page', { zone: zone.key, pfn, order, migratetype: stored });
  const type = zone.types.includes(ISOLATE) ? zone.typeOf(pfn) : stored;
  zone.inFlight.splice(zone.inFlight.indexOf(pulled), 1);
  yield;
  const merged = yield* freeOnePage(at, pfn, order, type, true);
  if (k.fault('put-twice', by)) yield* k.print(by, 'put_reported_page', { zone: zone.key, pfn, order, migratetype: stored });
  if (merged.pfn !== pfn || merged.order !== order) {
    if (k.fault('merged-flagged', by)) yield* k.print(by, '__SetPageReported', merged.pfn === pfn ? { pfn, order: merged.order } : { pfn, order });
    return;
  }
  if (zone.reportedPages === null) throw new Error('twin: a put without counters');
  zone.reportedPages[order]++;
  if (!k.fault('boundary-not-advanced', by)) {
    k.boundary[order][type] = { zone, block: merged.block };
    yield* k.print(by, 'page_reporting_add_to_boundary', { zone: zone.key, order, migratetype: type, pfn });
  }
  merged.block.reported = true;
  yield* k.print(by, '__SetPageReported', { pfn, order, reported_pages: k.shape.extras ? zone.reportedPages[order] : undefined });
}
