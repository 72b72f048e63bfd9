import { pagesNotKeptText, type TraceSummary } from '../core/index.js';
import { analyseTrace, type TraceRead, type TraceRun } from '../io/analyseTrace.js';
import type { Result } from '../io/result.js';
import type { Host } from './host.js';
import { progressLine } from './progress.js';

/** One FILE through the engine; undefined where it was stopped before the end. */
export async function analyseFile(host: Host, file: string, run: TraceRun): Promise<Result<TraceRead | undefined>> {
  const progress = progressLine(host, file);
  const read = await analyseTrace(file, host.stdin, {
    ...run,
    afterPiece: (at) => {
      progress(at);
      return run.afterPiece === undefined ? 'more' : run.afterPiece(at);
    },
  });
  host.progress?.('');
  return read;
}

/** What the reader of a command's output must know of the trace that it is of. */
export function remarkOn(host: Host, file: string, { events, pagesNotKept }: TraceSummary): void {
  remarkOnEvents(host, file, events);
  if (pagesNotKept !== null) host.note(`buddyscope: ${file}: ${pagesNotKeptText(undefined, pagesNotKept)}`);
}

export function remarkOnEvents(host: Host, file: string, events: number): void {
  if (events === 0) host.note(`buddyscope: ${file}: no event recognised: the buffer was empty, or this is not the text of one`);
}
