/** Counts by zone and order at the places where they may have changed. */
import type { SeriesRow } from '../api.js';
import { YES, fl, g, l, z } from '../engine/layout.js';
import { isExact, listOf } from '../engine/lists.js';
import type { Machine } from '../engine/machine.js';
import { freeBounds, isShown, reportedBounds, takenOut, type Bounds } from '../engine/stockCounts.js';
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import type { Names } from '../trace/names.js';
import { timeText } from './timeText.js';

/** Count that the trace does not determine, in the arrays below. */
export const UNDETERMINED = -1;

/** Blocks of one zone and order; where a count is not determined its bounds may be. */
export interface CountsAt {
  nrFree: number;
  reported: number;
  inFlight: number;
  freeLow: number;
  freeHigh: number;
  reportedLow: number;
  reportedHigh: number;
}
/** Words of a row in `Chunk.series`. */
export const SERIES_ROW = 9;

/** Reads the counts of such a row. */
export function countsOf(row: Int32Array, at: number, out: CountsAt): void {
  [out.nrFree, out.reported, out.inFlight, out.freeLow, out.freeHigh, out.reportedLow, out.reportedHigh] = row.subarray(at, at + SERIES_ROW - 2);
}

export const noCounts = (): CountsAt => ({
  nrFree: UNDETERMINED, reported: UNDETERMINED, inFlight: UNDETERMINED, freeLow: UNDETERMINED, freeHigh: UNDETERMINED, reportedLow: UNDETERMINED, reportedHigh: UNDETERMINED,
});

/** Anything but its name? An address that a settings line gives a zone names no other one. */
export function isKnownZone(m: Machine, zone: number): boolean {
  if (m.names.zones[zone] === undefined) return false;
  const base = m.store.zone(zone);
  for (let i = 0; i < z.lists; i++) if (i !== l.zone && i !== z.named && m.word(base + i) !== 0) return true;
  return false;
}

const bounds: Bounds = { low: 0, high: 0 };

export function readCounts(m: Machine, zone: number, order: number, out: CountsAt): void {
  const base = m.store.zone(zone);
  const bit = 1 << order;
  const nrFree = m.word(base + z.nrFree + order);
  const reported = m.word(base + z.flagged + order);
  const inFlight = m.word(base + z.inFlightBy + order);
  out.nrFree = (m.word(base + z.freeKnown) & bit) !== 0 && nrFree >= 0 ? nrFree : UNDETERMINED;
  out.reported = (m.word(base + z.reportedKnown) & bit) !== 0 && reported >= 0 ? reported : UNDETERMINED;
  out.inFlight = m.word(base + z.inFlightKnown) === 1 && m.global(g.pullsInDoubt) === 0 && inFlight >= 0 ? inFlight : UNDETERMINED;
  readBounds(m, zone, order, out);
}

/** As `readCounts`, of one free list. */
function readListCounts(m: Machine, zone: number, order: number, type: number, out: CountsAt): void {
  const base = m.store.zone(zone);
  const list = listOf(m, zone, order, type);
  const bit = 1 << order;
  const helpers = m.word(base + z.helpers) === YES;
  const exact = isExact(m, zone, list);
  out.nrFree = exact && (helpers || (m.word(base + z.freeKnown) & bit) !== 0) ? m.word(list + fl.count) : UNDETERMINED;
  out.reported = exact && ((helpers && (m.word(base + z.flagDoubt) & bit) === 0) || (m.word(base + z.reportedKnown) & bit) !== 0) ? m.word(list + fl.reported) : UNDETERMINED;
  const of = base + z.inFlightOf + order * MAX_MIGRATETYPES;
  // Of some blocks the trace may not tell which list they came from.
  let all = 0;
  for (let i = 0; i < MAX_MIGRATETYPES; i++) all += m.word(of + i);
  const inFlight = m.word(of + type);
  out.inFlight = m.word(base + z.inFlightKnown) === 1 && m.global(g.pullsInDoubt) === 0 && all === m.word(base + z.inFlightBy + order) && inFlight >= 0 ? inFlight : UNDETERMINED;
  out.freeLow = out.freeHigh = out.nrFree;
  out.reportedLow = out.reportedHigh = out.reported;
}

/** What the events of a stock kernel leave open, and a count that they determine. */
function readBounds(m: Machine, zone: number, order: number, out: CountsAt): void {
  out.freeLow = out.freeHigh = out.nrFree;
  if (out.nrFree === UNDETERMINED && freeBounds(m, zone, order, bounds)) {
    out.freeLow = bounds.low;
    out.freeHigh = bounds.high;
    if (bounds.low === bounds.high) out.nrFree = bounds.low;
  }
  out.reportedLow = out.reportedHigh = out.reported;
  if (out.reported === UNDETERMINED && reportedBounds(m, zone, order, bounds)) {
    out.reportedHigh = out.freeHigh === UNDETERMINED ? bounds.high : Math.min(bounds.high, out.freeHigh);
    out.reportedLow = out.reportedHigh === UNDETERMINED ? bounds.low : Math.min(bounds.low, out.reportedHigh);
    if (out.reportedLow === out.reportedHigh) out.reported = out.reportedLow;
  }
  if (out.inFlight === UNDETERMINED && m.global(g.pullsInDoubt) === 0 && isShown(m, zone) && m.global(g.runSeen) === 1) out.inFlight = takenOut(m, zone, order);
}

export const sameCounts = (a: CountsAt, b: CountsAt): boolean => a.nrFree === b.nrFree && a.reported === b.reported && a.inFlight === b.inFlight
  && a.freeLow === b.freeLow && a.freeHigh === b.freeHigh && a.reportedLow === b.reportedLow && a.reportedHigh === b.reportedHigh;

export const anyCount = (c: CountsAt): boolean => c.freeLow !== UNDETERMINED || c.freeHigh !== UNDETERMINED || c.reportedLow !== UNDETERMINED
  || c.reportedHigh !== UNDETERMINED || c.inFlight !== UNDETERMINED;

export const orNull = (count: number): number | null => (count === UNDETERMINED ? null : count);

/** Is a count bounded that is not determined? */
export const isBounded = (c: CountsAt): boolean => c.freeLow !== c.nrFree || c.freeHigh !== c.nrFree || c.reportedLow !== c.reported || c.reportedHigh !== c.reported;

/** `line` is 0-based. */
export const seriesRow = (c: CountsAt, line: number, timeNs: string | null, zone: string, node: number, order: number): SeriesRow => ({
  line, timeNs, zone, node, order, nrFree: orNull(c.nrFree), reported: orNull(c.reported), inFlight: orNull(c.inFlight),
  ...(isBounded(c) ? {
    bounds: { nrFreeAtLeast: orNull(c.freeLow), nrFreeAtMost: orNull(c.freeHigh), reportedAtLeast: orNull(c.reportedLow), reportedAtMost: orNull(c.reportedHigh) },
  } : {}),
});

/** Looks at what the machine has touched, after each step. `line` is 0-based. */
export interface Tracker {
  after(m: Machine, line: number, sec: number, nsec: number): void;
}

/** Emits a row where a count differs from the last row of its zone and order (and migratetype). */
export class SeriesTracker implements Tracker {
  private readonly last = new Map<number, CountsAt>();
  private readonly now = noCounts();

  /** `typeName`: where rows by migratetype are wanted. */
  constructor(private readonly names: Names, private readonly emit: (row: SeriesRow) => void, private readonly typeName?: (type: number) => string) {}

  after(m: Machine, line: number, sec: number, nsec: number): void {
    const { touched } = m;
    for (let i = 0; i < touched.length; i++) {
      const key = touched[i];
      if (touched.indexOf(key) !== i) continue;
      const [zone, order] = [key >> 4, key & 15];
      if (this.typeName === undefined) {
        readCounts(m, zone, order, this.now);
        this.row(m, key, line, sec, nsec);
        continue;
      }
      for (let type = 0; type < Math.min(MAX_MIGRATETYPES, m.global(g.migratetypes)); type++) {
        readListCounts(m, zone, order, type, this.now);
        this.row(m, key * MAX_MIGRATETYPES + type, line, sec, nsec, this.typeName(type));
      }
    }
  }

  private row(m: Machine, key: number, line: number, sec: number, nsec: number, migratetype?: string): void {
    const last = this.last.get(key);
    const zoneAndOrder = migratetype === undefined ? key : Math.floor(key / MAX_MIGRATETYPES);
    if (last === undefined ? !anyCount(this.now) || !isKnownZone(m, zoneAndOrder >> 4) : sameCounts(last, this.now)) return;
    this.last.set(key, { ...this.now });
    const { name, node } = this.names.zones[zoneAndOrder >> 4];
    const row = seriesRow(this.now, line, timeText(sec, nsec), name, node, zoneAndOrder & 15);
    this.emit(migratetype === undefined ? row : { ...row, migratetype });
  }
}
