import type { FileAnalysis, Finding, PlaceOfLine, TraceSummary } from '../api.js';
import { countsLegend, countsTable } from './countsTable.js';
import { nameOf, type Part } from './parts.js';
import { plainText, plural } from './plainText.js';
import { countBySeverity } from './tally.js';
import { secondsOf } from './times.js';

/** Editors' problem matchers read the first line of each; the indented ones are for people. */
export function* findingText(file: string, finding: Finding, parts?: readonly Part[]): Generator<string> {
  const nameOfPart = (part: number | undefined): string => plainText(nameOf(parts, part, file));
  yield `${nameOfPart(finding.part)}:${finding.line + 1}:${finding.column + 1}: ${finding.severity}: ${plainText(finding.message)} [${finding.rule}]\n`;
  for (const { line, message, part } of finding.related) yield `    ${nameOfPart(part)}:${line + 1}: ${plainText(message)}\n`;
}

const span = ({ firstTimeNs, lastTimeNs }: TraceSummary): string =>
  firstTimeNs === null || lastTimeNs === null ? '' : `, ${secondsOf(String(BigInt(lastTimeNs) - BigInt(firstTimeNs)))} s`;

function unrecognised({ summary, findings, parts }: FileAnalysis): string {
  if (summary.unrecognisedLines === 0) return 'every line recognised';
  const text = `${plural(summary.unrecognisedLines, 'line')} not recognised`;
  const shown = findings.filter(({ rule }) => rule === 'unrecognised-line').slice(0, 5);
  // The lines of several parts have no place in a list of numbers.
  if (shown.length === 0 || parts !== undefined) return text;
  const lines = shown.map(({ line }) => String(line + 1)).join(', ');
  const { lastLine } = shown[shown.length - 1];
  return `${text}: ${lines}${lastLine > shown[shown.length - 1].line ? ` to ${lastLine + 1}` : summary.unrecognisedLines > shown.length ? ', ...' : ''}`;
}

export const pagesNotKeptText = (parts: readonly Part[] | undefined, { line, part }: PlaceOfLine): string =>
  `the memory for pages was full at line ${line + 1}${parts === undefined ? '' : ` of ${plainText(nameOf(parts, part, ''))}`}: `
  + 'nothing is known of pages that come only then, nor of counts that they are a part of';

export function* summaryText(file: string, analysis: FileAnalysis): Generator<string> {
  const { summary, findings, parts } = analysis;
  const { error, warning, info } = countBySeverity(findings);
  yield `${plainText(file)}: ${plural(summary.lines, 'line')}, ${plural(summary.events, 'event')}${span(summary)}, `
    + `interface ${summary.interface ?? 'not recognised'}\n`;
  yield `  ${unrecognised(analysis)}; ${summary.lostEvents === 0 ? 'no event lost' : `${plural(summary.lostEvents, 'event')} lost`}\n`;
  yield `  ${plural(error, 'error')}, ${plural(warning, 'warning')}, ${info.toLocaleString('en-US')} informational\n`;
  const { pagesNotKept } = summary;
  if (pagesNotKept !== null) yield `  ${pagesNotKeptText(parts, pagesNotKept)}\n`;
  const table = countsTable(summary.zones);
  if (table.length === 0) return;
  yield `  ${countsLegend(summary.zones, ' after the last line')}:\n`;
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
  for (const finding of listed.slice(0, choice.maxFindings)) yield* findingText(file, finding, analysis.parts);
  yield* summaryText(file, analysis);
  if (choice.damage !== undefined) yield `  this is a part of the file only: ${plainText(choice.damage)}\n`;
  const omitted = listed.length - choice.maxFindings;
  if (omitted > 0) yield `  ${plural(omitted, 'more finding')} not listed; --max-findings N raises the limit\n`;
  const quiet = analysis.findings.length - listed.length;
  if (quiet > 0) yield `  informational findings are listed by --format json, or one rule by --rule ID=info\n`;
}
