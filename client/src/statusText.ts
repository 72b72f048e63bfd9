import type { AnalysedParams } from '../../server/src/protocol/messages.js';
import type { ServerState } from './languageClient.js';

export interface Status { readonly text: string; readonly detail: string; readonly busy: boolean; readonly failed: boolean }

/** What the status item says about a document of `version`. */
export function describeStatus(state: ServerState, version: number, analysed: AnalysedParams | undefined): Status {
  switch (state) {
    case 'failed': return { text: 'Analysis server failed', detail: 'This trace is not analysed.', busy: false, failed: true };
    case 'stopped': return { text: 'Analysis server stopped', detail: 'This trace is not analysed.', busy: false, failed: true };
    case 'starting': return { text: 'Starting', detail: 'The analysis server is starting.', busy: true, failed: false };
    case 'running':
      if (analysed === undefined) return { text: 'Analysing', detail: 'The trace is being read.', busy: true, failed: false };
      return { text: analysed.interface ?? 'No interface recognised', detail: describeAnalysis(analysed), busy: analysed.version < version, failed: false };
  }
}

export function describeAnalysis(analysed: AnalysedParams): string {
  const parts = [count(analysed.events, 'event'), findingsText(analysed)];
  if (analysed.unrecognisedLines > 0) parts.push(`${count(analysed.unrecognisedLines, 'line')} not recognised`);
  if (analysed.lostEvents > 0) parts.push(`${count(analysed.lostEvents, 'event')} lost while recording`);
  if (analysed.pagesNotKept !== null) parts.push(pagesNotKeptText(analysed.pagesNotKept));
  return parts.join(', ');
}

/** `line`: 0-based. */
export const pagesNotKeptText = (line: number): string => `the memory for pages was full at line ${(line + 1).toLocaleString('en-US')}: what depends on later pages is unknown`;

/** "2 errors, 1 warning", or "no findings". */
export function findingsText({ errors, warnings, infos }: Pick<AnalysedParams, 'errors' | 'warnings' | 'infos'>): string {
  const parts = [
    ...(errors > 0 ? [count(errors, 'error')] : []),
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
    ...(infos > 0 ? [`${infos.toLocaleString('en-US')} information`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : 'no findings';
}

export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}
