/** Why is this memory not reported? The machine's answer at a line. */
import type { NotReported, NotReportedZone } from '../../api.js';
import { isMainline, isV2, isV5, minOrder } from '../../engine/config.js';
import { NO, Removals, YES, g, sz, z } from '../../engine/layout.js';
import type { Machine } from '../../engine/machine.js';
import { unkeptFrom } from '../../engine/pageLimits.js';
import { reportingOrder } from '../../engine/stockBlocks.js';
import { stockOf } from '../../engine/stockCounts.js';
import { isBounded } from '../../engine/zones.js';
import { blockAnswer } from './block.js';
import { mainlineOrders } from './mainline.js';
import { workerText } from './mainlineWorker.js';
import { postedOrders } from './posted.js';
import { at, type Source } from './source.js';

/** undefined where no interface is known that reports. `zones`: the known ones, in the order of a state. */
export function notReportedView(m: Machine, zones: readonly number[], lineOf: (id: number) => number): NotReported | undefined {
  const source: Source = { m, lineOf };
  const named = (zone: number): Pick<NotReportedZone, 'zone' | 'node'> => ({ zone: m.names.zones[zone].name, node: m.names.zones[zone].node });
  if (isMainline(m)) {
    const { text, lines } = workerText(source);
    return {
      smallestOrder: reportingOrder(m), worker: text, workerLines: lines, block: blockAnswer(source),
      zones: zones.map(zone => ({ ...named(zone), orders: mainlineOrders(source, zone) })), missing: [...unkept(source), ...missing(m, zones)],
    };
  }
  if (!isV5(m) && !isV2(m)) return undefined;
  return {
    smallestOrder: minOrder(m), worker: postedWorker(m), workerLines: [], block: blockAnswer(source),
    zones: zones.map(zone => ({ ...named(zone), orders: postedOrders(source, zone) })), missing: unkept(source),
  };
}

function postedWorker(m: Machine): string {
  if (m.global(g.device) === NO) return 'No device is registered.';
  if (m.global(g.workerWho) !== 0) return 'The worker is at work.';
  if (m.global(g.scheduled) === YES) return 'The worker is scheduled and has not begun.';
  return m.global(g.device) === YES || m.global(g.batchKnown) === YES ? 'The worker does not run.' : 'Whether the worker runs is not known.';
}

function unkept(source: Source): NotReported['missing'] {
  const from = unkeptFrom(source.m);
  return from === 0 ? [] : [{ text: `The memory for pages is full${at(source, from)}: nothing is known of pages that come only then.`, lines: [] }];
}

/** What keeps the counts of a stock kernel undetermined. */
function missing(m: Machine, zones: readonly number[]): NotReported['missing'] {
  if (zones.some(zone => m.word(m.store.zone(zone) + z.helpers) === YES)) return [];
  const list: { text: string; lines: string[] }[] = [];
  const add = (text: string, ...lines: string[]): void => { list.push({ text, lines }); };
  if (zones.length === 0 || zones.some(zone => !isBounded(m, zone))) {
    add('Which zone a page belongs to is not known: state the bounds of the zones, from /proc/zoneinfo (start_pfn, and start_pfn + spanned).', '# buddyscope: zone=Normal node=0 start_pfn=0x100000 end_pfn=0x140000');
  } else if (m.global(g.blockUnnamed) === 1 && unkeptFrom(m) === 0) {
    add('Which page a line of __isolate_free_page() or __putback_isolated_page() is about is not known: state where the array of struct page begins (vmemmap_base; a script made by “buddyscope capture” writes it).', '# buddyscope: vmemmap=0xffffea0000000000');
  }
  if (m.global(g.printsIsolations) === 0) add('Up to here no block is taken or put back: the trace needs probes on __isolate_free_page() and __putback_isolated_page().');
  const removals = m.global(g.printsRemovals);
  if (removals === Removals.Unknown || removals === Removals.Hidden) add('What leaves the free lists is not shown: the trace needs the event kmem:mm_page_alloc_zone_locked.');
  if (m.global(g.printsNotifies) === 0) add('Which frees end in a block of a reportable order is not shown: a probe on __page_reporting_notify() would tell.');
  if (zones.some(zone => m.word(stockOf(m, zone) + sz.anchored) !== YES)) {
    add('How many blocks are free is not known from here: a line of /proc/buddyinfo in the trace states it.', '# buddyscope: buddyinfo Node 0, zone Normal 1 2 0 0 1 0 0 0 0 0 0');
  }
  return list;
}
