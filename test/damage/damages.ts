/** Single damages of a capture, each with the line at which a rule is broken, or why its documented condition does not decide it (docs/LOCKS.md). */
import type { Random } from '../support/random.js';
import type { Capture, Row } from './capture.js';

export interface Damaged { readonly lines: readonly string[]; /** 0-based. */ readonly at: number; readonly rules: readonly string[] }
export interface Undecided { readonly undecided: string }
export type Damage = (capture: Capture, site: Row, random: Random) => Damaged | Undecided;

export interface DamageKind {
  readonly name: string;
  /** Rows that can be damaged. */
  readonly sites: (capture: Capture) => readonly Row[];
  readonly damage: Damage;
}

const undecided = (why: string): Undecided => ({ undecided: why });
const without = (lines: readonly string[], ...gone: readonly number[]): readonly string[] => lines.filter((_, at) => !gone.includes(at));
const replaced = (lines: readonly string[], at: number, line: string): readonly string[] => lines.map((own, i) => (i === at ? line : own));
const withFlags = (line: string, old: string, flags: string): string => line.replace(` ${old} `, ` ${flags} `);

/** Labels of events that stand under the zone lock only. */
const underLock = new Set(['mm_page_pcpu_drain', 'mm_page_alloc_zone_locked', 'mm_page_alloc_extfrag', 'isolate', 'isolate_ret', 'putback', 'putback_ret', 'pr_drain', 'pr_drain_ret', 'pr_notify']);
const sameSection = (a: Row, b: Row): boolean => a.who === b.who && a.cpu === b.cpu;

/** The acquisition that `release` ends, and the rows of its section between the two. */
function sectionOf(capture: Capture, release: Row): { ask: Row; inside: readonly Row[] } | undefined {
  const { rows } = capture;
  const end = rows.indexOf(release);
  for (let i = end - 1; i >= 0; i--) {
    const row = rows[i];
    if (!sameSection(row, release) || row.lock?.address !== release.lock?.address) continue;
    if (row.lock?.step === 'release') return undefined;
    if (row.lock?.step === 'ask') return { ask: row, inside: rows.slice(i + 1, end).filter(own => sameSection(own, release)) };
  }
  return undefined;
}

/** Functions that have released the lock before, as far as the section may be released by them. */
function releasesShown(capture: Capture, ask: Row, next: Row): boolean {
  const seen = new Set(capture.rows.filter(({ at, lock }) => at < ask.at && lock?.step === 'release' && lock.address === ask.lock?.address).map(({ lock }) => lock?.variant));
  const needed = ask.lock?.variant === 'irq' ? ['irq', 'irqsave'] : [ask.lock?.variant];
  if (next.lock?.variant === 'irq') needed.push('irq');
  return needed.every(variant => seen.has(variant));
}

/** Between the acquisition and the next one on the CPU there must be a release. */
const unlockRemoved: Damage = (capture, site) => {
  const section = sectionOf(capture, site);
  if (section === undefined) return undecided('the section begins before the trace');
  const proved = section.inside.some(row => underLock.has(row.name) || row.lock?.step === 'taken');
  const next = capture.rows.find(({ at, cpu, who, lock }) =>
    at > site.at && cpu === site.cpu && lock?.step === 'ask' && lock.address === site.lock?.address && (who === site.who || proved));
  if (next === undefined) return undecided('neither the task nor the CPU takes the lock again');
  if (!releasesShown(capture, section.ask, next)) return undecided('the releasing function has not printed before');
  return { lines: without(capture.lines, site.at), at: next.at - 1, rules: ['lock-taken-twice'] };
};

const irqsOffCleared: Damage = (capture, site) => {
  if (capture.rt) return undecided('PREEMPT_RT: interrupts stay on');
  if (site.lock?.step === 'release' && sectionOf(capture, site) === undefined) return undecided('the section begins before the trace');
  const flags = (site.flags.startsWith('D') ? 'b' : '.') + site.flags.slice(1);
  return { lines: replaced(capture.lines, site.at, withFlags(capture.lines[site.at], site.flags, flags)), at: site.at, rules: ['zone-lock-irqs-on', 'irqs-enabled-under-zone-lock'] };
};

/** The worker's run that the row is in, if it begins and ends in the trace. */
function runOf(capture: Capture, site: Row): { readonly begin: Row; readonly end: Row } | undefined {
  const own = capture.rows.filter(row => row.who === site.who);
  const begin = own.findLast(row => row.name === 'pr_process' && row.at < site.at);
  const end = own.find(row => row.name === 'pr_process_ret' && row.at > site.at);
  const before = own.findLast(row => row.name === 'pr_process_ret' && row.at < site.at);
  return begin === undefined || end === undefined || (before !== undefined && before.at > begin.at) ? undefined : { begin, end };
}

const noRun = undecided('not in a run of the worker that begins and ends in the trace');
/** The return of the call at `site`. */
const returnOf = (capture: Capture, site: Row): Row | undefined => capture.rows.find(row => row.at > site.at && row.who === site.who && row.name === `${site.name}_ret`);

const putbackRemoved: Damage = (capture, site) => {
  const run = runOf(capture, site);
  const end = returnOf(capture, site);
  if (run === undefined || end === undefined) return noRun;
  if (!capture.rows.some(({ at, name }) => at !== site.at && name === 'putback')) return undecided('no other putback in the trace');
  return { lines: without(capture.lines, site.at, end.at), at: run.end.at - 2, rules: ['pulled-not-returned'] };
};

const pageOf = (line: string): string | undefined => / page=(0x[0-9a-f]+)/.exec(line)?.[1];

const time = /\d+\.\d{6}: /;
const atTimeOf = (line: string, other: string): string => line.replace(time, time.exec(other)?.[0] ?? '');

/** The same block is taken again while it is out, in place of another one or besides; or the same batch is given to the driver again. */
const reportedTwice: Damage = (capture, site, random) => {
  const { lines, rows } = capture;
  if (runOf(capture, site) === undefined) return noRun;
  const end = returnOf(capture, site);
  if (end === undefined) return noRun;
  const call = lines.slice(site.at, end.at + 1).map(line => atTimeOf(line, lines[end.at]));
  if (site.name.startsWith('vb_report')) {
    // Two probes on one function print one call twice: the first of them begins it.
    return { lines: [...lines.slice(0, end.at + 1), ...call, ...lines.slice(end.at + 1)], at: end.at + 1, rules: ['batch-mismatch'] };
  }
  if (/ ret=0\b/.test(lines[end.at])) return undecided('the block was not taken');
  const batch = rows.filter(row => row.who === site.who && row.at < site.at && row.name === 'isolate'
    && !rows.some(between => between.name === 'vb_report' && between.at > row.at && between.at < site.at));
  if (batch.length === 0 || random.below(2) === 0) {
    return { lines: [...lines.slice(0, end.at + 1), ...call, ...lines.slice(end.at + 1)], at: end.at + 1, rules: ['pick-reported'] };
  }
  const [own, other] = [pageOf(lines[site.at]), pageOf(lines[random.pick(batch).at])];
  if (own === undefined || other === undefined) return undecided('the trace does not say which block');
  return { lines: replaced(lines, site.at, lines[site.at].replace(own, other)), at: site.at, rules: ['pick-reported'] };
};

/** The driver is called before the unlock that stands in front of it, or with interrupts off. */
const reportUnderLock: Damage = (capture, site) => {
  const { lines, rows } = capture;
  if (runOf(capture, site) === undefined) return noRun;
  const end = returnOf(capture, site);
  const unlock = rows.findLast(row => row.at < site.at && row.who === site.who);
  if (unlock?.lock?.step !== 'release' || end === undefined) {
    if (capture.rt) return undecided('PREEMPT_RT: no lock event, and the flags say nothing');
    return { lines: replaced(lines, site.at, withFlags(lines[site.at], site.flags, 'd..1.')), at: site.at, rules: ['report-under-lock'] };
  }
  const call = lines.slice(site.at, end.at + 1).map(line => atTimeOf(withFlags(line, site.flags, unlock.flags), lines[unlock.at]));
  return { lines: [...lines.slice(0, unlock.at), ...call, lines[unlock.at], ...lines.slice(unlock.at + 1, site.at), ...lines.slice(end.at + 1)], at: unlock.at, rules: ['report-under-lock'] };
};

const named = (...names: readonly string[]) => (capture: Capture): readonly Row[] => capture.rows.filter(row => names.includes(row.name));

export const damages: readonly DamageKind[] = [
  { name: 'an unlock line removed', sites: capture => capture.rows.filter(row => row.lock?.step === 'release'), damage: unlockRemoved },
  {
    name: 'irqs-off cleared on a locked line', damage: irqsOffCleared,
    sites: capture => capture.rows.filter(row => (row.flags.startsWith('d') || row.flags.startsWith('D')) && (underLock.has(row.name) || row.lock?.step === 'release' || row.lock?.step === 'taken')),
  },
  { name: 'an isolate without putback', sites: named('putback'), damage: putbackRemoved },
  { name: 'a page reported twice', sites: named('isolate', 'vb_report'), damage: reportedTwice },
  { name: 'a report under the lock', sites: named('vb_report'), damage: reportUnderLock },
];
