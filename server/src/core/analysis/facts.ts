/** What a run of lines says of the whole trace; sums over runs give the facts of the file. */
import { LineKind, type Columns } from '../trace/columns.js';
import { ev } from '../trace/events.js';

export interface Facts {
  lines: number;
  events: number;
  unrecognised: number;
  raw: number;
  lost: number;
  preemptRt: boolean;
  firstSec: number;
  firstNsec: number;
  lastSec: number;
  lastNsec: number;
  /** Names of migratetypes, from the last setting that gives them. */
  migrateTypes: readonly string[] | undefined;
  /** The kernel's version as the trace gives it. */
  kernel: string | undefined;
}

export const noFacts = (): Facts => ({
  lines: 0, events: 0, unrecognised: 0, raw: 0, lost: 0, preemptRt: false, firstSec: -1, firstNsec: -1, lastSec: -1, lastNsec: -1, migrateTypes: undefined, kernel: undefined,
});

const RT_LOCK = ev('rt_spin_lock');
const RT_UNLOCK = ev('rt_spin_unlock');

/** Adds the lines of `columns` to `facts`. */
export function addLines(facts: Facts, columns: Columns): void {
  const n = columns.length;
  facts.lines += n;
  for (let i = 0; i < n; i++) {
    switch (columns.kind[i]) {
      case LineKind.Event:
        facts.events++;
        if (columns.event[i] === RT_LOCK || columns.event[i] === RT_UNLOCK) facts.preemptRt = true;
        if (columns.sec[i] >= 0) {
          if (facts.firstSec < 0) { facts.firstSec = columns.sec[i]; facts.firstNsec = columns.nsec[i]; }
          facts.lastSec = columns.sec[i];
          facts.lastNsec = columns.nsec[i];
        }
        break;
      case LineKind.Unrecognised: facts.unrecognised++; break;
      case LineKind.Raw: facts.raw++; break;
      case LineKind.Lost: facts.lost += columns.a[i] > 0 ? columns.a[i] : 1; break;
      default: break;
    }
  }
  for (const setting of columns.settings.values()) {
    if (setting.type === 'flags-legend' && setting.preemptRt) facts.preemptRt = true;
    if (setting.type === 'tracer') facts.kernel = setting.kernel ?? facts.kernel;
    if (setting.type !== 'options') continue;
    facts.kernel = setting.options.kernel ?? facts.kernel;
    if (setting.options.preemptRt === true) facts.preemptRt = true;
    if (setting.options.migrateTypes !== undefined) facts.migrateTypes = setting.options.migrateTypes;
  }
}

/** Adds the facts of a later run. */
export function addFacts(to: Facts, later: Facts): void {
  to.lines += later.lines;
  to.events += later.events;
  to.unrecognised += later.unrecognised;
  to.raw += later.raw;
  to.lost += later.lost;
  to.preemptRt ||= later.preemptRt;
  if (to.firstSec < 0) { to.firstSec = later.firstSec; to.firstNsec = later.firstNsec; }
  if (later.lastSec >= 0) { to.lastSec = later.lastSec; to.lastNsec = later.lastNsec; }
  to.kernel = later.kernel ?? to.kernel;
  if (later.migrateTypes !== undefined) to.migrateTypes = later.migrateTypes;
}
