/** Lines of /proc/zoneinfo in the trace: NR_FREE_PAGES against the model (docs/defects: e05). */
import { freePages } from './freePages.js';
import { MAX_ZONES, g, z } from './layout.js';
import type { Machine } from './machine.js';

export function zoneinfoLine(m: Machine, named: number, claimed: number | undefined): void {
  if (named >= 0) m.setGlobal(g.zoneinfoZone, named + 1);
  const zone = m.global(g.zoneinfoZone) - 1;
  if (claimed === undefined || zone < 0 || zone > MAX_ZONES) return;
  const model = freePages(m, zone);
  if (model === undefined) return;
  const base = m.store.zone(zone);
  const drift = Math.max(-(2 ** 30), Math.min(2 ** 30, claimed - model));
  const known = m.word(base + z.driftKnown) === 1;
  const change = drift - m.word(base + z.drift);
  const step = 2 ** m.global(g.pageblockOrder);
  if (known && change !== 0 && change % step === 0 && m.word(base + z.reportsSinceDrift) > 0) m.note('drift', { zone, claimed, model, change });
  m.store.set(base + z.drift, drift);
  m.store.set(base + z.driftKnown, 1);
  m.store.set(base + z.reportsSinceDrift, 0);
}
