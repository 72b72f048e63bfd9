/** From raw findings to the list that adapters show: settings, suppressions, folding, order, text. Pure. */
import type { AnalysisOptions, Finding, RelatedLine } from '../api.js';
import { interfaceNames, type InterfaceName } from '../trace/settings.js';
import type { Place, Rule } from '../rules/defineRule.js';
import type { RuleText } from '../rules/ruleText.js';
import { lineDetail } from '../parse/lineDetail.js';
import { rules } from '../rules/registry.js';
import { Folding, inOrder, type Placed } from './folding.js';
import { severityOf, type RawFinding } from './rawFinding.js';

export interface PublishContext {
  readonly options: AnalysisOptions;
  /** Found from the whole trace. */
  readonly preemptRt: boolean;
  readonly interface: InterfaceName | undefined;
  /** 0-based line of a line id; -1 where the line is gone. */
  lineOf(id: number): number;
  textOf(raw: RawFinding, line: number): string;
  /** Rules that the line before says to leave out. */
  disabledAt(line: number): readonly string[];
  /** How a message names a line (0-based); default `line 12`. */
  lineText?(line: number): string;
  readonly text: RuleText;
}

/** `folding`: findings that have been folded before. */
export function publish(raws: readonly RawFinding[], context: PublishContext, folding = new Folding()): Finding[] {
  const isOn = new Set(rules.filter(rule => applies(rule, context)).map(({ id }) => id));
  const placed: Placed[] = [];
  for (const raw of raws) {
    const line = context.lineOf(raw.observation.line);
    if (line >= 0 && isOn.has(raw.rule.id) && !context.disabledAt(line).includes(raw.rule.id)) placed.push({ raw, line });
  }
  const single = context.options.fold === false ? placed.sort(inOrder).map(p => render(p, 1, p.line, context)) : [];
  if (context.options.fold !== false) folding.add(placed);
  return [...single, ...folding.folded(id => isOn.has(id)).map(({ first, count, last }) => render(first, count, last, context))];
}

function applies(rule: Rule, context: PublishContext): boolean {
  if (severityOf(rule, context.options.rules) === undefined) return false;
  if (rule.irqRule === true && context.preemptRt) return false;
  return context.interface === undefined || rule.interfaces.includes(context.interface) || rule.interfaces.length === interfaceNames.length;
}

function render({ raw, line }: Placed, count: number, lastLine: number, context: PublishContext): Finding {
  const { rule, observation } = raw;
  const { start, end } = raw.columns ?? placeOn(context.textOf(raw, line), rule.at(observation));
  const related: RelatedLine[] = [];
  for (const { id, message } of rule.related(observation, context.text)) {
    const at = id === 0 ? -1 : context.lineOf(id);
    if (at >= 0 && at !== line) related.push({ line: at, message });
  }
  const repeats = count > 1 ? ` (${count} times, last at ${context.lineText?.(lastLine) ?? `line ${lastLine + 1}`})` : '';
  return {
    rule: rule.id, severity: severityOf(rule, context.options.rules, observation) ?? rule.severity, line, column: start, endColumn: end,
    message: rule.message(observation, context.text) + repeats, evidence: rule.evidence(observation), related, count, lastLine,
  };
}

/** Columns of the place on the line; never empty unless the line is. */
export function placeOn(text: string, place: Place): { start: number; end: number } {
  const clip = (start: number, end: number): { start: number; end: number } => {
    const from = Math.max(0, Math.min(start, Math.max(0, text.length - 1)));
    return { start: from, end: Math.max(Math.min(text.length, end), Math.min(from + 1, text.length)) };
  };
  if (typeof place === 'object' && 'start' in place) return clip(place.start, place.end);
  const detail = lineDetail(text);
  const name = detail.name ?? trimmed(text);
  if (place === 'flags') return clip((detail.flags ?? name).start, (detail.flags ?? name).end);
  if (place === 'name') return clip(name.start, name.end);
  const arg = detail.args.find(a => a.key === place.key);
  return arg === undefined ? clip(name.start, name.end) : clip(arg.valueStart, arg.valueEnd);
}

const trimmed = (text: string): { start: number; end: number } => {
  const start = text.length - text.trimStart().length;
  return { start: Math.min(start, text.length), end: Math.max(start, text.trimEnd().length) };
};
