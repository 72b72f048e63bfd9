import { analysisSchema, type FailedFile, type FileTotals, sarifHead, sarifTail, Totals } from '../core/index.js';
import { type ReportFormat, sarifTool } from '../io/fileReport.js';
import type { Output } from './host.js';

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

/** Writes the reports of files as they come, so that not all are in memory, and the summary of them all. */
export class AnalysisOutput {
  private readonly frame: Frame;
  private readonly totals = new Totals();
  private readonly failed: FailedFile[] = [];
  private readonly notes: string[] = [];
  private files = 0;
  private isBetween = false;

  constructor(format: ReportFormat, private readonly out: Output) {
    this.frame = frames[format];
  }

  get anyFailed(): boolean {
    return this.failed.length > 0;
  }

  /** The file could not be read, or only a part of it. */
  fail(file: string, reason: string): void {
    this.failed.push({ file, reason });
  }

  async file(report: Iterable<string | Uint8Array>, totals: FileTotals, notes: readonly string[]): Promise<void> {
    this.totals.add(totals);
    this.notes.push(...notes);
    if (this.files++ === 0) await this.out.write(this.frame.open());
    let isEmpty = true;
    for (const piece of report) {
      if (isEmpty && this.isBetween) this.out.add(this.frame.between);
      isEmpty = false;
      this.out.add(piece);
      await this.out.settle();
    }
    this.isBetween ||= !isEmpty;
    await this.out.settle(1);
  }

  async end(): Promise<void> {
    const { files, totals, failed, notes, frame, out } = this;
    if (files === 0 && !frame.saysFailure) return;
    if (files === 0) await out.write(frame.open());
    await out.write(frame.close({ totals, files, failed, notes }));
  }
}
