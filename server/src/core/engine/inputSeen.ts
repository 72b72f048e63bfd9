/** What the lines themselves show of the recording: clock, flags column, kernel, patches. */
import { Dialect, FLAGS_MEANING, FlagsShape, Irq, Slot, irqOf } from '../trace/columns.js';
import { eventDefinitions } from '../trace/events.js';
import { YES, c, fl, g, z } from './layout.js';
import { listOf } from './lists.js';
import type { Machine } from './machine.js';

/** Patches whose names a trace may use, as bits. */
export const Family = { Reporting: 1, Hinting: 2, Mainline: 4 } as const;

const postedOnly = new Set([
  'page_reporting_startup', 'page_reporting_shutdown', 'page_reporting_populate_metadata', 'page_reporting_reset_boundary',
  'get_unreported_page', 'put_reported_page', 'page_reporting_fill', 'page_reporting_add_to_boundary', 'page_reporting_del_from_boundary', 'page_reporting_reset',
]);
const mainlineOnly = new Set(['page_reporting_register', 'page_reporting_unregister', '__page_reporting_notify', 'page_reporting_state']);
const families = Uint8Array.from(eventDefinitions, ({ name }) => (postedOnly.has(name) ? Family.Reporting : mainlineOnly.has(name) ? Family.Mainline : 0));

/** Every event, before anything else looks at it. */
export function eventSeen(m: Machine): void {
  if (m.global(g.firstEventId) === 0) {
    m.setGlobal(g.firstEventId, m.line);
    m.remember();
  }
  if ((m.flags & FLAGS_MEANING) !== 0 && m.global(g.flagsSeen) === 0) m.setGlobal(g.flagsSeen, YES);
  if (families[m.event] !== 0 || m.dialect === Dialect.Hinting) sawFamily(m);
}

/**
 * Flags of a probe's line. A probe that is an exception of the CPU (kprobes of arm64, breakpoints elsewhere), and a return that is trapped with
 * interrupts off (x86 5.10), is recorded with interrupts off whatever the function saw. Such machines never show them on, so `off` says
 * something only once a probe of this form has shown `on`.
 */
export function flagsOfProbe(m: Machine, flags: number): number {
  const irqs = irqOf(flags);
  if (irqs === Irq.Unknown) return flags;
  const form = m.isReturn ? 2 : 1;
  const shown = m.global(g.probesShowIrqsOn);
  if ((shown & form) !== 0) return flags;
  if (irqs === Irq.Off) return flags & ~3;
  m.setGlobal(g.probesShowIrqsOn, shown | form);
  return flags;
}

const LOW = 2 ** 30;

/** Between CPUs the order of time is that of the recording's reader. Noted once, because much of such a trace is in disorder. */
function checkOrder(m: Machine, last: number): void {
  m.setGlobal(g.lastCpu, m.cpu + 1);
  if (last < 0 || m.global(g.disorderFound) === 1) return;
  if (isBefore(m, m.store.cpu(last), last)) m.setGlobal(g.disorderFound, 1);
}

/** Second of the last line of the CPU with this block, -1 where it is not known. */
export function lastSecond(m: Machine, base: number): number {
  const high = m.word(base + c.secHigh);
  return high === 0 ? -1 : (high - 1) * LOW + m.word(base + c.sec);
}

/** The line's time is before that of the last line of the CPU with this block, which is noted. `otherCpu`: its number, -1 if it is the line's own. */
function isBefore(m: Machine, base: number, otherCpu: number): boolean {
  const last = lastSecond(m, base);
  if (last < 0) return false;
  const seconds = last - m.sec;
  const nsec = m.word(base + c.nsec);
  if (seconds < 0 || (seconds === 0 && nsec <= m.nsec)) return false;
  m.note('time-decreased', { byNs: m.nsec < 0 ? -1 : seconds * 1e9 + nsec - m.nsec, otherCpu });
  return true;
}

/** The clock of one CPU never runs backwards. `base`: the CPU's block. */
export function checkTime(m: Machine, base: number): void {
  const { store, sec, nsec } = m;
  const last = m.global(g.lastCpu) - 1;
  if (last !== m.cpu) checkOrder(m, last);
  if (sec === m.word(base + c.sec) && m.word(base + c.secHigh) === 1 && nsec >= m.word(base + c.nsec)) {
    store.set(base + c.nsec, nsec);
    return;
  }
  const high = m.sec < LOW ? 1 : Math.min(LOW, Math.floor(m.sec / LOW) + 1);
  const low = m.sec < LOW ? m.sec : m.sec % LOW;
  isBefore(m, base, -1);
  m.store.set(base + c.secHigh, high);
  m.store.set(base + c.sec, low);
  m.store.set(base + c.nsec, m.nsec);
}

/** The header of another recording: its clock and its columns may be others. */
export function recordingBegins(m: Machine): void {
  m.setGlobal(g.legendColumns, 0);
  m.setGlobal(g.legendShape, FlagsShape.None);
  for (const field of [g.disorderFound, g.runWho, g.runBy, g.namedWorker]) m.setGlobal(field, 0);
  m.setGlobal(g.recordingId, m.line);
  m.setGlobal(g.overwrittenId, 0);
  for (const cpu of m.store.cpus()) {
    m.store.set(m.store.cpu(cpu) + c.secHigh, 0);
    m.store.set(m.store.cpu(cpu) + c.lastId, 0);
  }
}

/** A line of the header's legend names a column of the flags. */
export function legendColumn(m: Machine, first: boolean): void {
  const columns = m.global(g.legendColumns);
  if (first || columns > 0) m.setGlobal(g.legendColumns, first ? 1 : columns + 1);
}

/** The ruler below the legend; where the two do not agree a part of the header is missing, and it says nothing. */
export function legendEnds(m: Machine, columns: number): void {
  const shape = columns === 4 ? FlagsShape.Four : columns === 5 ? FlagsShape.Five : columns === 7 ? FlagsShape.Seven : FlagsShape.None;
  m.setGlobal(g.legendShape, columns === m.global(g.legendColumns) ? shape : FlagsShape.None);
  m.setGlobal(g.legendColumns, 0);
}

function sawFamily(m: Machine): void {
  const family = m.dialect === Dialect.Hinting ? Family.Hinting : families[m.event];
  const seen = m.global(g.families);
  if ((seen & family) !== 0) return;
  m.setGlobal(g.families, seen | family);
  if (seen === 0) m.setGlobal(g.familyId, m.line);
  // With the third name of three nothing new is said.
  else if ((seen & (seen - 1)) === 0) m.note('interfaces-mixed', { families: seen | family, otherId: m.global(g.familyId) });
}

/** Proof of PREEMPT_RT, noted once. */
export function sawRt(m: Machine): void {
  if (m.global(g.rtSeen) === YES) return;
  m.setGlobal(g.rtSeen, YES);
  m.note('preempt-rt', {});
}

/** Work on a list of which the trace has not said what it holds. */
export function listsKnown(m: Machine): void {
  if (m.isReturn || m.zone < 0 || (m.has & (Slot.Order | Slot.Migratetype)) !== (Slot.Order | Slot.Migratetype)) return;
  if (m.order < 0 || m.order >= m.global(g.maxOrder) || m.migratetype < 0 || m.migratetype >= m.global(g.migratetypes)) return;
  const base = m.store.zone(m.zone);
  if (m.word(base + z.noStateFound) === 1 || m.word(listOf(m, m.zone, m.order, m.migratetype) + fl.exact) === YES) return;
  if (m.global(g.unkeptId) !== 0) return; // they may have been given
  m.store.set(base + z.noStateFound, 1);
  m.note('lists-unknown', { zone: m.zone });
}

/** At the end of the trace; changes no state. */
export function judgeInput(m: Machine): void {
  const first = m.global(g.firstEventId);
  if (first !== 0 && m.global(g.flagsSeen) === 0) m.note('flags-missing', {}, first);
}
