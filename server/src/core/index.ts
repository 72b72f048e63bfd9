/** The only door into the core. */
import { Document } from './analysis/document.js';
import { SteppedMachine } from './analysis/stateMachine.js';
import type { AnalysisOptions, RuleInfo, StateMachine, TraceDocument } from './api.js';
import { examples } from './rules/examples.js';
import { rules } from './rules/registry.js';
import { rulePage } from './rules/rulePage.js';

export type * from './api.js';
export { openLargeTrace } from './analysis/large/largeTrace.js';
export { checkCapture, captureDefaults, captureLimits } from './capture/options.js';
export type { CaptureRequest } from './capture/options.js';
export { captureScript } from './capture/script.js';
export { defaultGroups, eventGroups } from './capture/groups.js';
export { openStream } from './analysis/stream.js';
export { blockSize, openParsing, openStepping } from './analysis/halves.js';
export type { BlockNews, ParsedBlock, ParsingHalf, SteppingHalf } from './analysis/halves.js';
export { openMerge } from './merge/merge.js';
export type { Merger, MergeStep } from './merge/merge.js';
export { readEventTable } from './parse/settings/eventLine.js';
export type { EventTable } from './parse/settings/eventLine.js';
export { interfaceNames, isInterfaceName } from './trace/settings.js';
export type { InterfaceName } from './trace/settings.js';
export { analysisJson, analysisSchema } from './report/analysisJson.js';
export { sarifHead, sarifOmitted, sarifResults, sarifTail } from './report/analysisSarif.js';
export type { SarifTool } from './report/analysisSarif.js';
export { analysisText, pagesNotKeptText } from './report/analysisText.js';
export { eventsMissingText } from './report/eventsMissing.js';
export { plainText, plural } from './report/plainText.js';
export { rulesJson, rulesText } from './report/rulesReport.js';
export { sameColumns, seriesKey, seriesColumns, seriesCsvHeader, seriesCsvRow, seriesJsonRow } from './report/seriesRows.js';
export { openRedactor } from './redact/redactor.js';
export type { Redactor } from './redact/redactor.js';
export { SeriesThinner } from './report/seriesThinner.js';
export { openTraceDat } from './tracedat/traceDat.js';
export type { TraceDat } from './tracedat/traceDat.js';
export type { ByteSource, Decompress } from './tracedat/source.js';
export { stateJson, stateText } from './report/stateReport.js';
export { countBySeverity } from './report/tally.js';
export { Totals, totalsOf } from './report/totals.js';
export type { FailedFile, FileTotals } from './report/totals.js';

export const ruleInfos: readonly RuleInfo[] = rules.map(({ id, severity, group, interfaces, visibleIn, summary }) =>
  ({ id, severity, group, interfaces, visibleIn, summary }));

/** The rule's page of documentation as Markdown; undefined for an unknown id. */
export function explainRule(id: string): string | undefined {
  const rule = rules.find(candidate => candidate.id === id);
  return rule === undefined ? undefined : rulePage(rule, examples[id]);
}

/** A machine in its first state; the interface is the given one, or what its lines show. */
export const openMachine = (options: AnalysisOptions = {}): StateMachine => new SteppedMachine(options);

/** Opens a trace that can be edited. */
export const openDocument = (text: string, options: AnalysisOptions = {}): TraceDocument => new Document(text, options);
