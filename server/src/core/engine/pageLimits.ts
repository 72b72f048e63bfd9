/**
 * Memory for pages is bounded (store.ts). A page beyond has no record, and what a line does to it is not followed. So of everything that
 * such pages may be a part of, nothing is known any more: lists and counts of their zone, the batch that is being pulled, blocks of a stock kernel.
 */
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import { fl, g, z } from './layout.js';
import { forgetLists, listOf } from './lists.js';
import type { Machine } from './machine.js';
import { unnamed } from './stockLists.js';
import type { PageLimits } from './store.js';

/** The present line asks for a page that is not kept. */
export function beyondLimits(m: Machine, kind: keyof PageLimits): void {
  if (m.global(g.unkeptId) === 0) m.setGlobal(g.unkeptId, m.line);
  // Of owners, nothing is counted.
  if (kind === 'unitGroups') unnamed(m);
  if (kind === 'slabs') forgetPages(m);
}

function forgetPages(m: Machine): void {
  for (const field of batch) m.setGlobal(field, 0);
  if (m.zone >= 0) return forgetZone(m, m.zone);
  // One line may ask for many pages. What it makes known itself, it makes known after them.
  if (m.global(g.unkeptAt) === m.line) return;
  m.setGlobal(g.unkeptAt, m.line);
  for (const zone of m.store.zones()) forgetZone(m, zone);
}

/** The batch that is being pulled, mainline's too; the block that was put back last. */
const batch = [g.batchKnown, g.isolated, g.putback] as const;
const shown = [z.freeKnown, z.reportedKnown, z.flagDoubt, z.inFlightKnown, z.lastDel, z.lastDelReported, z.put] as const;

function forgetZone(m: Machine, zone: number): void {
  const base = m.store.zone(zone);
  // Mostly that has been done at an earlier line.
  if (shown.every(field => m.word(base + field) === 0) && !hasLists(m, zone)) return;
  forgetLists(m, zone);
  for (const field of shown) m.store.set(base + field, 0);
  for (let order = 0; order < m.global(g.maxOrder); order++) {
    m.store.set(base + z.nrFree + order, 0);
    m.store.set(base + z.flagged + order, 0);
  }
}

function hasLists(m: Machine, zone: number): boolean {
  for (let order = 0; order < m.global(g.maxOrder); order++) {
    for (let type = 0; type < MAX_MIGRATETYPES; type++) {
      const list = listOf(m, zone, order, type);
      if ((m.word(list + fl.head) | m.word(list + fl.exact) | m.word(list + fl.boundary)) !== 0) return true;
    }
  }
  return false;
}

/** Line from which on not every page is kept; 0: all are. */
export const unkeptFrom = (m: Machine): number => m.global(g.unkeptId);
