/** The analysis of one file, on two threads where that pays: this one reads and parses, the other one steps the machine and writes the report. */
import type { Readable } from 'node:stream';
import { openStream } from '../../core/index.js';
import { BinaryCheck, binaryReason } from '../../io/binaryCheck.js';
import { cutReason, wasCut } from '../../io/fileCut.js';
import { analysisOptions } from '../../io/readSettings.js';
import { type ReadProgress, readTrace } from '../../io/readTrace.js';
import { failure, type Result, success } from '../../io/result.js';
import type { FileReport, ReportJob } from '../jobs.js';
import { reportOf } from '../reportJob.js';
import { causeOf, type ThreadOptions } from '../thread.js';
import { Pair } from './pair.js';

/** So many bytes are done before a second thread has got going. */
const smallBytes = 6 << 20;

export interface ReportPorts {
  readonly threads: 1 | 2;
  readonly workers: ThreadOptions;
  readonly stdin: Readable;
  readonly progress: (at: ReadProgress) => void;
}

/** Takes the text in pieces, whose memory is used again afterwards. `damage`: only a part of it could be read. */
interface Reporter {
  push(bytes: Uint8Array): void | Promise<void>;
  end(damage: string | null): FileReport | Promise<FileReport>;
}

function onThisThread({ file, choice, fold }: ReportJob): Reporter {
  const stream = openStream({ ...analysisOptions(choice.settings), fold });
  return {
    push: (bytes) => { stream.push(bytes); },
    end(damage) {
      const analysis = stream.end();
      return reportOf(file, damage === null ? analysis : { ...analysis, damage }, choice);
    },
  };
}

/** Waits with the second thread until there is enough to do for it. */
class WhenLarge implements Reporter {
  private early: Uint8Array[] | undefined = [];
  private earlyBytes = 0;
  pair: Pair | undefined;

  constructor(private readonly job: ReportJob, private readonly workers: ThreadOptions) {}

  async push(bytes: Uint8Array): Promise<void> {
    if (this.pair !== undefined) return this.pair.push(bytes);
    this.early?.push(Uint8Array.from(bytes));
    this.earlyBytes += bytes.length;
    if (this.earlyBytes < smallBytes) return;
    this.pair = new Pair(this.job, this.workers);
    for (const piece of this.early ?? []) await this.pair.push(piece);
    this.early = undefined;
  }

  end(damage: string | null): FileReport | Promise<FileReport> {
    if (this.pair !== undefined) return this.pair.end(damage);
    const here = onThisThread(this.job);
    for (const piece of this.early ?? []) void here.push(piece);
    return here.end(damage);
  }
}

export async function reportFile(job: ReportJob, { threads, workers, stdin, progress }: ReportPorts): Promise<Result<FileReport>> {
  const check = new BinaryCheck();
  const large = threads === 1 ? undefined : new WhenLarge(job, workers);
  const reporter = large ?? onThisThread(job);
  let last: ReadProgress = { read: 0, size: undefined };
  try {
    const read = await readTrace(job.file, stdin, async (bytes, at) => {
      check.add(bytes);
      last = at;
      progress(at);
      // As plain bytes: of a Buffer, `slice` is no copy.
      await reporter.push(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
      return 'more';
    });
    if (!read.ok) return read;
    if (await wasCut(job.file, last)) return failure(cutReason);
    const report = await reporter.end(typeof read.value === 'string' ? null : read.value.damage);
    return report.totals.events === 0 && check.isBinary ? failure(binaryReason) : success(report);
  } catch (error) {
    if (large?.pair?.fault === undefined || error !== large.pair.fault) throw error;
    return failure(`ended the analysis unexpectedly (${causeOf(error)}); please report it with the trace`);
  } finally {
    large?.pair?.stop();
  }
}
