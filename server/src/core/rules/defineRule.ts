/** The contract of a rule. One rule is one file in this folder; `registry.ts` is generated from the files. */
import type { Evidence, RuleGroup, RuleInfo, Severity } from '../api.js';
import type { Observation, ObservationKind } from '../engine/observation.js';
import type { InterfaceName } from '../trace/settings.js';
import type { RuleText } from './ruleText.js';

/** A line that belongs to a finding: its id (0 = not known, left out) and what happened there. */
export interface RelatedId { readonly id: number; readonly message: string }

/** Where on the line a finding stands: the event's name, its flags column, or the value of a key. */
export type Place = 'name' | 'flags' | { readonly key: string } | { readonly start: number; readonly end: number };

export interface RuleDocs {
  /** What it does: the condition in words. */
  readonly what: string;
  /** Why is this bad? */
  readonly why: string;
  /** What to do. */
  readonly fix: string;
  /** What a trace must show for the rule to be decided. */
  readonly needs: string;
  /** Kernel function or patch that the rule comes from. */
  readonly source: string;
}

export interface RuleSpec<K extends ObservationKind> {
  readonly id: string;
  readonly severity: Severity;
  readonly group: RuleGroup;
  readonly interfaces: readonly InterfaceName[];
  readonly visibleIn: RuleInfo['visibleIn'];
  /** One line, no full stop. */
  readonly summary: string;
  readonly docs: RuleDocs;
  readonly observes: K;
  /** About interrupts: off on PREEMPT_RT, where the zone lock is a sleeping lock. */
  readonly irqRule?: boolean;
  /**
   * Events that other CPUs have lost meanwhile change nothing: the line shows all of it, or what its own CPU did in one section of a lock.
   * Absent: the finding rests on what all CPUs did, and vanishes when one of them turns out to have lost events.
   */
  readonly standsAlone?: true | ((o: Observation<K>) => boolean);
  /** The condition on what was observed; absent: always. */
  readonly holds?: (o: Observation<K>) => boolean;
  /** True for a repetition of an earlier cause: only listed when findings are not folded. */
  readonly isConsequence?: (o: Observation<K>) => boolean;
  /** A severity of its own for some findings, unless the user has set the rule's. */
  readonly raise?: (o: Observation<K>) => Severity | undefined;
  /** What is wrong, why, what to do, with the numbers seen. */
  readonly message: (o: Observation<K>, text: RuleText) => string;
  readonly related?: (o: Observation<K>, text: RuleText) => readonly RelatedId[];
  readonly at?: (o: Observation<K>) => Place;
  /** What a finding rests on; absent: events. */
  readonly evidence?: readonly Evidence[] | ((o: Observation<K>) => readonly Evidence[]);
}

export interface Rule extends Omit<RuleSpec<ObservationKind>, 'standsAlone' | 'holds' | 'isConsequence' | 'raise' | 'message' | 'related' | 'at' | 'evidence'> {
  readonly standsAlone: (o: Observation) => boolean;
  readonly holds: (o: Observation) => boolean;
  readonly isConsequence: (o: Observation) => boolean;
  readonly raise: (o: Observation) => Severity | undefined;
  readonly message: (o: Observation, text: RuleText) => string;
  readonly related: (o: Observation, text: RuleText) => readonly RelatedId[];
  readonly at: (o: Observation) => Place;
  readonly evidence: (o: Observation) => readonly Evidence[];
}

const isKind = <K extends ObservationKind>(o: Observation, kind: K): o is Observation<K> => o.kind === kind;

/** Makes a rule of its specification: from here on it takes any observation and looks at those of its kind only. */
export function defineRule<K extends ObservationKind>(spec: RuleSpec<K>): Rule {
  const on = <T>(o: Observation, use: (o: Observation<K>) => T, otherwise: T): T => (isKind(o, spec.observes) ? use(o) : otherwise);
  return {
    ...spec,
    evidence: o => on(o, own => (typeof spec.evidence === 'function' ? spec.evidence(own) : spec.evidence ?? ['event']), ['event']),
    standsAlone: o => on(o, own => spec.standsAlone === true || (spec.standsAlone?.(own) ?? false), false),
    holds: o => on(o, own => spec.holds?.(own) ?? true, false),
    isConsequence: o => on(o, own => spec.isConsequence?.(own) ?? false, false),
    raise: o => on(o, own => spec.raise?.(own), undefined),
    message: (o, text) => on(o, own => spec.message(own, text), ''),
    related: (o, text) => on(o, own => spec.related?.(own, text) ?? [], []),
    at: o => on(o, own => spec.at?.(own) ?? 'name', 'name'),
  };
}
