/** Findings before they are folded, ranked and given their text. */
import type { RuleSetting, Severity } from '../api.js';
import type { Machine } from '../engine/machine.js';
import type { Observation, ObservationKind } from '../engine/observation.js';
import type { Rule } from '../rules/defineRule.js';
import { rules } from '../rules/registry.js';

export interface RawFinding {
  readonly rule: Rule;
  readonly observation: Observation;
  /** Its columns in the line, where the source of lines does not keep the text. */
  readonly columns?: { readonly start: number; readonly end: number };
}

/** See `RuleSpec.standsAlone`. */
export const standsAlone = ({ rule, observation }: RawFinding): boolean => rule.standsAlone(observation);

const byKind: ReadonlyMap<ObservationKind, readonly Rule[]> = (() => {
  const map = new Map<ObservationKind, Rule[]>();
  for (const rule of rules) map.set(rule.observes, [...(map.get(rule.observes) ?? []), rule]);
  return map;
})();

/** The rules that make a finding of the observation. */
export function matchRules(observation: Observation, add: (rule: Rule) => void): void {
  for (const rule of byKind.get(observation.kind) ?? []) if (rule.holds(observation)) add(rule);
}

/** `lines` of the trace are raw data; `line`: id of the first. */
export const rawOutput = (line: number, lines: number): Observation<'raw-output'> =>
  ({ kind: 'raw-output', line, at: line, data: { lines, start: 0, end: 0 }, event: 0, form: 0, zone: -1, who: -1, cpu: -1 });

/** Sends the machine's observations to `add`, as findings. `rt` is told of proof that the kernel is PREEMPT_RT. */
export function collect(machine: Machine, add: (rule: Rule, observation: Observation) => void, rt: () => void): void {
  machine.onObservation(observation => {
    if (observation.kind === 'irqs-on' && 'rtShown' in observation.data && observation.data.rtShown) rt();
    matchRules(observation, rule => { add(rule, observation); });
  });
}

/** Severity by the user's settings, else by the rule and the observation; undefined where the rule is off. */
export function severityOf(rule: Rule, settings: Readonly<Record<string, RuleSetting>> | undefined, observation?: Observation): Severity | undefined {
  const usual = (observation === undefined ? undefined : rule.raise(observation)) ?? rule.severity;
  const own = settings !== undefined && Object.hasOwn(settings, rule.id) ? settings[rule.id] : usual;
  return own === 'off' ? undefined : own;
}
