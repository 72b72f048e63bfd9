import type { CpuView, FreeListView, LockView, StateView, ZoneView } from '../api.js';
import { pagesNotKeptText } from './analysisText.js';
import { boundsObject } from './boundsText.js';
import { countsLegend, countsTable } from './countsTable.js';
import { eventsMissingText } from './eventsMissing.js';
import { notReportedObject, notReportedText } from './notReportedReport.js';
import { plainText } from './plainText.js';
import { secondsOf } from './times.js';

const hex = (pfn: number): string => `0x${pfn.toString(16)}`;

const listObject = (list: FreeListView): object => ({
  order: list.order,
  migratetype: list.migratetype,
  pfns: list.pfns.map(hex),
  reportedPfns: list.reportedPfns.map(hex),
  boundary: list.boundary === null ? null : hex(list.boundary),
  ...(list.more > 0 ? { more: list.more } : {}),
});

const zoneObject = (zone: ZoneView): object => ({
  zone: zone.zone,
  node: zone.node,
  startPfn: zone.startPfn,
  endPfn: zone.endPfn,
  nrFree: zone.nrFree,
  reported: zone.reported,
  inFlight: zone.inFlight,
  ...boundsObject(zone),
  requested: zone.requested,
  active: zone.active,
  lists: zone.lists.map(listObject),
});

const lockObject = ({ lock, zone, task, cpu, line }: LockView): object => ({ lock, zone, task, cpu, line: line + 1 });
const cpuObject = ({ cpu, irqsOff, preemptDepth, task }: CpuView): object => ({ cpu, irqsOff, preemptDepth, task });

export const stateJson = (state: StateView): string =>
  `${JSON.stringify({
    line: state.line + 1,
    timeNs: state.timeNs,
    zones: state.zones.map(zoneObject),
    locks: state.locks.map(lockObject),
    cpus: state.cpus.map(cpuObject),
    ...(state.pagesNotKept === undefined ? {} : { pagesNotKept: { line: state.pagesNotKept.line + 1 } }),
    ...(state.eventsLostAt === undefined ? {} : { eventsLostAtLine: state.eventsLostAt + 1 }),
    ...(state.eventsMissing === undefined ? {} : {
      eventsMissing: state.eventsMissing.map(({ cpu, after, before }) => ({ cpu, afterLine: after === null ? null : after + 1, beforeLine: before + 1 })),
    }),
    ...(state.notReported === undefined ? {} : { notReported: notReportedObject(state.notReported) }),
  }, undefined, 1)}\n`;

const yesNo = (value: boolean | null): string => (value === null ? 'not known' : value ? 'yes' : 'no');

function* listText(list: FreeListView): Generator<string> {
  if (list.pfns.length === 0 && list.more === 0) return;
  const reported = new Set(list.reportedPfns);
  const blocks = list.pfns.map((pfn) => `${hex(pfn)}${reported.has(pfn) ? '*' : ''}${pfn === list.boundary ? '|' : ''}`);
  yield `    order ${list.order} ${plainText(list.migratetype)}: ${blocks.join(' ')}${list.more > 0 ? ` and ${list.more} more` : ''}\n`;
}

export function* stateText(file: string, state: StateView): Generator<string> {
  yield `${plainText(file)}: after line ${state.line + 1}${state.timeNs === null ? '' : `, at ${secondsOf(state.timeNs)} s`}\n`;
  if (state.pagesNotKept !== undefined) yield `${pagesNotKeptText(undefined, state.pagesNotKept)}\n`;
  if (state.eventsLostAt !== undefined) yield `Events were lost at line ${state.eventsLostAt + 1}: what was known before does not count.\n`;
  for (const passage of state.eventsMissing ?? []) yield `${eventsMissingText(passage)}\n`;
  const table = countsTable(state.zones);
  if (table.length > 0) yield `${countsLegend(state.zones)}:\n`;
  for (const line of table) yield `  ${line}\n`;
  for (const zone of state.zones) {
    yield `zone ${plainText(zone.zone)}, node ${zone.node}: requested ${yesNo(zone.requested)}, active ${yesNo(zone.active)}; `
      + 'lists from head to tail, * reported, | boundary\n';
    for (const list of zone.lists) yield* listText(list);
  }
  if (state.notReported !== undefined) yield* notReportedText(state.notReported);
  if (state.locks.length === 0) yield 'no lock held\n';
  for (const lock of state.locks) {
    const of = lock.zone === null ? '' : ` of ${plainText(lock.zone)}`;
    yield `${plainText(lock.lock)}${of} held by ${plainText(lock.task)} on CPU ${lock.cpu} since line ${lock.line + 1}\n`;
  }
  for (const cpu of state.cpus) {
    const task = cpu.task === null ? 'task not known' : plainText(cpu.task);
    yield `CPU ${cpu.cpu}: ${task}, interrupts off ${yesNo(cpu.irqsOff)}, preempt depth ${cpu.preemptDepth ?? 'not known'}\n`;
  }
}
