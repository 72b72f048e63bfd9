import type { AnalyzeFileResult, FileFindingsParams } from './files.js';
import { isFields, isNatural, isNullOr, isTextOrNull } from './guards.js';

export function isAnalyzeFileResult(value: unknown): value is AnalyzeFileResult {
  return isFields(value) && typeof value['uri'] === 'string' && isTextOrNull(value['interface']) && isTextOrNull(value['damage'])
    && ['bytes', 'lines', 'events', 'unrecognisedLines', 'lostEvents', 'errors', 'warnings', 'infos'].every(key => isNatural(value[key])) && isNullOr(value['pagesNotKept'], isNatural);
}

export function isFileFindingsParams(value: unknown): value is FileFindingsParams {
  return isFields(value) && typeof value['uri'] === 'string' && (value['result'] === null || isAnalyzeFileResult(value['result']));
}
