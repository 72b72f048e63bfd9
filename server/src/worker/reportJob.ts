import { Readable } from 'node:stream';
import { totalsOf } from '../core/index.js';
import { analyseTrace, type TraceRead } from '../io/analyseTrace.js';
import { fileReport, type ReportChoice, reportNotes } from '../io/fileReport.js';
import { analysisOptions } from '../io/readSettings.js';
import { type Result, success } from '../io/result.js';
import type { FileReport, ReportJob } from './jobs.js';
import type { Watch } from './watch.js';

const pieceLength = 1 << 20;

function encoded(pieces: Iterable<string>): Uint8Array<ArrayBuffer>[] {
  const encoder = new TextEncoder();
  const done: Uint8Array<ArrayBuffer>[] = [];
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < pieceLength) continue;
    done.push(encoder.encode(text));
    text = '';
  }
  if (text !== '') done.push(encoder.encode(text));
  return done;
}

export const reportOf = (file: string, analysis: TraceRead, choice: ReportChoice): FileReport => ({
  text: encoded(fileReport(file, analysis, choice)), notes: reportNotes(file, analysis, choice), totals: totalsOf(analysis), damage: analysis.damage ?? null,
});

/** Undefined where it was stopped. `stdin` is what `-` means. */
export async function report({ file, choice, fold }: ReportJob, watch: Watch, stdin = Readable.from([])): Promise<Result<FileReport> | undefined> {
  const read = await analyseTrace(file, stdin, {
    options: { ...analysisOptions(choice.settings), fold },
    afterPiece: (at) => {
      watch.progress(at);
      return watch.stopped() ? 'stop' : 'more';
    },
  });
  if (!read.ok) return read;
  if (read.value === undefined) return undefined;
  return success(reportOf(file, read.value, choice));
}
