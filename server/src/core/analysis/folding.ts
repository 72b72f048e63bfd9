/**
 * Repeats at one site (rule, event, zone) become the first, with a count; consequences count for their cause. Findings may
 * come in batches, so that a trace of any length needs memory for its sites only.
 */
import { standsAlone, type RawFinding } from './rawFinding.js';

export interface Placed { readonly raw: RawFinding; readonly line: number }

export interface Folded { first: Placed; count: number; last: number }

interface Site extends Folded {
  readonly key: string;
  /** Rules that have spoken at the same lines and silence this one where they are not off. */
  readonly silencers: readonly string[];
}

/** Rules that are silent where another one has spoken at the same line. None of them has consequences. */
const subsumedBy: Readonly<Record<string, readonly string[] | undefined>> = {
  'list-op-unlocked': ['wrong-zone-lock'],
  'sleep-in-atomic': ['callback-sleeps', 'report-under-lock'],
  'sleep-in-rcu': ['sleep-in-atomic', 'callback-sleeps'],
};

export const silencing: ReadonlySet<string> = new Set(Object.values(subsumedBy).flatMap(ids => ids ?? []));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Line order, then rule; one rule's findings at one line in an order that is the same each time. */
export const inOrder = (a: Placed, b: Placed): number => a.line - b.line || compare(a.raw.rule.id, b.raw.rule.id)
  || compare(JSON.stringify(a.raw.observation.data), JSON.stringify(b.raw.observation.data));

/** The rules that silence this one at the same line. */
export const silencersOf = (rule: string): readonly string[] => subsumedBy[rule] ?? [];

/** Equal for findings of one site. */
export const keyOf = ({ rule, observation }: RawFinding): string =>
  `${rule.id} ${observation.event} ${observation.form & 1} ${observation.zone} ${rule.raise(observation) ?? ''}`;

/** Findings that stay are not folded with those that may vanish. */
const placeOf = (raw: RawFinding, key: string, silencers: readonly string[]): string => `${key} ${silencers.join()}${standsAlone(raw) ? '' : ' ?'}`;

export class Folding {
  private readonly sites = new Map<string, Site>();

  /** Adds findings; those of one line must be in one batch. Whether their rules are on is asked at the end. */
  add(batch: Placed[]): void {
    batch.sort(inOrder);
    const rulesAt = new Map<number, Set<string>>();
    for (const { raw, line } of batch) {
      const at = rulesAt.get(line);
      if (at === undefined) rulesAt.set(line, new Set([raw.rule.id])); else at.add(raw.rule.id);
    }
    for (const one of batch) {
      const silencers = subsumedBy[one.raw.rule.id]?.filter(id => rulesAt.get(one.line)?.has(id)) ?? [];
      const key = keyOf(one.raw);
      const place = placeOf(one.raw, key, silencers);
      const known = this.sites.get(place);
      const isConsequence = one.raw.rule.isConsequence(one.raw.observation);
      if (known !== undefined) join(known, { first: isConsequence ? known.first : one, count: 1, last: one.line });
      else if (!isConsequence) this.sites.set(place, { key, silencers, first: one, count: 1, last: one.line });
    }
  }

  /** Adds what another one has folded, whose lines count from `start`. It stays as it is. */
  merge(other: Folding, start: number): void {
    for (const [place, { key, silencers, first, count, last }] of other.sites) {
      const moved = { first: { raw: first.raw, line: start + first.line }, count, last: start + last };
      const known = this.sites.get(place);
      if (known === undefined) this.sites.set(place, { key, silencers, ...moved });
      else join(known, moved);
    }
  }

  /** The finding's site is in an earlier batch, and the finding is not before it. Not where the rule has to do with others of its line. */
  knows(raw: RawFinding, line: number): boolean {
    const known = this.siteOf(raw);
    return known !== undefined && line >= known.first.line;
  }

  /** Counts a finding of a site that is known. */
  count(raw: RawFinding, line: number): void {
    const known = this.siteOf(raw);
    if (known === undefined) return;
    known.count++;
    known.last = Math.max(known.last, line);
  }

  private siteOf(raw: RawFinding): Site | undefined {
    if (this.sites.size === 0 || subsumedBy[raw.rule.id] !== undefined || silencing.has(raw.rule.id)) return undefined;
    return this.sites.get(placeOf(raw, keyOf(raw), []));
  }

  /** Takes findings back that rest on what all CPUs did. */
  dropDependent(): void {
    for (const [place, { first: { raw } }] of this.sites) if (!standsAlone(raw)) this.sites.delete(place);
  }

  /** One entry a site, in line order. `isOn`: the rule's findings are listed, and silence others. */
  folded(isOn: (rule: string) => boolean): Folded[] {
    const byKey = new Map<string, Folded>();
    for (const { key, silencers, first, count, last } of this.sites.values()) {
      if (!isOn(first.raw.rule.id) || silencers.some(isOn)) continue;
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, { first, count, last });
      else join(known, { first, count, last });
    }
    return [...byKey.values()].sort((a, b) => inOrder(a.first, b.first));
  }
}

function join(to: Folded, more: Folded): void {
  if (inOrder(more.first, to.first) < 0) to.first = more.first;
  to.count += more.count;
  to.last = Math.max(to.last, more.last);
}
