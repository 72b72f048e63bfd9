import { analysisSchema, type FailedFile, type FileTotals, sarifHead, sarifTail, Totals, totalsOf } from '../core/index.js';
import type { TraceRead } from '../io/analyseTrace.js';
import { fileReport, type ReportChoice, type ReportFormat, reportNotes, sarifTool } from '../io/fileReport.js';
import type { FileReport } from '../worker/jobs.js';
import { remarkOnEvents } from './analyseFile.js';
import { type ExitStatus, fail, type Host } from './host.js';

interface Whole { readonly totals: Totals; readonly files: number; readonly failed: readonly FailedFile[]; readonly notes: readonly string[] }

/** What stands before, between and behind the reports of files. */
interface Frame {
  open(): Iterable<string>;
  readonly between: string;
  close(whole: Whole): Iterable<string>;
  /** It can say that it failed; of the others nothing is written where no file could be read: an empty result would look like a clean one. */
  readonly saysFailure: boolean;
}

const frames: Readonly<Record<ReportFormat, Frame>> = {
  text: {
    open: () => [],
    between: '\n',
    * close({ totals, files, failed }) {
      if (files + failed.length === 1) return;
      yield '\n';
      yield* totals.text(failed);
    },
    saysFailure: false,
  },
  json: {
    open: () => [`{"schema":"${analysisSchema}","files":[\n`],
    between: ',\n',
    close: ({ totals, failed }) => [`\n],"summary":${totals.json(failed)}}\n`],
    saysFailure: false,
  },
  sarif: {
    open: () => sarifHead(sarifTool),
    between: ',\n',
    close: ({ failed, notes }) => [sarifTail(failed.map(({ file, reason }) => `${file}: ${reason}`), notes)],
    saysFailure: true,
  },
};

export interface OutputChoice extends ReportChoice {
  /** The severity that makes the exit status 1. */
  readonly failOn: 'error' | 'warning' | 'never';
}

/** Writes the reports of files as they come, so that not all are in memory, and the summary of them all. */
export class AnalysisOutput {
  private readonly frame: Frame;
  private readonly totals = new Totals();
  private readonly failed: FailedFile[] = [];
  private readonly notes: string[] = [];
  private files = 0;
  private isBetween = false;
  private status: 0 | 1 = 0;

  constructor(private readonly host: Host, private readonly choice: OutputChoice) {
    this.frame = frames[choice.format];
  }

  /** The file could not be read, or only a part of it. */
  fail(file: string, reason: string): void {
    fail(this.host, `${file}: ${reason}`);
    this.failed.push({ file, reason });
  }

  analysed(file: string, analysis: TraceRead): Promise<void> {
    const { choice } = this;
    return this.reported(file, {
      text: fileReport(file, analysis, choice), notes: reportNotes(file, analysis, choice), totals: totalsOf(analysis), damage: analysis.damage ?? null,
    });
  }

  async reported(file: string, { text, totals, notes, damage }: Omit<FileReport, 'text'> & { readonly text: Iterable<string | Uint8Array> }): Promise<void> {
    const { out } = this.host;
    this.totals.add(totals);
    this.notes.push(...notes);
    if (this.files++ === 0) await out.write(this.frame.open());
    let isEmpty = true;
    for (const piece of text) {
      if (isEmpty && this.isBetween) out.add(this.frame.between);
      isEmpty = false;
      out.add(piece);
      await out.settle();
    }
    this.isBetween ||= !isEmpty;
    await out.settle(1);
    if (damage !== null) this.fail(file, damage);
    else remarkOnEvents(this.host, file, totals.events);
    if (this.status === 0) this.status = statusOf(totals, this.choice.failOn);
  }

  async end(): Promise<ExitStatus> {
    const { files, totals, failed, notes, frame, host: { out } } = this;
    if (files > 0 || frame.saysFailure) {
      if (files === 0) await out.write(frame.open());
      await out.write(frame.close({ totals, files, failed, notes }));
    }
    return failed.length > 0 ? 2 : this.status;
  }
}

function statusOf({ bySeverity: { error, warning } }: FileTotals, failOn: OutputChoice['failOn']): 0 | 1 {
  switch (failOn) {
    case 'never': return 0;
    case 'error': return error > 0 ? 1 : 0;
    case 'warning': return error + warning > 0 ? 1 : 0;
  }
}
