import { isAnalyzeFileResult } from './fileGuards.js';
import { isFields, isListOf, isNatural, isNullOr, isText } from './guards.js';
import type {
  FindingsTableResult, LargeFinding, LargeFindingsResult, LargeHover, LargeHoverResult, LargeIndexedParams, LargePhase, LargeReadParams, OpenLargeResult, ReadLinesResult, SearchPlace, SearchResult,
  TableChoice, TableFilter, TableRow,
} from './large.js';
import type { FromLarge, LargeCommand, ToLarge } from './largePage.js';

export const isOpenLargeResult = (value: unknown): value is OpenLargeResult => isFields(value) && isNatural(value['bytes']);

export function isLargeIndexedParams(value: unknown): value is LargeIndexedParams {
  return isFields(value) && isText(value['uri']) && ['opening', 'lines', 'read', 'bytes'].every(key => isNatural(value[key]))
    && typeof value['complete'] === 'boolean' && isNullOr(value['problem'], isText);
}

const phases: readonly unknown[] = ['waiting', 'reading', 'stopped', 'read', 'following', 'over'] satisfies LargePhase[];

export function isLargeReadParams(value: unknown): value is LargeReadParams {
  return isFields(value) && isText(value['uri']) && phases.includes(value['phase']) && isNatural(value['read']) && isNatural(value['bytes'])
    && isNullOr(value['left'], isNumber) && isNullOr(value['notice'], isText);
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

const severities: readonly unknown[] = ['error', 'warning', 'info'] satisfies LargeFinding['severity'][];

export const isTableFilter = (value: unknown): value is TableFilter => isFields(value) && ['rule', 'zone', 'task'].every(key => isNullOr(value[key], isText))
  && isNullOr(value['cpu'], isNatural) && ['from', 'to'].every(key => isNullOr(value[key], isNumber));

const isTableRow = (value: unknown): value is TableRow => isFields(value) && isNatural(value['line']) && severities.includes(value['severity']) && isText(value['rule'])
  && isText(value['message']) && isNatural(value['times']) && ['like', 'cpu'].every(key => isNullOr(value[key], isNatural)) && ['zone', 'task', 'timeNs'].every(key => isNullOr(value[key], isText));

const isTableChoice = (value: unknown): value is TableChoice => isFields(value) && isText(value['value']) && isNatural(value['places']);

export const isFindingsTableResult = (value: unknown): value is FindingsTableResult => isFields(value) && ['total', 'all', 'dropped'].every(key => isNatural(value[key]))
  && isListOf(value['rows'], isTableRow) && ['rules', 'zones', 'cpus', 'tasks'].every(key => isListOf(value[key], isTableChoice));

const isLargeHover = (value: unknown): value is LargeHover => isFields(value) && isNatural(value['column']) && isNatural(value['endColumn']) && isText(value['markdown']);

export const isLargeHoverResult = (value: unknown): value is LargeHoverResult => isFields(value) && isNullOr(value['hover'], isLargeHover);

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
  return isFields(value) && isNullOr(value['result'], isAnalyzeFileResult) && typeof value['whole'] === 'boolean' && isListOf(value['findings'], isLargeFinding);
}

const commands: readonly unknown[] = ['goToLine', 'find', 'findNext', 'findPrevious', 'nextFinding', 'previousFinding', 'showHover', 'showFindings'] satisfies LargeCommand[];

export function isToLarge(value: unknown): value is ToLarge {
  if (!isFields(value)) return false;
  switch (value['type']) {
    case 'indexed': return isText(value['name']) && isLargeIndexedParams(value['index']);
    case 'lines': return isNatural(value['from']) && isNullOr(value['result'], isReadLinesResult);
    case 'table': return isNatural(value['first']) && isNatural(value['asked']) && isNullOr(value['result'], isFindingsTableResult) && isNullOr(value['problem'], isText);
    case 'reading': return isLargeReadParams(value['reading']);
    case 'hover': return isNatural(value['line']) && isNullOr(value['hover'], isLargeHover) && isNullOr(value['problem'], isText);
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
    case 'ready': case 'stopSearch': case 'reload': return true;
    case 'read': case 'follow': return typeof value['on'] === 'boolean';
    case 'lines': return isNatural(value['from']) && isNatural(value['count']);
    case 'search': return isText(value['text']) && typeof value['matchCase'] === 'boolean' && typeof value['backwards'] === 'boolean'
      && isNatural(value['line']) && isNullOr(value['after'], isNatural);
    case 'openText': case 'revealed': case 'hover': case 'current': case 'finding': return isNatural(value['line']);
    case 'openRule': return isText(value['rule']);
    case 'table': return isTableFilter(value['filter']) && isNatural(value['first']) && isNatural(value['asked']);
    default: return false;
  }
}
