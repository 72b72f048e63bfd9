import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver/node';
import { countBySeverity, type Finding, plainText, plural, type Severity, type TraceDocument } from '../core/index.js';

/** VS Code shows so many of a file. */
export const diagnosticLimit = 1000;

export const lspSeverity = (severity: Severity): DiagnosticSeverity => {
  switch (severity) {
    case 'error': return DiagnosticSeverity.Error;
    case 'warning': return DiagnosticSeverity.Warning;
    case 'info': return DiagnosticSeverity.Information;
  }
};

export interface DiagnosticContext {
  readonly uri: string;
  readonly trace: Pick<TraceDocument, 'lineCount' | 'lineText'>;
  readonly ruleLink: (id: string) => string | undefined;
  /** A URI that shows a line where the text editor is no help, or all findings (null); absent: there is none. */
  readonly lineLink?: (line: number | null) => string | undefined;
}

const nowhere: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function wholeLine(trace: DiagnosticContext['trace'], line: number): Range {
  const at = Math.max(0, Math.min(line, trace.lineCount - 1));
  return { start: { line: at, character: 0 }, end: { line: at, character: trace.lineText(at).length } };
}

function diagnosticOf(finding: Finding, { uri, trace, ruleLink, lineLink }: DiagnosticContext): Diagnostic {
  const href = ruleLink(finding.rule);
  const related = finding.related.map(({ line, message }) => ({ location: { uri, range: wholeLine(trace, line) }, message: plainText(message) }));
  if (finding.count > 1) {
    related.push({ location: { uri, range: wholeLine(trace, finding.lastLine) }, message: `the last of ${finding.count.toLocaleString('en-US')} like this` });
  }
  const elsewhere = lineLink?.(finding.line);
  if (elsewhere !== undefined) related.push({ location: { uri: elsewhere, range: wholeLine(trace, finding.line) }, message: 'show this line in the Large Trace Viewer' });
  return {
    range: { start: { line: finding.line, character: finding.column }, end: { line: finding.line, character: finding.endColumn } },
    severity: lspSeverity(finding.severity),
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: 'buddyscope',
    message: plainText(finding.message),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

const rank: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

function more({ error, warning, info }: Readonly<Record<Severity, number>>, table?: string): Diagnostic {
  const omitted = error + warning + info;
  const parts = [error > 0 ? plural(error, 'error') : '', warning > 0 ? plural(warning, 'warning') : '', info > 0 ? `${info} informational` : ''];
  return {
    range: nowhere,
    severity: DiagnosticSeverity.Information,
    source: 'buddyscope',
    message: `${plural(omitted, 'more finding is', 'more findings are')} not shown here (${parts.filter((part) => part !== '').join(', ')}); `
      + `${table === undefined ? '' : 'the table of the Large Trace Viewer and '}\`buddyscope analyze\` ${table === undefined ? 'lists' : 'list'} all of them`,
    ...(table === undefined ? {} : { relatedInformation: [{ location: { uri: table, range: nowhere }, message: 'show all findings in a table' }] }),
  };
}

/** In line order; where there are too many, the most severe and among them the first, and one that says how many more. */
export function diagnosticsOf(findings: readonly Finding[], context: DiagnosticContext): Diagnostic[] {
  if (findings.length <= diagnosticLimit) return findings.map((finding) => diagnosticOf(finding, context));
  const ranked = [...findings].sort((a, b) => rank[a.severity] - rank[b.severity] || a.line - b.line);
  const shown = ranked.slice(0, diagnosticLimit - 1).sort((a, b) => a.line - b.line);
  return [...shown.map((finding) => diagnosticOf(finding, context)), more(countBySeverity(ranked.slice(diagnosticLimit - 1)))];
}

/**
 * Of a file that is not open as text: the most severe first, because an editor draws only the first 500 of what it is given.
 * `findings` are the first of them in that order; `counts` are of all.
 */
export function fileDiagnostics(findings: readonly Finding[], counts: Readonly<Record<Severity, number>>, context: DiagnosticContext): Diagnostic[] {
  const total = counts.error + counts.warning + counts.info;
  const shown = total <= diagnosticLimit ? findings : findings.slice(0, diagnosticLimit - 1);
  const diagnostics = shown.map((finding) => diagnosticOf(finding, context));
  if (shown.length === total) return diagnostics;
  const seen = countBySeverity(shown);
  return [...diagnostics, more({ error: counts.error - seen.error, warning: counts.warning - seen.warning, info: counts.info - seen.info }, context.lineLink?.(null))];
}
