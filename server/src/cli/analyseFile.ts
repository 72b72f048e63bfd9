import { type AnalysisOptions, type FileAnalysis, openStream, type StreamHooks } from '../core/index.js';
import { BinaryCheck, binaryReason } from '../io/binaryCheck.js';
import { readTrace } from '../io/readTrace.js';
import { failure, type Result, success } from '../io/result.js';
import type { Host } from './host.js';
import { progressLine } from './progress.js';

export interface FileRun extends StreamHooks {
  readonly options: AnalysisOptions;
  /** After each piece of the file: write out what came, wait for the reader; `stop` ends the reading. */
  readonly afterPiece?: () => Promise<'more' | 'stop'>;
}

/** `damage`: only a part of the file could be read, and why; a line for a person. */
export type FileRead = FileAnalysis & { readonly damage?: string };

/** One FILE through the engine; undefined where it was stopped before the end. */
export async function analyseFile(host: Host, file: string, run: FileRun): Promise<Result<FileRead | undefined>> {
  const analyser = openStream(run.options, run);
  const progress = progressLine(host, file);
  const check = new BinaryCheck();
  const read = await readTrace(file, host.stdin, async (bytes, at) => {
    check.add(bytes);
    analyser.push(bytes);
    progress(at);
    return run.afterPiece === undefined ? 'more' : run.afterPiece();
  });
  host.progress?.('');
  if (!read.ok) return failure(`${file}: ${read.reason}`);
  const analysis = analyser.end();
  if (analysis.summary.events === 0 && check.isBinary) return failure(`${file}: ${binaryReason}`);
  if (read.value === 'stopped') return success(undefined);
  if (read.value !== 'end') return success({ ...analysis, damage: `${file}: ${read.value.damage}` });
  if (analysis.summary.events === 0) host.note(`buddyscope: ${file}: no event recognised: the buffer was empty, or this is not the text of one`);
  return success(analysis);
}
