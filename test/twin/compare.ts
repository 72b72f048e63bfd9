/** The engine against the twin: every count after every line, and everything that is shown at sampled lines. */
import assert from 'node:assert/strict';
import { openDocument, openStream, type Finding, type SeriesRow, type StateView } from '../../server/src/core/index.js';
import { Random } from '../support/random.js';
import type { History } from './history.js';
import type { CountChange, Snapshot, ZoneTruth } from './truth.js';

/** The twin knows where the code gives rise to these in healthy histories, too, and of which interfaces. */
export const remarkedIn: Readonly<Record<string, readonly string[]>> = {
  'rate-limit-broken': ['reporting-v5', 'hinting-v2'],
  'spurious-run': ['reporting-v5', 'hinting-v2'],
  'request-refcount-zero-busy': ['reporting-v5', 'hinting-v2'],
  'skipped-type': ['reporting-v5'],
  'stale-reported-pages': ['reporting-v5', 'hinting-v2', 'mainline'],
  'notify-missed-after-merge': ['reporting-v5', 'hinting-v2'],
  'zone-lock-contended': ['reporting-v5', 'hinting-v2', 'mainline'],
  'alloc-depletes-zone': ['torvalds-alloc'],
  'migratetype-changed': ['mainline'],
  'below-watermark': ['mainline'],
  'hint-maybe-truncated': ['hint-list-v33'],
  'walk-range-twice': ['walk-v29'],
  'hint-isolated-block': ['walk-v29', 'hint-list-v33'],
};
const remarked = Object.keys(remarkedIn);

export function analyse(text: string, seed: number): { findings: readonly Finding[]; series: readonly SeriesRow[] } {
  const series: SeriesRow[] = [];
  const stream = openStream({ fold: false }, { onSeries: row => { series.push(row); } });
  const bytes = new TextEncoder().encode(text);
  const random = new Random(seed);
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + random.below(random.below(4) === 0 ? 200 : 100_000);
    stream.push(bytes.subarray(at, end));
    at = end;
  }
  return { findings: stream.end().findings, series };
}

export const troubles = (findings: readonly Finding[]): Finding[] => findings.filter(f => f.severity !== 'info' && !remarked.includes(f.rule));

const show = (h: History, line: number): string => `line ${line + 1}: ${h.text.split('\n')[line] ?? ''}`;

export function checkFindings(h: History, findings: readonly Finding[], where: string): void {
  const [first] = troubles(findings);
  if (first !== undefined) assert.fail(`${where}, ${show(h, first.line)}\n${first.rule}: ${first.message}`);
}

/** Where the twin sees something worth a remark, and nowhere else, the rules do too. */
export function checkRemarks(h: History, findings: readonly Finding[], where: string): void {
  const found = new Set(findings.filter(f => remarked.includes(f.rule)).map(f => `${f.line} ${f.rule}`));
  const missing = h.kernel.remarks.find(remark => !found.has(remark));
  if (missing !== undefined) assert.fail(`${where}, ${show(h, Number(missing.split(' ')[0]))}\nthe rules do not say: ${missing}`);
  const more = [...found].find(remark => !h.kernel.remarks.includes(remark));
  if (more !== undefined) assert.fail(`${where}, ${show(h, Number(more.split(' ')[0]))}\nthe twin does not say: ${more}`);
}

/** Rows of the engine are changes of counts, and so are the twin's: both must be the same, at the same lines. */
export function checkCounts(h: History, series: readonly SeriesRow[], where: string): void {
  const { zones } = h.kernel.shape;
  const rows = series.map(r => `${r.line} ${zones.findIndex(z => z.name === r.zone && z.node === r.node)} ${r.order} free ${r.nrFree} reported ${r.reported} in flight ${r.inFlight}`);
  const start = zones.flatMap((_, zone) => Array.from({ length: h.kernel.shape.orders }, (__, order) => `${zone + 2} ${zone} ${order} free 0 reported 0 in flight 0`));
  const truth = [...start, ...h.changes.map(c => `${c.line} ${c.zone} ${c.order} free ${c.nrFree} reported ${c.reported} in flight ${c.inFlight}`)];
  const wrong = truth.findIndex((row, i) => row !== rows[i]);
  if (wrong < 0 && rows.length === truth.length) return;
  const at = wrong < 0 ? truth.length : wrong;
  assert.fail(`${where}, ${show(h, Number((truth[at] ?? rows[at]).split(' ')[0]))}\ntwin: ${truth[at]}\nengine: ${rows[at]}`);
}

/** Where the trace does not tell everything, the engine's counts are unknown or the twin's, wherever they change. */
export function checkKnownCounts(h: History, series: readonly SeriesRow[], where: string): void {
  const { zones } = h.kernel.shape;
  const last = new Map<string, CountChange>();
  let next = 0;
  for (const row of series) {
    for (; next < h.changes.length && h.changes[next].line <= row.line; next++) last.set(`${h.changes[next].zone} ${h.changes[next].order}`, h.changes[next]);
    const truth = last.get(`${zones.findIndex(z => z.name === row.zone && z.node === row.node)} ${row.order}`);
    for (const key of ['nrFree', 'reported', 'inFlight'] as const) {
      const count = row[key];
      if (count !== null && count !== (truth?.[key] ?? 0)) assert.fail(`${where}, ${show(h, row.line)}\n${row.zone}, order ${row.order}, ${key}: the twin has ${truth?.[key] ?? 0}, the engine ${count}`);
    }
  }
}

const typeNames = ['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate'];
const shown = 64;

const expectedZone = (truth: ZoneTruth): unknown => ({
  lists: truth.lists.map(({ order, type, pfns, reported, boundary }) => {
    const first = pfns.slice(0, shown);
    return { order, migratetype: typeNames[type], pfns: first, reportedPfns: reported.filter(pfn => first.includes(pfn)), more: Math.max(0, pfns.length - shown), boundary };
  }),
  requested: truth.requested, active: truth.active,
});

export function checkState(h: History, truth: Snapshot, state: StateView, where: string): void {
  const message = `${where}, ${show(h, truth.line)}`;
  for (const [i, { name, node }] of h.kernel.shape.zones.entries()) {
    const view = state.zones.find(z => z.zone === name && z.node === node);
    const zone = truth.zones[i];
    // Bits are not known before their first operation.
    const requested = view?.requested ?? (zone.requestedSeen ? null : false);
    const active = view?.active ?? (zone.activeSeen ? null : false);
    assert.deepEqual({ lists: view?.lists, requested, active }, expectedZone(zone), message);
  }
  const locks = truth.zones.flatMap(({ lock }, i) => (lock === null ? [] : [{ lock: 'zone->lock', zone: h.kernel.shape.zones[i].name, ...lock }]));
  assert.deepEqual(state.locks.filter(l => l.zone !== null), locks.sort((a, b) => a.line - b.line), message);
}

export function checkStates(h: History, where: string): void {
  const document = openDocument(h.text);
  for (const truth of h.snapshots) checkState(h, truth, document.stateAt(truth.line), where);
}
