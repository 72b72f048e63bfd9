/** Counts by zone and order of a trace that is read once, thinned while they come: no object is made for a change that nobody will see. */
import type { SeriesRow } from '../../api.js';
import type { Machine } from '../../engine/machine.js';
import { SeriesThinner } from '../../report/seriesThinner.js';
import type { Names } from '../../trace/names.js';
import { anyCount, type CountsAt, noCounts, readCounts, sameCounts, seriesRow, type Tracker, UNDETERMINED } from '../series.js';
import { timeText } from '../timeText.js';

/** Points that are kept of a series, about. */
const POINTS = 2048;
/** What is kept of a window: the lowest and the highest of each count, or of its bounds. */
const lows = ['freeLow', 'reportedLow'] as const;
const highs = ['freeHigh', 'reportedHigh'] as const;

interface Slot extends CountsAt { line: number; sec: number; nsec: number }
const emptySlot = (): Slot => ({ line: -1, sec: -1, nsec: -1, ...noCounts() });

/** One zone and order. */
class Series {
  readonly last = emptySlot();
  private readonly thinner = new SeriesThinner(POINTS);
  /** Changes that have come, and of the present window. */
  private total = 0;
  private count = 0;
  private readonly lowest = lows.map(emptySlot);
  private readonly highest = highs.map(emptySlot);
  /** The first that is not determined. */
  private readonly gap = emptySlot();
  private readonly slots = [...this.lowest, ...this.highest, this.gap];

  constructor(private readonly rowOf: (slot: Slot) => SeriesRow) {}

  add(now: Slot): void {
    Object.assign(this.last, now);
    this.total++;
    // As long as there are few, each is kept.
    const window = Math.floor(this.total / (2 * POINTS));
    if (window === 0) return this.thinner.add(this.rowOf(now));
    this.note(now);
    if (++this.count < window) return;
    this.flush(this.thinner);
    this.count = 0;
    for (const slot of this.slots) slot.line = -1;
  }

  private note(now: Slot): void {
    if (this.gap.line < 0 && (now.nrFree === UNDETERMINED || now.reported === UNDETERMINED)) Object.assign(this.gap, now);
    for (let i = 0; i < lows.length; i++) {
      const low = this.lowest[i];
      const high = this.highest[i];
      if (now[lows[i]] !== UNDETERMINED && (low.line < 0 || now[lows[i]] < low[lows[i]])) Object.assign(low, now);
      if (now[highs[i]] !== UNDETERMINED && (high.line < 0 || now[highs[i]] > high[highs[i]])) Object.assign(high, now);
    }
  }

  private flush(to: SeriesThinner): void {
    const rows = this.slots.filter(({ line }) => line >= 0).sort((a, b) => a.line - b.line);
    rows.forEach((slot, i) => { if (i === 0 || slot.line !== rows[i - 1].line) to.add(this.rowOf(slot)); });
  }

  rows(points: number): readonly SeriesRow[] {
    const thinner = this.thinner.copy(points);
    this.flush(thinner);
    if (this.count > 0 && !this.slots.some(({ line }) => line === this.last.line)) thinner.add(this.rowOf(this.last));
    return thinner.rows();
  }
}

export class SeriesStore implements Tracker {
  private readonly series = new Map<number, Series>();
  private readonly now = emptySlot();

  constructor(private readonly names: Names) {}

  after(m: Machine, line: number, sec: number, nsec: number): void {
    const { touched } = m;
    const { now } = this;
    for (let i = 0; i < touched.length; i++) {
      const key = touched[i];
      if (touched.indexOf(key) !== i) continue;
      readCounts(m, key >> 4, key & 15, now);
      const series = this.series.get(key);
      if (series === undefined ? !anyCount(now) : sameCounts(series.last, now)) continue;
      now.line = line;
      now.sec = sec;
      now.nsec = nsec;
      (series ?? this.begin(key)).add(now);
    }
  }

  rows(zone: string, node: number, order: number, points: number): readonly SeriesRow[] {
    const id = this.names.zones.findIndex(known => known.name === zone && known.node === node);
    return this.series.get((id << 4) | order)?.rows(points) ?? [];
  }

  private begin(key: number): Series {
    const { names } = this;
    const made = new Series((slot) => {
      const { name, node } = names.zones[key >> 4];
      return seriesRow(slot, slot.line, timeText(slot.sec, slot.nsec), name, node, key & 15);
    });
    this.series.set(key, made);
    return made;
  }
}
