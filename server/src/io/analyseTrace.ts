import type { Readable } from 'node:stream';
import { type AnalysisOptions, type FileAnalysis, openStream, type StreamHooks } from '../core/index.js';
import { BinaryCheck, binaryReason } from './binaryCheck.js';
import { cutReason, wasCut } from './fileCut.js';
import { type ReadProgress, readTrace } from './readTrace.js';
import { failure, type Result, success } from './result.js';

export interface TraceRun extends StreamHooks {
  readonly options: AnalysisOptions;
  /** After each piece of the file: write out what came, tell how far it is; `stop` ends the reading. */
  readonly afterPiece?: (at: ReadProgress) => 'more' | 'stop' | Promise<'more' | 'stop'>;
}

/** `damage`: only a part of the file could be read, and why; a line for a person. */
export type TraceRead = FileAnalysis & { readonly damage?: string };

/** A whole file (`-`: standard input) through the engine; undefined where it was stopped before the end. */
export async function analyseTrace(file: string, stdin: Readable, run: TraceRun): Promise<Result<TraceRead | undefined>> {
  const analyser = openStream(run.options, run);
  const check = new BinaryCheck();
  let last: ReadProgress = { read: 0, size: undefined };
  const read = await readTrace(file, stdin, async (bytes, at) => {
    check.add(bytes);
    // As plain bytes: of a Buffer, `slice` is no copy, and the memory of a piece is used again.
    analyser.push(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
    last = at;
    return run.afterPiece === undefined ? 'more' : run.afterPiece(at);
  });
  if (!read.ok) return read;
  const analysis = analyser.end();
  if (analysis.summary.events === 0 && check.isBinary) return failure(binaryReason);
  if (read.value === 'stopped') return success(undefined);
  if (await wasCut(file, last)) return failure(cutReason);
  return success(read.value === 'end' ? analysis : { ...analysis, damage: read.value.damage });
}
