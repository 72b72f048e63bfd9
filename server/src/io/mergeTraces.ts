import type { Readable } from 'node:stream';
import { type AnalysisOptions, type FileAnalysis, type MergeStep, openMerge } from '../core/index.js';
import { BinaryCheck, binaryReason } from './binaryCheck.js';
import { cutReason, wasCut } from './fileCut.js';
import { defaultPieceSize, emptyReason, type ReadProgress } from './readTrace.js';
import { failure, type Result, success } from './result.js';
import { TracePieces } from './tracePieces.js';

/** Of all pieces that are in memory at once, two for each part. */
const mostBytes = 64 << 20;
const leastPiece = 1 << 16;

export interface MergeRun {
  readonly options: AnalysisOptions;
  /** After each piece; bytes of all files. */
  readonly progress: (at: ReadProgress) => void;
  /** A part that has nothing. */
  readonly note: (line: string) => void;
}

function refusal(files: readonly string[], { part, line, reason }: MergeStep & { readonly type: 'refused' }): string {
  switch (reason) {
    case 'no-time': return `${files[part]}: line ${line + 1} has no time; parts can be merged only where each event has one`;
    case 'other-clock':
      return `${files[part]}: line ${line + 1}: its clock is not that of the parts before it; record all CPUs with the same trace_clock, and merge only parts of one recording`;
  }
}

/** Per-CPU parts of one trace, as one trace. A reason names the file. All of the parts, or nothing: without one of them the others prove little. */
export async function mergeTraces(files: readonly string[], stdin: Readable, { options, progress, note }: MergeRun): Promise<Result<FileAnalysis>> {
  const pieceSize = Math.max(leastPiece, Math.min(defaultPieceSize, Math.floor(mostBytes / 2 / files.length)));
  const merger = openMerge(files, options);
  const parts = files.map((file) => new TracePieces(file, stdin, pieceSize));
  const checks = files.map(() => new BinaryCheck());
  try {
    for (let step = merger.next(); step.type !== 'end'; step = merger.next()) {
      if (step.type === 'refused') return failure(checks[step.part].isBinary ? `${files[step.part]}: ${binaryReason}` : refusal(files, step));
      const piece = await parts[step.part].next();
      if (piece instanceof Uint8Array) {
        checks[step.part].add(piece);
        merger.give(step.part, new Uint8Array(piece.buffer, piece.byteOffset, piece.length));
        progress(sumOf(parts));
        continue;
      }
      const file = files[step.part];
      // A CPU on which nothing happened.
      if (!piece.ok && piece.reason === emptyReason) note(`${file}: is empty: nothing of this part`);
      else if (!piece.ok) return failure(`${file}: ${piece.reason}`);
      else if (typeof piece.value !== 'string') return failure(`${file}: ${piece.value.damage}`);
      else if (await wasCut(file, parts[step.part].progress)) return failure(`${file}: ${cutReason}`);
      merger.finish(step.part);
    }
  } finally {
    for (const part of parts) part.stop();
  }
  const analysis = merger.end();
  const binary = checks.findIndex((check, i) => check.isBinary && analysis.parts?.[i].events === 0);
  if (binary >= 0) return failure(`${files[binary]}: ${binaryReason}`);
  if (analysis.summary.bytes === 0) return failure('all parts are empty; record a trace into them first');
  return success(analysis);
}

function sumOf(parts: readonly TracePieces[]): ReadProgress {
  let read = 0;
  let size: number | undefined = 0;
  for (const { progress } of parts) {
    read += progress.read;
    size = size === undefined || progress.size === undefined ? undefined : size + progress.size;
  }
  return { read, size };
}
