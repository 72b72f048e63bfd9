/** The block that the page of a line lies in: reported, or why not. */
import type { BlockAnswer } from '../../api.js';
import { isUnmanaged } from '../../engine/boundary.js';
import { isMainline, isV5, minOrder } from '../../engine/config.js';
import { PageState, Unit, g, p, pageOrder, pageState, pageType, pageZone } from '../../engine/layout.js';
import { isReported } from '../../engine/lists.js';
import { pageIdentity } from '../../engine/mainlinePage.js';
import { MAX_PFN, blockAt, reportingOrder, unitAt, unitBirth, unitKind, unitLine, unitOrder } from '../../engine/stockBlocks.js';
import { zoneOfPfn } from '../../engine/zones.js';
import { LineKind, Slot } from '../../trace/columns.js';
import { ev } from '../../trace/events.js';
import { belowText, whyBlock } from './mainline.js';
import { belowMinText, leftOutText, whyPosted } from './posted.js';
import { at, evidence, type Source } from './source.js';

const PCP_ORDERS = 3;
const [ALLOCATED, FREED, BATCHED, REMOVED, DRAINED] = ['mm_page_alloc', 'mm_page_free', 'mm_page_free_batched', 'mm_page_alloc_zone_locked', 'mm_page_pcpu_drain'].map(ev);

/** The machine stands behind the line. */
export function blockAnswer(source: Source): BlockAnswer | null {
  const { m } = source;
  if (m.kind !== LineKind.Event) return null;
  const pfn = pageIdentity(m);
  if (pfn < 0 || pfn >= MAX_PFN || ((m.has & Slot.Pfn) === 0 && !isMainline(m))) return null;
  return isMainline(m) ? ofMainline(source, pfn) : ofPosted(source, pfn);
}

function ofMainline(source: Source, pfn: number): BlockAnswer | null {
  const { m } = source;
  const r = reportingOrder(m);
  const start = m.global(g.unitOrder) === r + 1 ? blockAt(m, pfn, r) : -1;
  if (start < 0) return smallPage(source, pfn, r);
  const packed = unitAt(m, start, r);
  const order = unitOrder(packed);
  const lineId = unitLine(m, start, r);
  const own = (reason: BlockAnswer['reason'], text: string, lines = evidence(source, [lineId, 'since then'])): BlockAnswer => ({ pfn: start, order, reason, text, lines });
  switch (unitKind(packed)) {
    case Unit.Reported: return own(null, `Reported${at(source, lineId)}.`, evidence(source, [lineId, 'put back after its report']));
    case Unit.InFlight: return own(null, `The worker has it out${at(source, lineId)}: it is being reported.`, evidence(source, [lineId, 'taken by the worker']));
    case Unit.Plain: {
      const why = whyBlock(source, zoneOfPfn(m, start), order, unitBirth(packed), lineId);
      return own(why.reason, why.text, [...evidence(source, [lineId, 'the block is free since then']), ...why.lines]);
    }
    default: return own('unknown', 'The trace does not tell whether it is reported.');
  }
}

/** A page that lies in no free block of a reportable order, as far as the trace tells. */
function smallPage(source: Source, pfn: number, r: number): BlockAnswer | null {
  const { m } = source;
  const order = (m.has & Slot.Order) === 0 ? null : m.order;
  const answer = (reason: BlockAnswer['reason'], text: string): BlockAnswer => ({ pfn, order, reason, text, lines: [] });
  switch (m.event) {
    case ALLOCATED: case REMOVED: return null;
    case FREED: case BATCHED:
      if ((order ?? 0) <= PCP_ORDERS || order === m.global(g.pageblockOrder)) {
        return answer('per-cpu', `A page of this order goes to the list of its CPU first. Only when that is drained to the free lists can it become part of a block of order ${r} or above, which is reported.`);
      }
      break;
    case DRAINED: break;
    default: return null;
  }
  if (order === null || order >= r) return answer('unknown', 'The trace does not tell what became of it in the free lists.');
  return answer('order', `${belowText(r)} ${m.global(g.printsNotifies) === 1 ? 'The free that brought it to the lists did not end in such a block.' : 'Whether it has merged into such a block the trace does not tell.'}`);
}

function ofPosted(source: Source, pfn: number): BlockAnswer | null {
  const { m } = source;
  const page = m.store.page(pfn);
  if (page === 0) return null;
  const packed = m.store.packed(page);
  const order = pageOrder(packed);
  const lastId = m.word(page + p.lastId);
  const own = (reason: BlockAnswer['reason'], text: string, lines = evidence(source, [lastId, 'its last change'])): BlockAnswer => ({ pfn, order, reason, text, lines });
  switch (pageState(packed)) {
    case PageState.InFlight: return own(null, `In flight${at(source, lastId)}: it is being reported.`);
    case PageState.Listed: break;
    default: return null;
  }
  if (isReported(m, page)) return own(null, `Reported${at(source, lastId)}.`);
  if (order < minOrder(m)) return own('order', belowMinText(minOrder(m)));
  if (isV5(m) && isUnmanaged(m, pageType(packed))) return own('type', leftOutText);
  const why = whyPosted(source, pageZone(packed), order);
  return own(why.reason, why.text, [...evidence(source, [lastId, 'the block is free since then']), ...why.lines]);
}
