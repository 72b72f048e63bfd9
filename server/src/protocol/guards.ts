/** Checks for what arrives over a process or page boundary: a value is only taken for a message when it has its shape. */
import type { AnalysedParams, Bounds, CountsResult, RuleResult, SeriesResult, ZoneCounts } from './messages.js';
import { isNotReportedResult } from './notReportedGuards.js';
import type { FromPanel, PanelPlace, PanelSelection, ToPanel } from './panel.js';
import { isFields, isListOf, isNatural, isNullOr, isNumberOrNull, isTextOrNull } from './shapes.js';

export { isFields, isListOf, isNatural, isNullOr, isText, isTextOrNull } from './shapes.js';

export function isCountsResult(value: unknown): value is CountsResult {
  return isFields(value) && isNatural(value['version']) && isNatural(value['line']) && isNatural(value['lineCount'])
    && isTextOrNull(value['timeNs']) && isTextOrNull(value['interface']) && isListOf(value['zones'], isZoneCounts)
    && isTextOrNull(value['missing']) && isNullOr(value['lostAt'], isNatural);
}

export function isSeriesResult(value: unknown): value is SeriesResult {
  if (!isFields(value) || !isNatural(value['version']) || !isTextOrNull(value['firstTimeNs'])) return false;
  const { lines, offsetsNs, lastOffsetNs, nrFree, reported, inFlight, bounds } = value;
  if (!isListOf(lines, isNatural) || !(lastOffsetNs === undefined || isNumberOrNull(lastOffsetNs))) return false;
  const isColumn = (list: unknown): list is readonly (number | null)[] => isListOf(list, isNumberOrNull) && list.length === lines.length;
  return [offsetsNs, nrFree, reported, inFlight].every(isColumn) && (bounds === undefined || isBounds(bounds, isColumn));
}

function isBounds(value: unknown, isList: (list: unknown) => list is readonly (number | null)[]): value is Bounds {
  return isFields(value) && isList(value['nrFreeAtLeast']) && isList(value['nrFreeAtMost']) && isList(value['reportedAtLeast']) && isList(value['reportedAtMost']);
}

export function isAnalysedParams(value: unknown): value is AnalysedParams {
  return isFields(value) && typeof value['uri'] === 'string' && isTextOrNull(value['interface'])
    && ['version', 'lines', 'events', 'unrecognisedLines', 'lostEvents', 'errors', 'warnings', 'infos'].every(key => isNatural(value[key])) && isNullOr(value['pagesNotKept'], isNatural);
}

export function isRuleResult(value: unknown): value is RuleResult {
  return isFields(value) && isTextOrNull(value['markdown']);
}

export function isPanelSelection(value: unknown): value is PanelSelection {
  return isFields(value) && typeof value['zone'] === 'string' && Number.isInteger(value['node']) && isNatural(value['order']);
}

export function isPanelPlace(value: unknown): value is PanelPlace {
  return isFields(value) && typeof value['uri'] === 'string' && isNatural(value['line']);
}

export function isFromPanel(value: unknown): value is FromPanel {
  if (!isFields(value)) return false;
  switch (value['type']) {
    case 'ready': return isNullOr(value['selection'], isPanelSelection) && isNullOr(value['place'], isPanelPlace) && typeof value['why'] === 'boolean';
    case 'why': return typeof value['open'] === 'boolean';
    case 'select': return isPanelSelection(value['selection']);
    case 'reveal': return isNatural(value['line']) && typeof value['focus'] === 'boolean';
    case 'refresh': case 'restart': return true;
    default: return false;
  }
}

export function isToPanel(value: unknown): value is ToPanel {
  if (!isFields(value)) return false;
  switch (value['type']) {
    case 'counts': return typeof value['file'] === 'string' && typeof value['uri'] === 'string' && isCountsResult(value['counts']);
    case 'series': return typeof value['uri'] === 'string' && isPanelSelection(value['selection']) && isSeriesResult(value['series']);
    case 'notReported': return typeof value['uri'] === 'string' && isNotReportedResult(value['notReported']);
    case 'openWhy': return true;
    case 'unavailable': return typeof value['text'] === 'string' && (value['action'] === null || value['action'] === 'restart');
    default: return false;
  }
}

function isZoneCounts(value: unknown): value is ZoneCounts {
  return isFields(value) && typeof value['zone'] === 'string' && Number.isInteger(value['node'])
    && isCounts(value['nrFree']) && isCounts(value['reported']) && isCounts(value['inFlight'])
    && (value['bounds'] === undefined || isBounds(value['bounds'], isCounts));
}

const isCounts = (list: unknown): list is readonly (number | null)[] => isListOf(list, isNumberOrNull);
