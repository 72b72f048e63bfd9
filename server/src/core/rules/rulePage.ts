/** A rule's page of documentation: the file in docs/rules, and what `buddyscope explain` and the editor show. */
import type { RuleInfo } from '../api.js';
import { interfaceNames } from '../trace/settings.js';
import type { RuleDocs } from './defineRule.js';

const visible: Readonly<Record<RuleInfo['visibleIn'][number], string>> = {
  F: 'stock ftrace (flags column, stock events, function tracer)',
  D: 'lock events (lockdep, or kprobes on the lock functions)',
  K: 'kprobe events on the functions',
  I: 'semantic events of the trace language',
  P: 'a /proc snapshot or a settings line',
};

/** Headings of a page, in their order; a test holds the pages to them. */
export const pageHeadings = ['What it does', 'Why is this bad?', 'Example', 'What to do', 'What the trace must show', 'Source'] as const;

/** Markdown. `example` is a trace in which the rule finds something. */
export function rulePage(rule: RuleInfo & { readonly docs: RuleDocs }, example?: string): string {
  const { docs } = rule;
  const bodies: Readonly<Record<(typeof pageHeadings)[number], string | undefined>> = {
    'What it does': docs.what,
    'Why is this bad?': docs.why,
    'Example': example === undefined ? undefined : `\`\`\`alloctrace\n${example.trimEnd()}\n\`\`\``,
    'What to do': docs.fix,
    'What the trace must show': docs.needs,
    'Source': docs.source,
  };
  const facts = [
    `- Severity: ${rule.severity}`,
    `- Group: ${rule.group}`,
    `- Interfaces: ${rule.interfaces.length === interfaceNames.length ? 'all' : rule.interfaces.join(', ')}`,
    `- Visible in: ${rule.visibleIn.map(letter => visible[letter]).join('; ')}`,
  ];
  const sections = pageHeadings.flatMap(heading => (bodies[heading] === undefined ? [] : [`## ${heading}`, bodies[heading]]));
  return [`# ${rule.id}`, `${rule.summary}.`, facts.join('\n'), ...sections].join('\n\n') + '\n';
}
