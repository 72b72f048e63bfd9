import type { FileAnalysis, Finding, TraceSummary } from '../api.js';
import { countsTable } from './countsTable.js';
import { plainText, plural } from './plainText.js';
import { countBySeverity } from './tally.js';
import { secondsOf } from './times.js';

/** Editors' problem matchers read the first line of each; the indented ones are for people. */
export function* findingText(file: string, finding: Finding): Generator<string> {
  const name = plainText(file);
  yield `${name}:${finding.line + 1}:${finding.column + 1}: ${finding.severity}: ${plainText(finding.message)} [${finding.rule}]\n`;
  for (const { line, message } of finding.related) yield `    ${name}:${line + 1}: ${plainText(message)}\n`;
}

const span = ({ firstTimeNs, lastTimeNs }: TraceSummary): string =>
  firstTimeNs === null || lastTimeNs === null ? '' : `, ${secondsOf(String(BigInt(lastTimeNs) - BigInt(firstTimeNs)))} s`;

function unrecognised(summary: TraceSummary, findings: readonly Finding[]): string {
  if (summary.unrecognisedLines === 0) return 'every line recognised';
  const text = `${plural(summary.unrecognisedLines, 'line')} not recognised`;
  const shown = findings.filter(({ rule }) => rule === 'unrecognised-line').slice(0, 5);
  if (shown.length === 0) return text;
  const lines = shown.map(({ line }) => String(line + 1)).join(', ');
  const { lastLine } = shown[shown.length - 1];
  return `${text}: ${lines}${lastLine > shown[shown.length - 1].line ? ` to ${lastLine + 1}` : summary.unrecognisedLines > shown.length ? ', ...' : ''}`;
}

export function* summaryText(file: string, { summary, findings }: FileAnalysis): Generator<string> {
  const { error, warning, info } = countBySeverity(findings);
  yield `${plainText(file)}: ${plural(summary.lines, 'line')}, ${plural(summary.events, 'event')}${span(summary)}, `
    + `interface ${summary.interface ?? 'not recognised'}\n`;
  yield `  ${unrecognised(summary, findings)}; ${summary.lostEvents === 0 ? 'no event lost' : `${plural(summary.lostEvents, 'event')} lost`}\n`;
  yield `  ${plural(error, 'error')}, ${plural(warning, 'warning')}, ${info.toLocaleString('en-US')} informational\n`;
  const table = countsTable(summary.zones);
  if (table.length === 0) return;
  yield '  blocks after the last line, - where the trace does not tell:\n';
  for (const line of table) yield `    ${line}\n`;
}

export interface TextChoice {
  readonly maxFindings: number;
  /** Whether a finding is listed; those of severity info usually are only counted. */
  readonly listed: (finding: Finding) => boolean;
  /** Why only a part of the file could be read. */
  readonly damage?: string | undefined;
}

export function* analysisText(file: string, analysis: FileAnalysis, choice: TextChoice): Generator<string> {
  const listed = analysis.findings.filter(choice.listed);
  for (const finding of listed.slice(0, choice.maxFindings)) yield* findingText(file, finding);
  yield* summaryText(file, analysis);
  if (choice.damage !== undefined) yield `  this is a part of the file only: ${plainText(choice.damage)}\n`;
  const omitted = listed.length - choice.maxFindings;
  if (omitted > 0) yield `  ${plural(omitted, 'more finding')} not listed; --max-findings N raises the limit\n`;
  const quiet = analysis.findings.length - listed.length;
  if (quiet > 0) yield `  informational findings are listed by --format json, or one rule by --rule ID=info\n`;
}
