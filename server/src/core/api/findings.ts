/** What the rules say of a trace. */
import type { EventAlias, InterfaceName } from '../trace/settings.js';

export type Severity = 'error' | 'warning' | 'info';

export const ruleGroups = ['locking', 'context', 'walk', 'hint', 'boundary', 'accounting', 'lifecycle', 'mainline', 'input'] as const;
export type RuleGroup = (typeof ruleGroups)[number];

/** What a finding rests on. */
export type Evidence = 'flags' | 'lock' | 'probe' | 'event' | 'snapshot';

export interface RelatedLine {
  readonly line: number;
  readonly message: string;
  /** Of a merged trace: the part (counted from 0) whose line it is. */
  readonly part?: number;
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  readonly related: readonly RelatedLine[];
  /** Occurrences folded into this one, itself included. */
  readonly count: number;
  /** The last line of them; equal to `line` where `count` is 1. */
  readonly lastLine: number;
  /** Of a merged trace: the parts (counted from 0) that `line` and `lastLine` are lines of. */
  readonly part?: number;
  readonly lastPart?: number;
}

export type RuleSetting = 'off' | Severity;

export interface AnalysisOptions {
  /** Overrides what the trace says of itself. */
  readonly interface?: InterfaceName;
  /** Rule id -> severity, or off. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Private events and probes, as `buddyscope: event` lines in front of the trace. */
  readonly events?: readonly EventAlias[];
  /** Default true: repeats at one site become one finding. */
  readonly fold?: boolean;
  /** How much is kept of pages, in blocks of memory, where it is to be another number than the usual one. */
  readonly limits?: { readonly slabs: number; readonly ownerBlocks: number; readonly unitGroups: number };
}

/** A rule as the registry knows it, for `rules`, settings and documentation. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  readonly group: RuleGroup;
  readonly interfaces: readonly InterfaceName[];
  /** Where a rule's evidence is seen: F ftrace, D lock events, K kprobes, I semantic events, P /proc snapshot or settings. */
  readonly visibleIn: readonly ('F' | 'D' | 'K' | 'I' | 'P')[];
  readonly summary: string;
}
