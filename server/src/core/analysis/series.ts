/** Counts by zone and order at the places where they may have changed. */
import type { SeriesRow } from '../api.js';
import { z } from '../engine/layout.js';
import type { Machine } from '../engine/machine.js';
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

const orNull = (count: number): number | null => (count === UNDETERMINED ? null : count);

/** Emits a row where a count differs from the last row of its zone and order. */
export class SeriesTracker {
  private readonly last = new Map<number, Triple>();
  private readonly now: Triple = { nrFree: 0, reported: 0, inFlight: 0 };

  constructor(private readonly names: Names, private readonly emit: (row: SeriesRow) => void) {}

  /** After a step: looks at what the machine has touched. `line` is 0-based. */
  after(m: Machine, line: number, sec: number, nsec: number): void {
    const { touched } = m;
    for (let i = 0; i < touched.length; i++) {
      const key = touched[i];
      if (touched.indexOf(key) !== i) continue;
      readTriple(m, key >> 4, key & 15, this.now);
      const last = this.last.get(key);
      const { nrFree, reported, inFlight } = this.now;
      if (last === undefined) {
        if (nrFree === UNDETERMINED && reported === UNDETERMINED && inFlight === UNDETERMINED) continue;
      } else if (last.nrFree === nrFree && last.reported === reported && last.inFlight === inFlight) continue;
      this.last.set(key, { nrFree, reported, inFlight });
      const { name, node } = this.names.zones[key >> 4];
      this.emit({
        line, timeNs: timeText(sec, nsec), zone: name, node, order: key & 15,
        nrFree: orNull(nrFree), reported: orNull(reported), inFlight: orNull(inFlight),
      });
    }
  }
}
