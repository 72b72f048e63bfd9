/** Counts by zone and order at the places where they may have changed. */
import type { SeriesRow } from '../api.js';
import { YES, fl, g, z } from '../engine/layout.js';
import { isExact, listOf } from '../engine/lists.js';
import type { Machine } from '../engine/machine.js';
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import type { Names } from '../trace/names.js';
import { timeText } from './timeText.js';

/** Count that the trace does not determine, in the arrays below. */
export const UNDETERMINED = -1;

export interface Triple { nrFree: number; reported: number; inFlight: number }

export function readTriple(m: Machine, zone: number, order: number, out: Triple): void {
  const base = m.store.zone(zone);
  const bit = 1 << order;
  const nrFree = m.word(base + z.nrFree + order);
  const reported = m.word(base + z.flagged + order);
  const inFlight = m.word(base + z.inFlightBy + order);
  out.nrFree = (m.word(base + z.freeKnown) & bit) !== 0 && nrFree >= 0 ? nrFree : UNDETERMINED;
  out.reported = (m.word(base + z.reportedKnown) & bit) !== 0 && reported >= 0 ? reported : UNDETERMINED;
  out.inFlight = m.word(base + z.inFlightKnown) === 1 && inFlight >= 0 ? inFlight : UNDETERMINED;
}

/** As `readTriple`, of one free list. */
function readListTriple(m: Machine, zone: number, order: number, type: number, out: Triple): void {
  const base = m.store.zone(zone);
  const list = listOf(m, zone, order, type);
  const bit = 1 << order;
  const helpers = m.word(base + z.helpers) === YES;
  const exact = isExact(m, zone, list);
  out.nrFree = exact && (helpers || (m.word(base + z.freeKnown) & bit) !== 0) ? m.word(list + fl.count) : UNDETERMINED;
  out.reported = exact && (helpers || (m.word(base + z.reportedKnown) & bit) !== 0) ? m.word(list + fl.reported) : UNDETERMINED;
  const of = base + z.inFlightOf + order * MAX_MIGRATETYPES;
  // Of some blocks the trace may not tell which list they came from.
  let all = 0;
  for (let i = 0; i < MAX_MIGRATETYPES; i++) all += m.word(of + i);
  const inFlight = m.word(of + type);
  out.inFlight = m.word(base + z.inFlightKnown) === 1 && all === m.word(base + z.inFlightBy + order) && inFlight >= 0 ? inFlight : UNDETERMINED;
}

const orNull = (count: number): number | null => (count === UNDETERMINED ? null : count);

/** Emits a row where a count differs from the last row of its zone and order (and migratetype). */
export class SeriesTracker {
  private readonly last = new Map<number, Triple>();
  private readonly now: Triple = { nrFree: 0, reported: 0, inFlight: 0 };

  /** `typeName`: where rows by migratetype are wanted. */
  constructor(private readonly names: Names, private readonly emit: (row: SeriesRow) => void, private readonly typeName?: (type: number) => string) {}

  /** After a step: looks at what the machine has touched. `line` is 0-based. */
  after(m: Machine, line: number, sec: number, nsec: number): void {
    const { touched } = m;
    for (let i = 0; i < touched.length; i++) {
      const key = touched[i];
      if (touched.indexOf(key) !== i) continue;
      const [zone, order] = [key >> 4, key & 15];
      if (this.typeName === undefined) {
        readTriple(m, zone, order, this.now);
        this.row(key, line, sec, nsec);
        continue;
      }
      for (let type = 0; type < Math.min(MAX_MIGRATETYPES, m.global(g.migratetypes)); type++) {
        readListTriple(m, zone, order, type, this.now);
        this.row(key * MAX_MIGRATETYPES + type, line, sec, nsec, this.typeName(type));
      }
    }
  }

  private row(key: number, line: number, sec: number, nsec: number, migratetype?: string): void {
    const last = this.last.get(key);
    const { nrFree, reported, inFlight } = this.now;
    if (last === undefined) {
      if (nrFree === UNDETERMINED && reported === UNDETERMINED && inFlight === UNDETERMINED) return;
    } else if (last.nrFree === nrFree && last.reported === reported && last.inFlight === inFlight) return;
    this.last.set(key, { nrFree, reported, inFlight });
    const zoneAndOrder = migratetype === undefined ? key : Math.floor(key / MAX_MIGRATETYPES);
    const { name, node } = this.names.zones[zoneAndOrder >> 4];
    this.emit({
      line, timeNs: timeText(sec, nsec), zone: name, node, order: zoneAndOrder & 15, ...(migratetype === undefined ? {} : { migratetype }),
      nrFree: orNull(nrFree), reported: orNull(reported), inFlight: orNull(inFlight),
    });
  }
}
