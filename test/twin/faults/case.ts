/** A single fault, the rule that must find it, and where its histories may not show it. */
import type { Fault, Kernel, Verdict } from '../kernel.js';
import type { Arguments } from '../printer.js';
import type { Interface } from '../shape.js';

export interface FaultCase {
  readonly rule: string;
  readonly interfaces: readonly Interface[];
  readonly fault: Fault;
  /** Findings of other rules that may come earlier than the rule's own: the same fault shows to them first. */
  readonly before?: readonly string[];
  /** The state is judged where the lock is released: the finding may stand at that line. */
  readonly untilRelease?: boolean;
  /** How long a history must be for it. */
  readonly lines?: number;
  /** Why a history may not decide it. */
  readonly undecided?: string;
}

export const v5: readonly Interface[] = ['reporting-v5'];
export const v2: readonly Interface[] = ['hinting-v2'];
export const cycles: readonly Interface[] = ['reporting-v5', 'hinting-v2'];
export const walks: readonly Interface[] = ['walk-v29'];
export const hints: readonly Interface[] = ['hint-list-v33'];
export const main: readonly Interface[] = ['mainline'];
/** Those whose free lists and locks the first protocols share. */
export const all: readonly Interface[] = ['reporting-v5', 'hinting-v2', 'walk-v29', 'hint-list-v33'];

/** Every interface that the fault's sites exist in. */
export const everywhere: readonly Interface[] = [...all, 'mainline', 'torvalds-alloc', 'wilcox-buffer'];

export type Judge = (name: string, args: Arguments, k: Kernel) => Verdict;

/** The first event of these names is wrong. */
export const at = (...names: readonly string[]): Judge => name => (names.includes(name) ? 'wrong' : 'not yet');

export const fault = (site: string, judge?: Judge): Fault => (judge === undefined ? { site } : { site, judge });

/** One of these events says something else, without drawing from the seed; `change` gives the keys that differ, undefined where it does not apply. */
export function said(names: string | readonly string[], change: (args: Arguments, k: Kernel) => Arguments | undefined): Fault {
  const events = [names].flat();
  return {
    site: 'event',
    change: (k, name, args) => {
      if (!events.includes(name)) return undefined;
      const other = change(args, k);
      return other === undefined ? undefined : { ...args, ...other };
    },
  };
}

/** Probes on a stock kernel show neither locks nor free lists: with them the fault cannot be seen. */
export const probesHideIt = 'kprobes on a stock kernel do not show it';
export const inFull = (judge: Judge = () => 'wrong'): Judge => (name, args, k) => (k.shape.mainline?.probes === true ? 'undecided' : judge(name, args, k));

/** The same faults in mainline. */
export const again = (cases: readonly FaultCase[], ...rules: readonly string[]): FaultCase[] =>
  cases.filter(({ rule }) => rules.includes(rule)).map(entry => ({
    ...entry, interfaces: main, undecided: entry.undecided ?? probesHideIt, fault: { ...entry.fault, judge: inFull(entry.fault.judge) },
  }));
