import type { ZoneCounts } from '../../server/src/protocol/messages.js';
import type { PanelSelection } from '../../server/src/protocol/panel.js';

/** What to show of a trace that nobody has chosen anything for: the zone with most free memory, the largest order that is reported. */
export function defaultSelection(zones: readonly ZoneCounts[]): PanelSelection | undefined {
  const zone = zones.reduce<ZoneCounts | undefined>((best, each) => best === undefined || freePages(each) > freePages(best) ? each : best, undefined);
  return zone === undefined ? undefined : { zone: zone.zone, node: zone.node, order: defaultOrder(zone) };
}

function defaultOrder({ nrFree, reported, bounds }: ZoneCounts): number {
  const last = (isWanted: (order: number) => boolean): number => nrFree.findLastIndex((_, order) => isWanted(order));
  const reportedOrder = last(order => (reported[order] ?? bounds?.reportedAtLeast[order] ?? 0) > 0);
  const knownOrder = last(order => nrFree[order] !== null);
  if (reportedOrder >= 0) return reportedOrder;
  return knownOrder >= 0 ? knownOrder : Math.max(0, nrFree.length - 1);
}

function freePages({ nrFree, bounds }: ZoneCounts): number {
  return nrFree.reduce<number>((pages, blocks, order) => pages + (blocks ?? bounds?.nrFreeAtLeast[order] ?? 0) * 2 ** order, 0);
}
