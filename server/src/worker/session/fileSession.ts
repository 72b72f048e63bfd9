/** The thread's side of a file that is kept open: reads it once, answers questions in between and afterwards, and follows it as it grows. */
import { setTimeout as sleep } from 'node:timers/promises';
import { countBySeverity, type Finding, type LargeTrace, openLargeTrace } from '../../core/index.js';
import { BinaryCheck, binaryReason } from '../../io/binaryCheck.js';
import { readFailure } from '../../io/failures.js';
import { analysisOptions, isListed } from '../../io/readSettings.js';
import { failure, type Result, success } from '../../io/result.js';
import { byRank } from '../analyseJob.js';
import { LineOffsets } from '../lineOffsets.js';
import { watch } from '../watch.js';
import type { Answers, Asked, FromSession, Phase, Question, SessionStart, ToSession } from './messages.js';
import { type Change, OpenedFile } from './openedFile.js';

const pieceSize = 1 << 20;
/** How often a file is looked at that others may write to. */
const lookEveryMs = 300;
/** A file that grows is not told of more often. */
const tellEveryMs = 1000;
/** So long nothing must have come for the end to be taken for the end, with what is found there. */
const quietMs = 2000;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

const changed: Record<Exclude<Change, 'none' | 'grown'>, string> = {
  shorter: 'became shorter while it was read',
  replaced: 'is another file than the one that was read',
  gone: 'is no longer there',
};

export class FileSession {
  private settings: SessionStart['session']['settings'];
  private readonly trace: LargeTrace;
  private readonly check = new BinaryCheck();
  private readonly offsets: LineOffsets;
  private readonly scratch = new Uint8Array(pieceSize);
  /** Bytes of a byte order mark, which is not text. */
  private mark = 0;
  private stopped = false;
  private isRead = false;
  /** As of the last findings that were told, the most severe first. */
  private listed: readonly Finding[] = [];
  private over = false;
  private goOn: () => void = () => undefined;
  private lastTold = -Infinity;
  private lastGrown = -Infinity;
  private told: { readonly read: number; readonly ended: boolean } = { read: -1, ended: false };

  private constructor(private readonly start: SessionStart['session'], private readonly file: OpenedFile, private readonly post: (message: FromSession) => void) {
    this.settings = start.settings;
    this.offsets = new LineOffsets(start.every, (part) => { post({ type: 'lines', part }); }, true);
    this.trace = openLargeTrace(analysisOptions(start.settings), (offset, length) => file.read(this.mark + offset, this.scratch.subarray(0, length)));
  }

  static async open(start: SessionStart['session'], post: (message: FromSession) => void): Promise<FileSession | undefined> {
    try {
      return new FileSession(start, await OpenedFile.open(start.file), post);
    } catch (error) {
      post({ type: 'phase', phase: { kind: 'over', cause: 'failed', reason: readFailure(error) } });
      return undefined;
    }
  }

  receive(message: ToSession): void {
    switch (message.type) {
      case 'ask': return this.post({ type: 'answer', id: message.id, answer: this.answer(message.question) });
      case 'settings':
        this.settings = message.settings;
        this.trace.setOptions(analysisOptions(message.settings));
        this.told = { read: -1, ended: false };
        if (this.isRead) this.phase({ kind: 'read', following: message.settings.followFiles });
        this.goOn();
        return;
      case 'read':
        this.stopped = !message.on;
        this.goOn();
    }
  }

  /** Ends when nothing more can come of the file. */
  async run(): Promise<void> {
    try {
      await this.readAll();
      while (!this.over) await this.follow();
    } catch (error) {
      // A fault of the engine has no code; it ends the thread, and the other side decides.
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      this.end('failed', readFailure(error));
    } finally {
      await this.file.close();
    }
  }

  private async readAll(): Promise<void> {
    const seen = watch({
      stop: new Int32Array(1), now: () => performance.now(), part: () => undefined, progress: (progress) => { this.post({ type: 'progress', progress }); },
    });
    this.phase({ kind: 'reading' });
    await this.readOn((read) => { seen.progress({ read, size: this.file.size }); });
    if (this.over) return;
    if (this.check.isBinary && this.trace.analysis(true).summary.events === 0) return this.end('failed', binaryReason);
    this.isRead = true;
    this.tell(true);
    this.phase({ kind: 'read', following: this.settings.followFiles });
  }

  /** To the end of the file, as it is now. */
  private async readOn(progress: (read: number) => void): Promise<void> {
    const { file, trace } = this;
    const buffer = Buffer.allocUnsafeSlow(pieceSize);
    for (;;) {
      while (this.stopped) {
        this.phase({ kind: 'stopped' });
        this.tell(false);
        await new Promise<void>((resolve) => { this.goOn = resolve; });
        if (!this.stopped) this.phase({ kind: 'reading' });
      }
      const at = file.position;
      const bytes = await file.next(buffer);
      if (bytes.length === 0) break;
      if (at === 0 && bytes.subarray(0, 3).equals(byteOrderMark)) this.mark = 3;
      this.check.add(bytes);
      this.offsets.add(bytes);
      const text = at === 0 ? bytes.subarray(this.mark) : bytes;
      trace.push(new Uint8Array(text.buffer, text.byteOffset, text.length));
      progress(file.position);
    }
    const change = file.holds();
    if (change !== 'none' && change !== 'grown') this.end(change, changed[change]);
    else this.offsets.give();
  }

  private async follow(): Promise<void> {
    const waiting = new AbortController();
    this.goOn = () => { waiting.abort(); };
    await sleep(lookEveryMs, undefined, { signal: waiting.signal }).catch(() => undefined);
    if (this.settings.followFiles) {
      const change = await this.file.look();
      if (change === 'grown') {
        await this.readOn(() => undefined);
        this.lastGrown = performance.now();
      } else if (change !== 'none') return this.end(change, changed[change]);
    }
    if (this.over) return;
    const now = performance.now();
    const ended = now - this.lastGrown >= quietMs;
    if (this.told.read !== this.file.position ? now - this.lastTold >= tellEveryMs : !this.told.ended && ended) this.tell(ended);
  }

  private tell(ended: boolean): void {
    const { summary, findings } = this.trace.analysis(ended);
    const listed = findings.filter((finding) => isListed(finding, this.settings)).sort(byRank);
    this.listed = listed;
    this.lastTold = performance.now();
    this.told = { read: this.file.position, ended };
    this.post({ type: 'found', found: {
      summary, damage: null, counts: countBySeverity(listed), findings: listed.slice(0, this.start.most), read: this.file.position, whole: !this.stopped,
    } });
  }

  private phase(phase: Phase): void {
    this.post({ type: 'phase', phase });
  }

  private end(cause: (Phase & { readonly kind: 'over' })['cause'], reason: string): void {
    this.over = true;
    this.phase({ kind: 'over', cause, reason });
  }

  private answer(question: Question): Result<Answers[Asked]> {
    const change = this.over ? 'replaced' : this.file.holds();
    if (change !== 'none' && change !== 'grown') return failure(changed[change]);
    const { trace } = this;
    switch (question.about) {
      case 'state': {
        const state = trace.stateAt(question.line);
        return state === undefined ? failure(notRead) : success(state);
      }
      case 'hover': {
        const view = trace.hover(question.line, question.column);
        return view === 'unreadable' ? failure(notRead) : success(view);
      }
      case 'findings': return success(trace.findingsPage(this.listed, question.query));
      case 'series': return success(trace.series(question.zone, question.node, question.order, question.points));
    }
  }
}

const notRead = 'has not been read up to this line';
