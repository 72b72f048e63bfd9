import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { Result } from '../io/result.js';
import type { IndexPart, Job, Message, Progress, Start } from './jobs.js';

/** A job looks for the sign to stop after each piece of its file; one that is stuck in a system call is ended by force. */
const graceMs = 40;
const usualHeapMegabytes = 2048;

export interface Hooks {
  readonly onProgress?: (progress: Progress) => void;
  readonly onPart?: (part: IndexPart) => void;
  readonly signal?: AbortSignal;
}

export type Ending<R> = { readonly type: 'done'; readonly result: Result<R> | undefined } | { readonly type: 'died'; readonly why: string };

export interface ThreadOptions {
  /** The program of a worker. */
  readonly program: string;
  readonly execArgv?: readonly string[];
  /** Of what the engine keeps as objects; the tables of pages are not among them. */
  readonly heapMegabytes?: number;
}

export const threadOptions = ({ execArgv, heapMegabytes = usualHeapMegabytes }: ThreadOptions): WorkerOptions => ({
  resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
  ...(execArgv === undefined ? {} : { execArgv: [...execArgv] }),
});

/** A worker thread, which does one job at a time. */
export class Thread {
  private readonly worker: Worker;
  private fault: string | undefined;
  private code: number | undefined;
  private stopped = false;

  constructor(options: ThreadOptions) {
    this.worker = new Worker(options.program, threadOptions(options));
    this.worker.on('error', (error: unknown) => { this.fault ??= causeOf(error); });
    this.worker.on('exit', (code) => { this.code = code; });
  }

  /** It has done what it was given, and can be given more. */
  get isFit(): boolean {
    return this.fault === undefined && this.code === undefined && !this.stopped;
  }

  end(): void {
    void this.worker.terminate();
  }

  run<R>(job: Job, { onProgress, onPart, signal }: Hooks): Promise<Ending<R>> {
    const { worker } = this;
    const start: Start = { job, stop: new Int32Array(new SharedArrayBuffer(4)) };
    return new Promise((resolve) => {
      let force: NodeJS.Timeout | undefined;
      const stop = (): void => {
        this.stopped = true;
        Atomics.store(start.stop, 0, 1);
        force ??= setTimeout(() => { this.end(); }, graceMs);
      };
      const finish = (how: Ending<R>): void => {
        clearTimeout(force);
        signal?.removeEventListener('abort', stop);
        worker.off('message', onMessage);
        worker.off('exit', onExit);
        resolve(this.stopped ? { type: 'done', result: undefined } : how);
      };
      const onMessage = (message: Message<R>): void => {
        if (message.type === 'done') finish(message);
        // What was on its way when the job was stopped is of no use any more.
        else if (this.stopped) return;
        else if (message.type === 'progress') onProgress?.(message.progress);
        else onPart?.(message.part);
      };
      const onExit = (): void => { finish({ type: 'died', why: this.fault ?? `its thread ended with status ${this.code}` }); };
      worker.on('message', onMessage);
      worker.on('exit', onExit);
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted === true) stop();
      worker.postMessage(start);
    });
  }
}

export const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'not enough memory' : error.message.split('\n', 1)[0];
};
