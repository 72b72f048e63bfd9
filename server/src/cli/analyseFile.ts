import { analyseTrace, type TraceRead, type TraceRun } from '../io/analyseTrace.js';
import { failure, type Result } from '../io/result.js';
import type { Host } from './host.js';
import { progressLine } from './progress.js';

export const noEvents = 'no event recognised: the buffer was empty, or this is not the text of one';

/** One FILE through the engine; undefined where it was stopped before the end. A reason names the file. */
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
  if (!read.ok) return failure(`${file}: ${read.reason}`);
  if (read.value?.damage === undefined && read.value?.summary.events === 0) host.note(`buddyscope: ${file}: ${noEvents}`);
  return read;
}
