import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analysisJson, analysisText, explainRule, pagesNotKeptText, ruleInfos, sarifOmitted, sarifResults, type SarifTool } from '../core/index.js';
import type { Settings } from '../protocol/messages.js';
import type { TraceRead } from './analyseTrace.js';
import { isListed } from './readSettings.js';
import { version } from './version.js';

export const reportFormats = ['text', 'json', 'sarif'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export interface ReportChoice {
  readonly format: ReportFormat;
  readonly maxFindings: number;
  readonly settings: Settings;
}

export const sarifTool: SarifTool = { version, rules: ruleInfos, explain: explainRule };

/** A relative path stays one: results are compared between checkouts. */
function uriOf(file: string): string {
  if (file === '-') return 'stdin';
  return isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join('/');
}

/** What a report says of one file: text, or an entry of `files`, or results without the list around them. */
export function fileReport(file: string, analysis: TraceRead, { format, maxFindings, settings }: ReportChoice): Iterable<string> {
  switch (format) {
    case 'text': return analysisText(file, analysis, { maxFindings, listed: (finding) => isListed(finding, settings), damage: analysis.damage });
    case 'json': return analysisJson(file, analysis, maxFindings, analysis.damage);
    case 'sarif': return sarifResults(file, analysis, sarifTool, maxFindings, uriOf);
  }
}

/** What the report leaves out and cannot say in its place. */
export function reportNotes(file: string, { findings, parts, summary: { pagesNotKept } }: TraceRead, { format, maxFindings }: ReportChoice): readonly string[] {
  if (format !== 'sarif') return [];
  return [
    ...(findings.length > maxFindings ? [sarifOmitted(file, findings.length - maxFindings)] : []),
    ...(pagesNotKept === null ? [] : [`${file}: ${pagesNotKeptText(parts, pagesNotKept)}`]),
  ];
}
