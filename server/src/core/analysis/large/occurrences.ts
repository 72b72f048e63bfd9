/** Where the findings of a trace occur, each place of a folded finding by itself, as numbers: for filters by CPU, task and time. */
import type { Finding, FindingRow, FindingsPage, FindingsQuery, FindingChoice } from '../../api.js';
import type { Machine } from '../../engine/machine.js';
import type { Observation } from '../../engine/observation.js';
import type { Rule } from '../../rules/defineRule.js';
import { keyOf, silencersOf, silencing } from '../folding.js';
import { standsAlone } from '../rawFinding.js';
import { timeText } from '../timeText.js';

/** Places that are kept; of more, it is said that there are more. */
const MOST = 1 << 20;
/** Choices of one filter that are offered, the most frequent. */
const MOST_CHOICES = 500;

interface Site { readonly rule: string; readonly zone: number }

export class Occurrences {
  private size = 1024;
  private length = 0;
  private left = 0;
  private site = new Int32Array(this.size);
  private line = new Float64Array(this.size);
  private cpu = new Int16Array(this.size);
  private who = new Int32Array(this.size);
  private sec = new Float64Array(this.size);
  private nsec = new Int32Array(this.size);
  /** Id of the line that showed it, negative where it may vanish. */
  private at = new Float64Array(this.size);
  private readonly sites: Site[] = [];
  private readonly siteIds = new Map<string, number>();
  /** Lines at which a rule has spoken that silences another. */
  private readonly spoken = new Map([...silencing].map(rule => [rule, new Set<number>()]));

  constructor(private readonly machine: Machine) {}

  add(rule: Rule, observation: Observation): void {
    if (this.length >= MOST) {
      this.left++;
      return;
    }
    const { machine } = this;
    const line = observation.line - 1;
    const key = keyOf({ rule, observation });
    let site = this.siteIds.get(key);
    if (site === undefined) {
      site = this.sites.length;
      this.siteIds.set(key, site);
      this.sites.push({ rule: rule.id, zone: observation.zone });
    }
    this.spoken.get(rule.id)?.add(line);
    if (this.length === this.size) this.grow();
    const i = this.length++;
    this.site[i] = site;
    this.line[i] = line;
    this.cpu[i] = observation.cpu;
    this.who[i] = observation.who;
    this.sec[i] = machine.sec;
    this.nsec[i] = machine.nsec;
    this.at[i] = standsAlone({ rule, observation }) ? observation.at : -observation.at;
  }

  /** Those found behind this line (an id) vanish, but for those that stand alone. */
  lose(sinceId: number): void {
    let from = this.length;
    while (from > 0 && Math.abs(this.at[from - 1]) > sinceId) from--;
    let left = from;
    for (let i = from; i < this.length; i++) {
      if (this.at[i] < 0) this.spoken.get(this.sites[this.site[i]].rule)?.delete(this.line[i]);
      else this.move(i, left++);
    }
    this.length = left;
  }

  private move(from: number, to: number): void {
    for (const column of this.columns()) column[to] = column[from];
  }

  private columns(): readonly (Int32Array | Float64Array | Int16Array)[] {
    return [this.site, this.line, this.cpu, this.who, this.sec, this.nsec, this.at];
  }

  /** Site of a rule's first finding, by rule and line. */
  private places(): ReadonlyMap<string, number> {
    const first = new Map<number, number>();
    for (let i = 0; i < this.length; i++) first.set(this.site[i], Math.min(this.line[i], first.get(this.site[i]) ?? Infinity));
    return new Map([...first].map(([site, line]) => [`${this.sites[site].rule} ${line}`, site]));
  }

  private grow(): void {
    this.size *= 2;
    const site = new Int32Array(this.size); site.set(this.site); this.site = site;
    const line = new Float64Array(this.size); line.set(this.line); this.line = line;
    const cpu = new Int16Array(this.size); cpu.set(this.cpu); this.cpu = cpu;
    const who = new Int32Array(this.size); who.set(this.who); this.who = who;
    const sec = new Float64Array(this.size); sec.set(this.sec); this.sec = sec;
    const nsec = new Int32Array(this.size); nsec.set(this.nsec); this.nsec = nsec;
    const at = new Float64Array(this.size); at.set(this.at); this.at = at;
  }

  /** `findings`: those that are listed, in the order of the table. */
  page(findings: readonly Finding[], query: FindingsQuery): FindingsPage {
    const places = this.places();
    const bySite = new Map<number, Finding>();
    for (const finding of findings) {
      const site = places.get(`${finding.rule} ${finding.line}`);
      if (site !== undefined && !bySite.has(site)) bySite.set(site, finding);
    }
    const listed = new Set(findings.map(({ rule }) => rule));
    const tallies = { rule: new Map<string, number>(), zone: new Map<string, number>(), cpu: new Map<string, number>(), task: new Map<string, number>() };
    const count = (of: Map<string, number>, value: string): void => { of.set(value, (of.get(value) ?? 0) + 1); };
    /** By site: the first place that fits, and how many do. */
    const fitting = new Map<number, { readonly first: number; count: number }>();
    for (let i = 0; i < this.length; i++) {
      const site = this.site[i];
      if (!bySite.has(site) || this.isSilenced(i, listed)) continue;
      const { rule, zone } = this.sites[site];
      const [cpu, task, zoneName] = [String(this.cpu[i]), this.taskOf(i), this.zoneOf(zone)];
      count(tallies.rule, rule);
      if (zoneName !== null) count(tallies.zone, zoneName);
      if (this.cpu[i] >= 0) count(tallies.cpu, cpu);
      if (task !== null) count(tallies.task, task);
      if (!fits(query, rule, zoneName, this.cpu[i], task, this.sec[i], this.nsec[i])) continue;
      const known = fitting.get(site);
      if (known === undefined) fitting.set(site, { first: i, count: 1 }); else known.count++;
    }
    const unfiltered = isUnfiltered(query);
    const rows: (() => FindingRow)[] = [];
    for (const finding of findings) {
      const site = places.get(`${finding.rule} ${finding.line}`);
      const fit = site === undefined || bySite.get(site) !== finding ? undefined : fitting.get(site);
      if (fit !== undefined) rows.push(() => this.rowOf(finding, fit, unfiltered));
      // What shows only at the end of the trace, or was too much to keep, has no place of its own here.
      else if (fits(query, finding.rule, null, -1, null, -1, -1)) rows.push(() => ({ ...plainRow(finding), zone: null, cpu: null, task: null, timeNs: null }));
    }
    return {
      total: rows.length, all: findings.length, dropped: this.left, rows: rows.slice(query.first, query.first + query.count).map(row => row()),
      rules: choices(tallies.rule), zones: choices(tallies.zone), cpus: choices(tallies.cpu), tasks: choices(tallies.task),
    };
  }

  private rowOf(finding: Finding, { first, count }: { readonly first: number; readonly count: number }, unfiltered: boolean): FindingRow {
    const row = plainRow(finding);
    const line = unfiltered ? finding.line : this.line[first];
    return {
      ...row, line, times: unfiltered ? finding.count : count, like: line === finding.line ? null : finding.line, zone: this.zoneOf(this.sites[this.site[first]].zone),
      cpu: this.cpu[first] < 0 ? null : this.cpu[first], task: this.taskOf(first), timeNs: timeText(this.sec[first], this.nsec[first]),
    };
  }

  private isSilenced(i: number, listed: ReadonlySet<string>): boolean {
    return silencersOf(this.sites[this.site[i]].rule).some(silencer => listed.has(silencer) && this.spoken.get(silencer)?.has(this.line[i]) === true);
  }

  private taskOf(i: number): string | null {
    return this.who[i] < 0 ? null : this.machine.whoLabel(this.who[i]);
  }

  private zoneOf(zone: number): string | null {
    return zone < 0 ? null : this.machine.names.zoneLabel(zone);
  }
}

const plainRow = ({ line, severity, rule, message, count }: Finding): Pick<FindingRow, 'line' | 'severity' | 'rule' | 'message' | 'times' | 'like'> =>
  ({ line, severity, rule, message, times: count, like: null });

const isUnfiltered = ({ rule, zone, cpu, task, from, to }: FindingsQuery): boolean =>
  rule === null && zone === null && cpu === null && task === null && from === null && to === null;

/** A place that does not tell what a filter asks for does not fit. */
function fits(query: FindingsQuery, rule: string, zone: string | null, cpu: number, task: string | null, sec: number, nsec: number): boolean {
  const time = sec < 0 ? NaN : sec + Math.max(0, nsec) / 1e9;
  return (query.rule === null || query.rule === rule) && (query.zone === null || query.zone === zone) && (query.cpu === null || query.cpu === cpu)
    && (query.task === null || query.task === task) && (query.from === null || time >= query.from) && (query.to === null || time <= query.to);
}

const choices = (tally: ReadonlyMap<string, number>): FindingChoice[] =>
  [...tally].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, MOST_CHOICES).map(([value, places]) => ({ value, places }));
