/** The only door into the core. */
import type { AnalysisOptions, RuleInfo, StreamAnalyser, StreamHooks, TraceDocument } from './api.js';

export type * from './api.js';
export { interfaceNames, isInterfaceName } from './trace/settings.js';
export type { InterfaceName } from './trace/settings.js';
export { analysisJson, analysisSchema } from './report/analysisJson.js';
export { sarifHead, sarifOmitted, sarifResults, sarifTail } from './report/analysisSarif.js';
export type { SarifTool } from './report/analysisSarif.js';
export { analysisText } from './report/analysisText.js';
export { plainText, plural } from './report/plainText.js';
export { rulesJson, rulesText } from './report/rulesReport.js';
export { seriesCsvHeader, seriesCsvRow, seriesJsonRow } from './report/seriesRows.js';
export { SeriesThinner } from './report/seriesThinner.js';
export { stateJson, stateText } from './report/stateReport.js';
export { countBySeverity } from './report/tally.js';

export const ruleInfos: readonly RuleInfo[] = [];

/** The rule's page of documentation as Markdown; undefined for an unknown id. */
export function explainRule(_id: string): string | undefined {
  return undefined;
}

export function openDocument(_text: string, _options: AnalysisOptions = {}): TraceDocument {
  throw new Error('not built yet');
}

export function openStream(_options: AnalysisOptions = {}, _hooks: StreamHooks = {}): StreamAnalyser {
  throw new Error('not built yet');
}
