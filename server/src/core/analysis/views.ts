/** The machine's state as plain data. */
import type { Counts, CpuView, FreeListView, LockView, MissingPassage, StateView, ZoneSummary, ZoneView } from '../api.js';
import { Boundary, LockState, c, fl, g, l, p, z } from '../engine/layout.js';
import { isReported, listOf } from '../engine/lists.js';
import { forgetShared } from '../engine/lost.js';
import type { Machine } from '../engine/machine.js';
import { unkeptFrom } from '../engine/pageLimits.js';
import { eventsMissingText } from '../report/eventsMissing.js';
import { MAX_MIGRATETYPES } from '../trace/migratetypes.js';
import { Irq, irqOf, preemptDepthOf } from '../trace/columns.js';
import { ZoneBit } from '../trace/zoneBits.js';
import { notReportedView } from './notReported/view.js';
import { type CountsAt, isBounded, isKnownZone, noCounts, orNull, readCounts } from './series.js';

/** Blocks of a list that are shown. */
const SHOWN = 64;

const kernelOrder = ['DMA', 'DMA32', 'Normal', 'HighMem', 'Movable', 'Device'];

/** Zones of which the machine knows anything, by node, then as the kernel orders them. */
export function knownZones(m: Machine): number[] {
  const rank = (zone: number): number => (kernelOrder.indexOf(m.names.zones[zone].name) + kernelOrder.length + 1) % (kernelOrder.length + 1);
  return m.store.zones().filter(zone => isKnownZone(m, zone)).sort((a, b) => {
    const [one, two] = [m.names.zones[a], m.names.zones[b]];
    return one.node - two.node || rank(a) - rank(b) || (one.name < two.name ? -1 : 1);
  });
}

export function zoneSummary(m: Machine, zone: number): ZoneSummary {
  const base = m.store.zone(zone);
  const orders = Array.from({ length: m.global(g.maxOrder) }, (_, order) => {
    const counts = noCounts();
    readCounts(m, zone, order, counts);
    return counts;
  });
  const by = (field: keyof CountsAt): Counts => orders.map(counts => orNull(counts[field]));
  const end = m.word(base + z.endPfn) + m.word(base + z.endHigh) * 2 ** 30;
  const { name, node } = m.names.zones[zone];
  return {
    zone: name, node, startPfn: end > 0 ? m.word(base + z.startPfn) + m.word(base + z.startHigh) * 2 ** 30 : null, endPfn: end > 0 ? end : null,
    nrFree: by('nrFree'), reported: by('reported'), inFlight: by('inFlight'),
    ...(orders.some(isBounded) ? {
      bounds: { nrFreeAtLeast: by('freeLow'), nrFreeAtMost: by('freeHigh'), reportedAtLeast: by('reportedLow'), reportedAtMost: by('reportedHigh') },
    } : {}),
  };
}

export const zoneSummaries = (m: Machine): ZoneSummary[] => knownZones(m).map(zone => zoneSummary(m, zone));

function flag(m: Machine, zone: number, bit: ZoneBit): boolean | null {
  const base = m.store.zone(zone);
  return (m.word(base + z.flagsKnown) & (1 << bit)) === 0 ? null : (m.word(base + z.flags) & (1 << bit)) !== 0;
}

function freeList(m: Machine, zone: number, order: number, type: number, typeName: string): FreeListView | undefined {
  const list = listOf(m, zone, order, type);
  const boundary = m.word(list + fl.boundary);
  const count = m.word(list + fl.count);
  if (count === 0 && boundary <= Boundary.Head) return undefined;
  const pfns: number[] = [];
  const reportedPfns: number[] = [];
  for (let page = m.word(list + fl.head); page !== 0 && pfns.length < SHOWN; page = m.word(page + p.next)) {
    const pfn = m.store.pfnOf(page);
    pfns.push(pfn);
    if (isReported(m, page)) reportedPfns.push(pfn);
  }
  return { order, migratetype: typeName, pfns, reportedPfns, more: Math.max(0, count - pfns.length), boundary: boundary > Boundary.Head ? m.store.pfnOf(boundary) : null };
}

export function zoneView(m: Machine, zone: number, typeNames: readonly string[]): ZoneView {
  const lists: FreeListView[] = [];
  for (let order = m.global(g.maxOrder) - 1; order >= 0; order--) {
    for (let type = 0; type < MAX_MIGRATETYPES; type++) {
      const view = freeList(m, zone, order, type, typeNames[type] ?? String(type));
      if (view !== undefined) lists.push(view);
    }
  }
  return { ...zoneSummary(m, zone), requested: flag(m, zone, ZoneBit.Requested), active: flag(m, zone, ZoneBit.Active), lists };
}

/** `lineOf`: 0-based line of a line id. */
export function lockViews(m: Machine, lineOf: (id: number) => number): LockView[] {
  const views: LockView[] = [];
  const add = (lock: number, name: string): void => {
    if (m.word(lock + l.state) !== LockState.Held) return;
    const zone = m.word(lock + l.zone) - 1;
    views.push({
      lock: name, zone: zone >= 0 ? m.names.zones[zone].name : null, task: m.whoLabel(m.word(lock + l.who) - 1),
      cpu: m.word(lock + l.cpu) - 1, line: lineOf(m.word(lock + l.acquireId)),
    });
  };
  const zoneLocks = new Set<number>();
  for (const zone of m.store.zones()) { add(m.store.zone(zone), 'zone->lock'); zoneLocks.add(m.store.zone(zone)); }
  for (const [lock, name] of m.store.locksAt()) add(lock, name);
  for (const string of m.store.locks()) if (!zoneLocks.has(m.store.lock(string))) add(m.store.lock(string), m.names.strings[string]);
  if (m.global(g.mutexWho) !== 0) {
    views.push({ lock: 'page_reporting_mutex', zone: null, task: m.whoLabel(m.global(g.mutexWho) - 1), cpu: -1, line: lineOf(m.global(g.mutexId)) });
  }
  return views.sort((a, b) => a.line - b.line || (a.lock < b.lock ? -1 : 1));
}

export function cpuViews(m: Machine): CpuView[] {
  const views: CpuView[] = [];
  for (const cpu of m.store.cpus()) {
    const base = m.store.cpu(cpu);
    if (m.word(base + c.task) === 0 && m.word(base + c.flags) === 0) continue;
    const flags = m.word(base + c.flags);
    const task = m.word(base + c.task) - 1;
    const depth = preemptDepthOf(flags);
    views.push({
      cpu, irqsOff: irqOf(flags) === Irq.Unknown ? null : irqOf(flags) === Irq.Off, preemptDepth: depth < 0 ? null : depth,
      task: task >= 0 ? m.names.taskLabel(task) : null,
    });
  }
  return views;
}

/** After the line that the machine has stepped. `lineOf`: 0-based line of a line id. `passages`: as in `unsureView`, if there are any. */
export function stateView(
  m: Machine, line: number, timeNs: string | null, typeNames: readonly string[], lineOf: (id: number) => number, passages: readonly MissingPassage[] = [],
): StateView {
  if (passages.length > 0) return withMissing(unsureView(m, line, timeNs, typeNames, lineOf), passages);
  return viewOf(m, knownZones(m), lockViews(m, lineOf), line, timeNs, typeNames, lineOf);
}

/** The same in passages in which events are missing. The machine forgets what is not sure there, which is the caller's to undo. */
export function unsureView(m: Machine, line: number, timeNs: string | null, typeNames: readonly string[], lineOf: (id: number) => number): StateView {
  const zones = knownZones(m);
  const locks = lockViews(m, lineOf);
  forgetShared(m);
  return viewOf(m, zones, locks, line, timeNs, typeNames, lineOf);
}

/** A view by `unsureView`, with the passages. */
export const withMissing = (view: StateView, passages: readonly MissingPassage[]): StateView => ({
  ...view, locks: view.locks.filter(lock => !passages.some(({ cpu }) => cpu === lock.cpu)),
  eventsMissing: passages.map(({ cpu, after, before }) => ({ cpu, after, before })),
  ...(view.notReported === undefined ? {} : {
    notReported: { ...view.notReported, missing: [...passages.map(passage => ({ text: eventsMissingText(passage), lines: [] })), ...view.notReported.missing] },
  }),
});

function viewOf(
  m: Machine, zones: readonly number[], locks: readonly LockView[], line: number, timeNs: string | null, typeNames: readonly string[], lineOf: (id: number) => number,
): StateView {
  const notReported = notReportedView(m, zones, lineOf);
  const unkept = unkeptFrom(m);
  return {
    line, timeNs, zones: zones.map(zone => zoneView(m, zone, typeNames)), locks, cpus: cpuViews(m),
    ...(unkept === 0 ? {} : { pagesNotKept: { line: lineOf(unkept) } }),
    ...(m.global(g.lostId) === 0 ? {} : { eventsLostAt: lineOf(m.global(g.lostId)) }),
    ...(notReported === undefined ? {} : { notReported }),
  };
}
