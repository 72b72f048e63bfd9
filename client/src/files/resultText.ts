import type { AnalyzeFileResult } from '../../../server/src/protocol/files.js';
import { count, findingsText, pagesNotKeptText } from '../statusText.js';

export function resultText(name: string, result: AnalyzeFileResult): string {
  if (result.events === 0) return `${name}: no event was recognised in ${count(result.lines, 'line')}: the buffer was empty, or this is not the text of a trace.`;
  const notes = [
    ...(result.unrecognisedLines > 0 ? [`${count(result.unrecognisedLines, 'line')} not recognised`] : []),
    ...(result.lostEvents > 0 ? [`${count(result.lostEvents, 'event')} lost while recording`] : []),
    ...(result.pagesNotKept === null ? [] : [pagesNotKeptText(result.pagesNotKept)]),
  ];
  const text = `${name}: ${findingsText(result)} in ${count(result.lines, 'line')}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}.`;
  return result.damage === null ? text : `${text} Only a part of the file could be read: ${result.damage}.`;
}

/** For several files. */
export function resultsText(results: readonly AnalyzeFileResult[], failures: number): string {
  const sum = (key: 'errors' | 'warnings' | 'infos'): number => results.reduce((total, result) => total + result[key], 0);
  const failed = failures > 0 ? `; ${count(failures, 'file')} could not be analysed` : '';
  return `${count(results.length, 'trace file')}: ${findingsText({ errors: sum('errors'), warnings: sum('warnings'), infos: sum('infos') })}${failed}.`;
}
