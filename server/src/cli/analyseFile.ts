import { type AnalysisOptions, type FileAnalysis, openStream, type StreamHooks } from '../core/index.js';
import { readTrace } from '../io/readTrace.js';
import { failure, type Result, success } from '../io/result.js';
import type { Host } from './host.js';
import { progressLine } from './progress.js';

export interface FileRun extends StreamHooks {
  readonly options: AnalysisOptions;
  /** After each piece of the file: write out what came, wait for the reader; `stop` ends the reading. */
  readonly afterPiece?: () => Promise<'more' | 'stop'>;
}

/** What control bytes (without tab, line ends and escape) fill to this part is no text. */
const controlShare = 1 / 16;
const sample = 1 << 20;

function controlsIn(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) {
    if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) count++;
  }
  return count;
}

/** One FILE through the engine; undefined where it was stopped before the end. */
export async function analyseFile(host: Host, file: string, run: FileRun): Promise<Result<FileAnalysis | undefined>> {
  const analyser = openStream(run.options, run);
  const progress = progressLine(host, file);
  let seen = 0;
  let controls = 0;
  const read = await readTrace(file, host.stdin, async (bytes, at) => {
    if (seen < sample) {
      seen += bytes.length;
      controls += controlsIn(bytes);
    }
    analyser.push(bytes);
    progress(at);
    return run.afterPiece === undefined ? 'more' : run.afterPiece();
  });
  host.progress?.('');
  if (!read.ok) return failure(`${file}: ${read.reason}`);
  const analysis = analyser.end();
  // A trace may begin with a hole (a log that was cut while open), so only a file without any event is refused.
  if (analysis.summary.events === 0 && controls > seen * controlShare) {
    return failure(`${file}: is a binary file, not trace text; use \`perf script\` or \`trace-cmd report\` to print a recording as text`);
  }
  if (read.value === 'stopped') return success(undefined);
  if (analysis.summary.events === 0) host.note(`buddyscope: ${file}: no event recognised: the buffer was empty, or this is not the text of one`);
  return success(analysis);
}
