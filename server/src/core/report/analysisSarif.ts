import type { FileAnalysis, Finding, RuleInfo, Severity } from '../api.js';
import { nameOf } from './parts.js';
import { plural } from './plainText.js';

/** SARIF 2.1.0, https://docs.oasis-open.org/sarif/sarif/v2.1.0/: one run, the results of all files in it. */
export interface SarifTool {
  readonly version: string;
  readonly rules: readonly RuleInfo[];
  /** The page of a rule as Markdown. */
  readonly explain: (id: string) => string | undefined;
}

const level = (severity: Severity): 'error' | 'warning' | 'note' => {
  switch (severity) {
    case 'error': return 'error';
    case 'warning': return 'warning';
    case 'info': return 'note';
  }
};

function ruleObject({ id, severity, group, summary }: RuleInfo, page: string | undefined): object {
  return {
    id,
    shortDescription: { text: summary },
    ...(page === undefined ? {} : { help: { text: page, markdown: page } }),
    defaultConfiguration: { level: level(severity) },
    properties: { tags: [group] },
  };
}

export function* sarifHead({ version, rules, explain }: SarifTool): Generator<string> {
  yield '{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"Buddyscope",';
  yield `"version":${JSON.stringify(version)},"rules":[`;
  for (let i = 0; i < rules.length; i++) yield `${i === 0 ? '' : ','}\n${JSON.stringify(ruleObject(rules[i], explain(rules[i].id)))}`;
  yield ']}},"columnKind":"utf16CodeUnits","results":[';
}

function resultObject(finding: Finding, uriOf: (part: number | undefined) => string, ruleIndex: number): object {
  const place = (part: number | undefined, region: object): object => ({ physicalLocation: { artifactLocation: { uri: uriOf(part) }, region } });
  return {
    ruleId: finding.rule,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    level: level(finding.severity),
    message: { text: finding.message },
    locations: [place(finding.part, { startLine: finding.line + 1, startColumn: finding.column + 1, endColumn: finding.endColumn + 1 })],
    ...(finding.related.length === 0 ? {} : {
      relatedLocations: finding.related.map(({ line, message, part }, id) => ({ id, ...place(part, { startLine: line + 1 }), message: { text: message } })),
    }),
    occurrenceCount: finding.count,
    properties: { evidence: finding.evidence },
  };
}

/** The results of one file, with commas between them. */
export function* sarifResults(file: string, { findings, parts }: FileAnalysis, { rules }: SarifTool, maxFindings: number, uriOf: (file: string) => string): Generator<string> {
  const uriOfPart = (part: number | undefined): string => uriOf(nameOf(parts, part, file));
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const listed = findings.slice(0, maxFindings);
  for (let i = 0; i < listed.length; i++) {
    yield `${i === 0 ? '' : ',\n'}${JSON.stringify(resultObject(listed[i], uriOfPart, indexes.get(listed[i].rule) ?? -1))}`;
  }
}

export const sarifOmitted = (file: string, omitted: number): string => `${file}: ${plural(omitted, 'more finding')} not listed; --max-findings N raises the limit`;

/** `failures` are files that could not be analysed, `notes` what is left out of the results. */
export function sarifTail(failures: readonly string[], notes: readonly string[]): string {
  const notification = (kind: 'error' | 'note') => (text: string): object => ({ level: kind, message: { text } });
  const invocation = {
    executionSuccessful: failures.length === 0,
    toolExecutionNotifications: [...failures.map(notification('error')), ...notes.map(notification('note'))],
  };
  return `],\n"invocations":[${JSON.stringify(invocation)}]}]}\n`;
}
