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

export interface Example {
  /** A trace in which the rule finds something. */
  readonly trace: string;
  /** 1-based line of the finding, and what is said there. */
  readonly line: number;
  readonly message: string;
}

/** Names of the kernel's functions, fields and flags as code, which also keeps their underscores from being emphasis. */
const withCode = (text: string): string =>
  text.replace(/(?<![\w`/])(?:\w+\/\w+\.[ch]|\w+=\w*|\w+(?:->\w+)+|\w+\([&\w>-]*\)(?:->\w+)?|\w*_\w+(?:\[\w*\])?)/g, '`$&`');

/** Markdown. */
export function rulePage(rule: RuleInfo & { readonly docs: RuleDocs }, example?: Example): string {
  const { docs } = rule;
  const bodies: Readonly<Record<(typeof pageHeadings)[number], string | undefined>> = {
    'What it does': withCode(docs.what),
    'Why is this bad?': withCode(docs.why),
    'Example': example === undefined ? undefined : `\`\`\`alloctrace\n${example.trace.trimEnd()}\n\`\`\`\n\n> Line ${example.line}: ${withCode(example.message)}`,
    'What to do': withCode(docs.fix),
    'What the trace must show': withCode(docs.needs),
    'Source': withCode(docs.source),
  };
  const facts = [
    `- Severity: ${rule.severity}`,
    `- Group: ${rule.group}`,
    `- Interfaces: ${rule.interfaces.length === interfaceNames.length ? 'all' : rule.interfaces.join(', ')}`,
    `- Visible in: ${rule.visibleIn.map(letter => visible[letter]).join('; ')}`,
  ];
  const sections = pageHeadings.flatMap(heading => (bodies[heading] === undefined ? [] : [`## ${heading}`, bodies[heading]]));
  return [`# ${rule.id}`, `${withCode(rule.summary)}.`, facts.join('\n'), ...sections].join('\n\n') + '\n';
}
