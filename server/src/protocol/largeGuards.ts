import { isAnalyzeFileResult } from './fileGuards.js';
import { isFields, isListOf, isNatural, isNullOr, isText } from './guards.js';
import type { LargeFinding, LargeFindingsResult, LargeIndexedParams, OpenLargeResult, ReadLinesResult, SearchPlace, SearchResult } from './large.js';
import type { FromLarge, LargeCommand, ToLarge } from './largePage.js';

export const isOpenLargeResult = (value: unknown): value is OpenLargeResult => isFields(value) && isNatural(value['bytes']);

export function isLargeIndexedParams(value: unknown): value is LargeIndexedParams {
  return isFields(value) && isText(value['uri']) && ['lines', 'read', 'bytes'].every(key => isNatural(value[key]))
    && typeof value['complete'] === 'boolean' && isNullOr(value['problem'], isText);
}

export function isReadLinesResult(value: unknown): value is ReadLinesResult {
  return isFields(value) && isNatural(value['from']) && isListOf(value['lines'], isText) && typeof value['changed'] === 'boolean';
}

function isSearchPlace(value: unknown): value is SearchPlace {
  return isFields(value) && ['line', 'column', 'endColumn', 'at'].every(key => isNatural(value[key])) && typeof value['wrapped'] === 'boolean';
}

export const isSearchResult = (value: unknown): value is SearchResult => isFields(value) && isNullOr(value['place'], isSearchPlace);

function isLargeFinding(value: unknown): value is LargeFinding {
  return isFields(value) && ['line', 'column', 'endColumn'].every(key => isNatural(value[key])) && isText(value['rule']) && isText(value['message'])
    && (value['severity'] === 'error' || value['severity'] === 'warning' || value['severity'] === 'info');
}

export function isLargeFindingsResult(value: unknown): value is LargeFindingsResult {
  return isFields(value) && isNullOr(value['result'], isAnalyzeFileResult) && isListOf(value['findings'], isLargeFinding);
}

const commands: readonly unknown[] = ['goToLine', 'find', 'findNext', 'findPrevious', 'nextFinding', 'previousFinding'] satisfies LargeCommand[];

export function isToLarge(value: unknown): value is ToLarge {
  if (!isFields(value)) return false;
  switch (value['type']) {
    case 'indexed': return isText(value['name']) && isLargeIndexedParams(value['index']);
    case 'lines': return isNatural(value['from']) && isNullOr(value['result'], isReadLinesResult);
    case 'findings': return isLargeFindingsResult(value['findings']);
    case 'searching': return isNatural(value['percent']);
    case 'found': return isNullOr(value['place'], isSearchPlace) && isNullOr(value['problem'], isText);
    case 'reveal': return isNatural(value['line']);
    case 'command': return commands.includes(value['command']);
    default: return false;
  }
}

export function isFromLarge(value: unknown): value is FromLarge {
  if (!isFields(value)) return false;
  switch (value['type']) {
    case 'ready': case 'stopSearch': case 'analyze': case 'reload': return true;
    case 'lines': return isNatural(value['from']) && isNatural(value['count']);
    case 'search': return isText(value['text']) && typeof value['matchCase'] === 'boolean' && typeof value['backwards'] === 'boolean'
      && isNatural(value['line']) && isNullOr(value['after'], isNatural);
    case 'openText': case 'revealed': return isNatural(value['line']);
    case 'openRule': return isText(value['rule']);
    default: return false;
  }
}
