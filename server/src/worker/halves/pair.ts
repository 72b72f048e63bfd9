/** The first half's side of an analysis on two threads. */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { openParsing, type ParsedBlock, type ParsingHalf } from '../../core/index.js';
import { analysisOptions } from '../../io/readSettings.js';
import type { FileReport, ReportJob } from '../jobs.js';
import { type ThreadOptions, threadOptions } from '../thread.js';
import type { FromStepping, SteppingNews, SteppingStart } from './messages.js';
import { mostPushed, RingWriter, ringSize } from './ring.js';

/** A block takes some milliseconds; after that long the other thread is no more. */
const longestWaitMs = 60_000;

export class Pair {
  private readonly worker: Worker;
  private readonly news: MessagePort;
  private readonly ring: RingWriter;
  private readonly half: ParsingHalf;
  /** What has ended the other thread. */
  fault: Error | undefined;
  private report: FileReport | undefined;
  /** Called whenever the other thread has said something. */
  private heard: () => void = () => undefined;

  constructor({ file, choice, fold }: ReportJob, options: ThreadOptions) {
    const memory = new SharedArrayBuffer(ringSize);
    const { port1, port2 } = new MessageChannel();
    this.ring = new RingWriter(memory);
    this.news = port1;
    this.half = openParsing({ ...analysisOptions(choice.settings), fold }, (block) => { this.hand(block); });
    this.worker = new Worker(options.program, threadOptions(options));
    this.worker.on('error', (error: unknown) => { this.fail(error instanceof Error ? error : new Error(String(error))); });
    this.worker.on('exit', (code) => { this.fail(new Error(`the analysis thread ended with status ${code}`)); });
    this.worker.on('message', (message: FromStepping) => {
      if (message.type === 'done') this.report = message.report;
      this.heard();
    });
    const start: SteppingStart = { stepping: { file, choice, fold, ring: memory, news: port2 } };
    this.worker.postMessage(start, [port2]);
  }

  /** The bytes are not needed afterwards. Rejects with the fault that has ended the other thread. */
  async push(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += mostPushed) {
      await this.room();
      this.half.push(bytes.subarray(at, at + mostPushed));
    }
  }

  async end(damage: string | null): Promise<FileReport> {
    this.half.end();
    this.send({ type: 'end', bytes: this.half.bytes, damage });
    await this.room();
    this.ring.end();
    while (this.report === undefined) await this.listen();
    return this.report;
  }

  stop(): void {
    this.fault ??= new Error('was stopped');
    this.news.close();
    void this.worker.terminate();
  }

  private hand(block: ParsedBlock): void {
    if (block.news !== undefined) this.send({ type: 'block', news: block.news });
    // Lines without any text make more blocks of a piece than there is room for; then nothing else is done meanwhile.
    if (this.ring.free === 0 && !this.ring.waitForSlot(longestWaitMs)) throw this.fault ?? new Error('the analysis thread does not go on');
    this.ring.write(block);
  }

  private async room(): Promise<void> {
    while (!this.ring.hasRoom && !this.ring.askForRoom()) await this.listen();
    this.throwFault();
  }

  private send(message: SteppingNews): void {
    this.news.postMessage(message);
  }

  /** Until the other thread says something. */
  private async listen(): Promise<void> {
    this.throwFault();
    await new Promise<void>((resolve) => { this.heard = resolve; });
    this.throwFault();
  }

  private fail(fault: Error): void {
    this.fault ??= fault;
    this.heard();
  }

  private throwFault(): void {
    if (this.fault !== undefined) throw this.fault;
  }
}
