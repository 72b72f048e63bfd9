import { pagesOf } from './blockMath.js';
import { fl, g, z } from './layout.js';
import { isExact, listOf } from './lists.js';
import type { Machine } from './machine.js';

/** NR_FREE_PAGES of the zone by the model (base pages on free lists, isolated blocks left out), undefined where a count is not known. */
export function freePages(m: Machine, zone: number): number | undefined {
  const base = m.store.zone(zone);
  const all = (1 << m.global(g.maxOrder)) - 1;
  if ((m.word(base + z.freeKnown) & all) !== all) return undefined;
  const isolate = m.global(g.isolate) - 1;
  let pages = 0;
  for (let order = 0; order < m.global(g.maxOrder); order++) {
    const list = isolate < 0 ? 0 : listOf(m, zone, order, isolate);
    // Which blocks were isolated before the trace began, or while events were lost, is not known.
    if (list !== 0 && !isExact(m, zone, list)) return undefined;
    pages += (m.word(base + z.nrFree + order) - (list === 0 ? 0 : m.word(list + fl.count))) * pagesOf(order);
  }
  return pages;
}
