/** Signs that a node is short of memory while the worker has blocks of it out (docs/defects: e09). */
import { PFN_NONE, Slot } from '../trace/columns.js';
import { MAX_ORDERS } from '../trace/migratetypes.js';
import { isV2, isV5 } from './config.js';
import { g, z } from './layout.js';
import type { Machine } from './machine.js';
import { namedZones } from './zones.js';

/** kswapd was woken, a task reclaims itself, an allocation has failed. */
export type Shortage = 'kswapd' | 'reclaim' | 'failure';

/** Such allocations look at low zones only. */
const LOW_ZONES = /\b(?:__)?GFP_DMA(?:32)?\b/;

/** An allocation stands behind it. kswapd is woken without one where a fragmented zone's watermark is boosted: `gfp_flags=none`. */
const byAllocation = (m: Machine): boolean => m.s >= 0 && /[A-Z]/.test(m.names.strings[m.s]) && !LOW_ZONES.test(m.names.strings[m.s]);

/** mm_vmscan_wakeup_kswapd: is printed only where no zone of the node has enough. wakeup_kswapd: the same by zone. */
export function kswapdWoken(m: Machine): void {
  if (!m.exact || m.isReturn) return;
  if (m.zone >= 0) shortNode(m, m.names.zones[m.zone].node, 'kswapd');
  else if ((m.has & Slot.A) !== 0 && byAllocation(m)) shortNode(m, m.a, 'kswapd');
}

/** mm_vmscan_direct_reclaim_begin: does not say of which nodes. */
export function reclaimBegins(m: Machine): void {
  if (m.exact && !m.isReturn && byAllocation(m)) shortNode(m, onlyNode(m), 'reclaim');
}

/** mm_page_alloc without a page. */
export function allocationFailed(m: Machine): void {
  if (m.pfn === PFN_NONE && m.exact && !m.isReturn && byAllocation(m)) shortNode(m, onlyNode(m), 'failure');
}

/** alloc_failed: of this zone. */
export function zoneExhausted(m: Machine): void {
  if (m.zone >= 0 && m.exact && !m.isReturn) shortZone(m, m.zone, 'failure');
}

/** The node of all zones, -1 where there are several. */
function onlyNode(m: Machine): number {
  const [first, ...others] = namedZones(m).map(zone => m.names.zones[zone].node);
  return first !== undefined && others.every(node => node === first) ? first : -1;
}

function shortNode(m: Machine, node: number, sign: Shortage): void {
  if (node < 0) return;
  for (const zone of m.store.zones()) if (m.names.zones[zone]?.node === node) shortZone(m, zone, sign);
}

/** What follows the first sign of a batch has the same cause. Mainline's worker has tested the watermark: what others take since then is not its doing. */
function shortZone(m: Machine, zone: number, sign: Shortage): void {
  if (!isV5(m) && !isV2(m)) return;
  const base = m.store.zone(zone);
  const blocks = m.word(base + z.inFlight) - m.word(base + z.inFlightLost);
  if (blocks <= 0 || !wouldServe(m, base)) return;
  const repeats = m.global(g.shortageFound) === 1;
  m.setGlobal(g.shortageFound, 1);
  m.zone = zone;
  m.note('below-watermark', { zone, free: -1, low: -1, blocks, sign, repeats, fillId: m.global(g.filled) === 0 ? 0 : m.global(g.fillId) });
}

/** One of the blocks is of the order that was asked for, or of a higher one. */
function wouldServe(m: Machine, base: number): boolean {
  const order = (m.has & Slot.Order) === 0 ? 0 : m.order;
  for (let o = Math.max(0, order); o < MAX_ORDERS; o++) if (m.word(base + z.inFlightBy + o) > 0) return true;
  return false;
}
