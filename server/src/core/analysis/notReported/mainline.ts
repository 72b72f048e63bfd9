/** Why free blocks of a stock kernel are not reported: by zone, order and reason. */
import type { NotReportedGroup, NotReportedOrder, NotReportedReason, RelatedLine } from '../../api.js';
import { Birth, TAKE_REFUSED, Unit, VisitEnd, g, sz } from '../../engine/layout.js';
import { mainlineCapacity } from '../../engine/mainline.js';
import { reportingOrder, topOrder, unitAt, unitBirth, unitKind, unitLine, unitOrder } from '../../engine/stockBlocks.js';
import { mayHaveStopped, stockOf } from '../../engine/stockCounts.js';
import { spans } from '../../engine/zones.js';
import { noCounts, readCounts, UNDETERMINED } from '../series.js';
import { phaseOf } from './mainlineWorker.js';
import { at, evidence, isAfter, type Source } from './source.js';

interface Block { readonly pfn: number; readonly birth: number; readonly lineId: number }
/** Why, in words, and what shows it. */
export interface Why { readonly reason: NotReportedReason; readonly text: string; readonly lines: readonly RelatedLine[] }

/** Examples that are named. */
const SHOWN = 8;
/** Lines of them that are. */
const SHOWN_LINES = 3;

export function mainlineOrders(source: Source, zone: number): NotReportedOrder[] {
  const r = reportingOrder(source.m);
  const known = plainBlocks(source, zone, r);
  return Array.from({ length: topOrder(source.m) + 1 }, (_, order): NotReportedOrder => ({
    order, groups: order < r ? [...belowOrder(source, zone, order)] : [...groupsOf(source, zone, order, known[order] ?? [])],
  })).filter(({ groups }) => groups.length > 0);
}

/** Blocks that are known to be free and unreported, by order. */
function plainBlocks({ m }: Source, zone: number, r: number): Block[][] {
  const blocks = Array.from({ length: topOrder(m) + 1 }, (): Block[] => []);
  for (const { first, units } of m.store.unitGroups()) {
    for (let unit = first; unit < first + units; unit++) {
      const pfn = unit * 2 ** r;
      const packed = unitAt(m, pfn, r);
      if (unitKind(packed) === Unit.Plain && spans(m, zone, pfn)) blocks[unitOrder(packed)]?.push({ pfn, birth: unitBirth(packed), lineId: unitLine(m, pfn, r) });
    }
  }
  return blocks;
}

function* belowOrder({ m }: Source, zone: number, order: number): Generator<NotReportedGroup> {
  const counts = noCounts();
  readCounts(m, zone, order, counts);
  if (counts.nrFree === 0) return;
  yield {
    reason: 'order', atLeast: Math.max(0, counts.nrFree), atMost: counts.nrFree === UNDETERMINED ? null : counts.nrFree, lines: [], pfns: [],
    text: belowText(reportingOrder(m)),
  };
}

export const belowText = (r: number): string => `Blocks below order ${r} (page_reporting_order) are never reported.`;

function* groupsOf(source: Source, zone: number, order: number, blocks: readonly Block[]): Generator<NotReportedGroup> {
  const groups = new Map<string, { why: Why; blocks: Block[] }>();
  for (const block of blocks) {
    const why = whyBlock(source, zone, order, block.birth, block.lineId);
    const key = `${why.reason}/${block.birth}/${why.text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { why, blocks: [block] });
    else group.blocks.push(block);
  }
  for (const { why, blocks: own } of groups.values()) {
    const shown = own.slice(0, SHOWN_LINES).map(({ lineId, birth, pfn }) => [lineId, `block 0x${pfn.toString(16)}: ${birthWord(birth)}`] as const);
    yield { reason: why.reason, atLeast: own.length, atMost: own.length, text: why.text, lines: [...evidence(source, ...shown), ...why.lines], pfns: own.slice(0, SHOWN).map(({ pfn }) => pfn) };
  }
  yield* rest(source, zone, order, blocks.length);
}

/** Free blocks that are not known one by one: of those some may be unreported. */
function* rest(source: Source, zone: number, order: number, plain: number): Generator<NotReportedGroup> {
  const { m } = source;
  const counts = noCounts();
  readCounts(m, zone, order, counts);
  if (counts.freeHigh === UNDETERMINED) {
    if (counts.reportedLow !== UNDETERMINED || plain === 0) yield { reason: 'unknown', atLeast: 0, atMost: null, text: 'Up to here the trace does not tell how many blocks of this order are free.', lines: [], pfns: [] };
    return;
  }
  const most = counts.freeHigh - Math.max(0, counts.reportedLow) - plain;
  if (most <= 0) return;
  const least = counts.reportedHigh === UNDETERMINED ? 0 : Math.max(0, counts.freeLow - counts.reportedHigh - plain);
  yield { atLeast: least, atMost: most, pfns: [], ...whyRest(source, zone, order) };
}

/** They were on the lists before the worker came, or before the trace began. */
function whyRest(source: Source, zone: number, order: number): Why {
  const { m } = source;
  if (phaseOf(source) === 'running' && !isAfter(source, m.word(stockOf(m, zone) + sz.visitEndId), m.global(g.workerId))) {
    const began = m.global(g.workerId);
    return { reason: 'running', text: `The worker is at work${at(source, began)} and not done with the zone: what is unreported of these blocks is its work.`, lines: evidence(source, [began, 'the run begins']) };
  }
  const stopped = visitWhy(source, zone, order);
  if (stopped !== undefined) return { ...stopped, text: `${stopped.text} Which of these blocks an earlier run has reported the trace does not tell.` };
  return { reason: 'unknown', text: 'The trace does not tell whether these blocks are reported: what happened to them it does not show, or not from the beginning.', lines: [] };
}

/** How the worker's last visit of the zone has left blocks of the order unreported; undefined where it has not. */
function visitWhy(source: Source, zone: number, order: number): Why | undefined {
  const { m } = source;
  const base = stockOf(m, zone);
  const [began, ended, shown] = [m.word(base + sz.visitId), m.word(base + sz.visitEndId), m.word(base + sz.visitWhyId)];
  switch (m.word(base + sz.visitEnd)) {
    case VisitEnd.BelowWatermark: return {
      reason: 'watermark', lines: evidence(source, [shown, 'the watermark check refuses the zone']),
      text: `The last run skipped the zone${at(source, shown)}: its free pages are below the low watermark plus a batch of the smallest reportable order (zone_watermark_ok()).`,
    };
    case VisitEnd.Failed: return { reason: 'report-failed', text: `The report failed${at(source, shown)}, and with it the run.`, lines: evidence(source, [shown, 'the report fails']) };
    case VisitEnd.Done: break;
    default: return undefined;
  }
  if (m.word(base + sz.taken + order) >= TAKE_REFUSED) {
    return {
      reason: 'refused', lines: evidence(source, [shown, '__isolate_free_page() refuses the block']),
      text: `__isolate_free_page() refused a block of this order${at(source, shown)}: without it the zone would be below its minimum watermark, and the worker left the list.`,
    };
  }
  if (!mayHaveStopped(m, zone, order, mainlineCapacity(m))) return undefined;
  const taken = m.word(base + sz.taken + order);
  return {
    reason: 'budget', lines: evidence(source, [began, 'the worker begins with the zone'], [ended, 'and is done with it']),
    text: `The last run reported ${taken} blocks of this order${at(source, ended)} and may have used up its budget for the list, about a sixteenth of it. It then asks for the next run itself.`,
  };
}

/** Why a block is unreported that is known since the line. */
export function whyBlock(source: Source, zone: number, order: number, birth: number, lineId: number): Why {
  const { m } = source;
  const phase = phaseOf(source);
  if (phase === 'not-registered') return { reason: 'not-registered', text: `No device is registered${at(source, m.global(g.unregisterId))}.`, lines: evidence(source, [m.global(g.unregisterId), 'the driver unregisters']) };
  if (birth === Birth.ReportFailed) return { reason: 'report-failed', text: `Its report failed${at(source, m.word(stockOf(m, zone) + sz.visitWhyId))}, so it was put back without the mark.`, lines: evidence(source, [m.word(stockOf(m, zone) + sz.visitWhyId), 'the report fails']) };
  if (isAfter(source, m.word(stockOf(m, zone) + sz.visitId), lineId)) {
    const visit = visitWhy(source, zone, order);
    if (visit !== undefined) return visit;
  }
  const request = m.global(g.runRequestId);
  switch (phase) {
    case 'running': return { reason: 'running', text: `${birthText(birth)} The worker is at work${at(source, m.global(g.workerId))} and has not come to it yet, or had passed its list before.`, lines: evidence(source, [m.global(g.workerId), 'the run begins']) };
    case 'requested': return { reason: birth === Birth.Merged ? 'merged' : 'requested', text: `${birthText(birth)} A run has been asked for${at(source, request)} and has not begun: the worker waits 2 s.`, lines: evidence(source, [request, 'a run is asked for']) };
    default: break;
  }
  if (birth === Birth.Merged) return { reason: 'merged', text: `${birthText(birth)} Nothing has asked for a run since.`, lines: [] };
  if (birth === Birth.Split) return { reason: 'never-notified', text: `${birthText(birth)} A split asks for no run, so it waits until a free of order ${reportingOrder(m)} or above asks for one.`, lines: [] };
  return { reason: 'unknown', text: `${birthText(birth)} The trace does not show that anything has asked for a run since.`, lines: [] };
}

function birthText(birth: number): string {
  switch (birth) {
    case Birth.Freed: return 'Freed since.';
    case Birth.Split: return 'Left over from a larger block that was split, without the mark.';
    case Birth.Merged: return 'Merged with a neighbour; the mark is of a block and does not survive a merge.';
    case Birth.PutBack: return 'Put back by someone else.';
    default: return '';
  }
}

function birthWord(birth: number): string {
  switch (birth) {
    case Birth.Freed: return 'freed';
    case Birth.Split: return 'left over from a split';
    case Birth.Merged: return 'merged';
    case Birth.ReportFailed: return 'put back after a failed report';
    default: return 'put back';
  }
}
