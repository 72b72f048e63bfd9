/** What a settings line does to the state. */
import type { Setting, TraceOptions, ZoneSetting } from '../trace/settings.js';
import { MAX_MIGRATETYPES, MAX_ORDERS } from '../trace/migratetypes.js';
import { isAligned } from './blockMath.js';
import { claimFree, claimTypes } from './claims.js';
import { setInterface } from './config.js';
import { MAX_ZONES, PageState, YES, fl, g, l, pageState, sz, z } from './layout.js';
import { legendColumn, legendEnds, recordingBegins, sawRt } from './inputSeen.js';
import { forgetSections } from './lockSections.js';
import { bufferStarts } from './lost.js';
import { knowLockAddress } from './lockTimes.js';
import { link, listOf, markPage, setReported, unlink } from './lists.js';
import type { Machine } from './machine.js';
import { anchorFree, forgetStock, stockOf } from './stockCounts.js';
import { zoneinfoLine } from './zoneinfo.js';
import { nameZone } from './zones.js';

export function applySetting(m: Machine, setting: Setting): void {
  for (const problem of setting.problems ?? []) m.note('bad-argument', { start: problem.start, end: problem.end, text: problem.message });
  switch (setting.type) {
    case 'options': return applyOptions(m, setting.options);
    case 'zone': return applyZone(m, setting.zone);
    case 'free': return applyFreeList(m, setting.zone, setting.order, setting.migratetype, setting.pfns, setting.reported);
    case 'buddyinfo':
      if (setting.zone < 0 || setting.zone > MAX_ZONES) return;
      nameZone(m, setting.zone);
      setting.counts.slice(0, MAX_ORDERS).forEach((count, order) => { claimFree(m, setting.zone, order, count, true); });
      anchorStock(m, setting.zone, setting.counts);
      return;
    case 'zoneinfo': return zoneinfoLine(m, setting.zone, setting.freePages);
    case 'buffer':
      if (setting.entries >= setting.written) return;
      m.setGlobal(g.overwrittenId, m.line);
      m.setGlobal(g.bufferCpus, setting.cpus);
      m.note('buffer-overwritten', { entries: setting.entries, written: setting.written });
      return;
    case 'buffer-start': return bufferStarts(m, setting.cpu);
    case 'tracer':
      recordingBegins(m);
      return forgetSections(m);
    case 'flags-legend':
      legendColumn(m, setting.first);
      if (setting.preemptRt) sawRt(m);
      return;
    case 'flags-ruler': return legendEnds(m, setting.columns);
    case 'pagetypeinfo':
      if (setting.zone >= 0 && setting.zone <= MAX_ZONES && setting.migratetype < MAX_MIGRATETYPES) claimTypes(m, setting.zone, setting.migratetype, setting.counts, setting.atLeast);
      return;
    case 'disable-next-line':
    case 'event-alias':
    case 'invalid': return;
  }
}

/** Where the snapshot is outside of what the events have left possible, some of them were not printed. */
function anchorStock(m: Machine, zone: number, counts: readonly number[]): void {
  if (zone < 0 || zone > MAX_ZONES || anchorFree(m, zone, counts)) return;
  forgetStock(m);
  anchorFree(m, zone, counts);
}

/** What is known of the memory map has changed. */
function pagesNamed(m: Machine): void {
  m.setGlobal(g.blockUnnamed, 0);
  forgetStock(m);
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

function applyOptions(m: Machine, o: TraceOptions): void {
  if (o.pageShift !== undefined) m.setGlobal(g.pageShift, clamp(o.pageShift, 10, 30));
  if (o.maxOrder !== undefined) m.setGlobal(g.maxOrder, clamp(o.maxOrder, 1, MAX_ORDERS));
  if (o.pageblockOrder !== undefined) m.setGlobal(g.pageblockOrder, clamp(o.pageblockOrder, 0, MAX_ORDERS - 1));
  if (o.capacity !== undefined) m.setGlobal(g.capacity, clamp(o.capacity, 0, 2 ** 30) + 1);
  if (o.hwm !== undefined) m.setGlobal(g.hwm, clamp(o.hwm, 0, 2 ** 30));
  if (o.hz !== undefined) m.setGlobal(g.hz, clamp(o.hz, 1, 1e6));
  if (o.pageReportingOrder !== undefined) m.setGlobal(g.reportingOrder, clamp(o.pageReportingOrder, 0, MAX_ORDERS - 1) + 1);
  if (o.kernel !== undefined) m.setGlobal(g.kernel, kernelVersion(o.kernel));
  if (o.pageStruct !== undefined) m.setGlobal(g.pageStruct, clamp(o.pageStruct, 1, 4096));
  if (o.preemptRt === true) sawRt(m);
  if (o.vmemmap !== undefined) setVmemmap(m, o.vmemmap);
  if (o.sectionLimit !== undefined) m.setGlobal(g.sectionLimit, clamp(o.sectionLimit, 1, 2 ** 30));
  if (o.lockLimit !== undefined) m.setGlobal(g.lockLimit, clamp(o.lockLimit, 1, 2 ** 30));
  if (o.batchLockLimit !== undefined) m.setGlobal(g.batchLockLimit, clamp(o.batchLockLimit, 1, 2 ** 30));
  if (o.interface !== undefined) setInterface(m, o.interface);
  if (o.migrateTypes !== undefined) {
    const lower = o.migrateTypes.map(name => name.toLowerCase());
    m.setGlobal(g.migratetypes, clamp(lower.length, 1, MAX_MIGRATETYPES));
    m.setGlobal(g.typesGiven, 1);
    m.setGlobal(g.cma, lower.indexOf('cma') + 1);
    m.setGlobal(g.isolate, lower.indexOf('isolate') + 1);
  }
}

/** `6.1.0-13-amd64` as 6001, 0 for what does not begin so. */
function kernelVersion(text: string): number {
  const [, version, level] = /^(\d{1,4})\.(\d{1,3})/.exec(text) ?? [];
  return version === undefined ? 0 : Number(version) * 1000 + Number(level);
}

/** Two halves of a 64-bit address, `0x...`. */
function setVmemmap(m: Machine, text: string): void {
  const digits = /^0x([0-9a-fA-F]{1,16})$/.exec(text)?.[1].padStart(16, '0');
  if (digits === undefined) return;
  m.setGlobal(g.vmemmapHigh, parseInt(digits.slice(0, 8), 16) | 0);
  m.setGlobal(g.vmemmapLow, parseInt(digits.slice(8), 16) | 0);
  pagesNamed(m);
}

function applyZone(m: Machine, setting: ZoneSetting): void {
  if (setting.zone < 0 || setting.zone > MAX_ZONES) return;
  const { store } = m;
  const base = store.zone(setting.zone);
  store.set(base + z.lock + l.zone, setting.zone + 1);
  store.set(base + z.declared, 1);
  m.setGlobal(g.zonesStated, 1);
  nameZone(m, setting.zone);
  const split = (field: number, high: number, pfn: number): void => {
    store.set(base + field, pfn % 2 ** 30);
    store.set(base + high, Math.min(Math.floor(pfn / 2 ** 30), 2 ** 30));
  };
  if (setting.startPfn !== undefined) split(z.startPfn, z.startHigh, setting.startPfn);
  if (setting.endPfn !== undefined) split(z.endPfn, z.endHigh, setting.endPfn);
  if (setting.endPfn !== undefined) pagesNamed(m);
  if (setting.addr !== undefined) store.set(stockOf(m, setting.zone) + sz.byAddress, setting.addr + 1);
  if (setting.low !== undefined) store.set(base + z.low, clamp(setting.low, 0, 2 ** 31 - 1));
  if (setting.present !== undefined) store.set(base + z.present, clamp(setting.present, 0, 2 ** 30) + 1);
  if (setting.managed !== undefined) store.set(base + z.managed, clamp(setting.managed, 0, 2 ** 30) + 1);
  if (setting.lock !== undefined) {
    store.bindLock(setting.lock, base + z.lock);
    knowLockAddress(m, setting.zone, m.names.strings[setting.lock]);
  }
  if (setting.freeNone) emptyZone(m, setting.zone);
}

/** `free=none`: every list is known to be empty, and nothing is in flight. */
function emptyZone(m: Machine, zone: number): void {
  const { store } = m;
  const base = store.zone(zone);
  for (let order = 0; order < m.global(g.maxOrder); order++) {
    for (let type = 0; type < MAX_MIGRATETYPES; type++) {
      const list = listOf(m, zone, order, type);
      for (let page = m.word(list + fl.head); page !== 0; page = m.word(list + fl.head)) {
        unlink(m, page);
        markPage(m, page, PageState.Unknown, 0, 0, zone);
      }
      store.set(list + fl.exact, YES);
      store.set(base + z.inFlightOf + order * MAX_MIGRATETYPES + type, 0);
    }
    store.set(base + z.nrFree + order, 0);
    store.set(base + z.flagged + order, 0);
    store.set(base + z.inFlightBy + order, 0);
    m.touch(zone, order);
  }
  const all = (1 << m.global(g.maxOrder)) - 1;
  store.set(base + z.freeKnown, all);
  store.set(base + z.reportedKnown, all);
  store.set(base + z.inFlight, 0);
  store.set(base + z.inFlightKnown, 1);
}

function applyFreeList(m: Machine, zone: number, order: number, type: number, pfns: readonly number[], reported: readonly boolean[]): void {
  if (zone < 0 || zone > MAX_ZONES || order < 0 || order >= m.global(g.maxOrder) || type < 0 || type >= MAX_MIGRATETYPES) return;
  const { store } = m;
  const list = listOf(m, zone, order, type);
  const base = store.zone(zone);
  nameZone(m, zone);
  const flags: number[] = [];
  for (let page = m.word(list + fl.head); page !== 0; page = m.word(list + fl.head)) {
    unlink(m, page);
    markPage(m, page, PageState.Unknown, 0, 0, zone);
  }
  let isWhole = true;
  pfns.forEach((pfn, i) => {
    if (!isAligned(pfn, order)) return;
    const page = store.page(pfn);
    if (page === 0) { isWhole = false; return; }
    if (pageState(store.packed(page)) === PageState.Listed) unlink(m, page);
    link(m, zone, page, order, type, 0);
    if (reported[i]) flags.push(page);
  });
  for (const page of flags) setReported(m, page, 1);
  if (!isWhole) return;
  store.set(list + fl.exact, YES);
  if (orderIsExact(m, zone, order)) {
    store.set(base + z.freeKnown, m.word(base + z.freeKnown) | (1 << order));
    store.set(base + z.reportedKnown, m.word(base + z.reportedKnown) | (1 << order));
    m.touch(zone, order);
  }
}

function orderIsExact(m: Machine, zone: number, order: number): boolean {
  for (let type = 0; type < m.global(g.migratetypes); type++) if (m.word(listOf(m, zone, order, type) + fl.exact) !== YES) return false;
  return true;
}
