/** The main thread's side: starts a thread for each job, watches over it and stops it. */
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { failure, type Result } from '../io/result.js';
import type { IndexPart, JobOf, JobResults, Kind, Message, Progress, Start } from './jobs.js';
import { Turns } from './turns.js';

/** A job looks for the sign to stop after each piece of its file; one that is stuck in a system call is ended by force. */
const graceMs = 40;
const tries = 2;
/** Of what the engine keeps as objects; the tables of pages are not among them. */
const heapMegabytes = 2048;

export interface Hooks {
  readonly onProgress?: (progress: Progress) => void;
  readonly onPart?: (part: IndexPart) => void;
  readonly signal?: AbortSignal;
}

type Ending<R> = { readonly type: 'done'; readonly result: Result<R> | undefined } | { readonly type: 'died'; readonly why: string };

export interface WorkersOptions {
  /** The program of a worker. */
  readonly program: string;
  /** How many jobs run at once; the others wait. */
  readonly atOnce: number;
  readonly execArgv?: readonly string[];
}

export class Workers {
  private readonly turns: Turns;
  /** Files that ended a worker twice, as they were then. */
  private readonly setAside = new Map<string, { readonly state: string; readonly reason: string }>();

  constructor(private readonly options: WorkersOptions) {
    this.turns = new Turns(options.atOnce);
  }

  /** Undefined where `signal` stopped it. Does not reject. */
  async run<K extends Kind>(job: JobOf[K], hooks: Hooks = {}): Promise<Result<JobResults[K]> | undefined> {
    const state = stateOf(job.file);
    const known = this.setAside.get(job.file);
    if (known?.state === state) return failure(known.reason);
    const leave = await this.turns.enter(hooks.signal);
    if (leave === undefined) return undefined;
    try {
      let why = '';
      for (let attempt = 0; attempt < tries; attempt++) {
        if (hooks.signal?.aborted === true) return undefined;
        const ending = await this.attempt<JobResults[K]>({ job, stop: new Int32Array(new SharedArrayBuffer(4)) }, hooks);
        if (ending.type === 'done') return ending.result;
        why = ending.why;
      }
      const reason = `ended the analysis unexpectedly, ${tries} times (${why}); it is left alone until it changes or the analysis server is restarted`;
      this.setAside.set(job.file, { state, reason });
      return failure(reason);
    } finally {
      leave();
    }
  }

  private attempt<R>(start: Start, { onProgress, onPart, signal }: Hooks): Promise<Ending<R>> {
    return new Promise((resolve) => {
      const worker = new Worker(this.options.program, {
        resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
        ...(this.options.execArgv === undefined ? {} : { execArgv: [...this.options.execArgv] }),
      });
      let ending: Ending<R> | undefined;
      let force: NodeJS.Timeout | undefined;
      const stop = (): void => {
        Atomics.store(start.stop, 0, 1);
        ending ??= { type: 'done', result: undefined };
        force ??= setTimeout(() => { void worker.terminate(); }, graceMs);
      };
      const end = (how: Ending<R>): void => {
        ending = how;
        clearTimeout(force);
        signal?.removeEventListener('abort', stop);
        resolve(how);
      };
      worker.on('message', (message: Message<R>) => {
        if (message.type === 'done') {
          // Nothing is done any more; what is left is to give the memory back.
          end(ending ?? message);
          void worker.terminate();
        } else if (ending !== undefined) {
          // It was on its way when the job was stopped.
          return;
        } else if (message.type === 'progress') {
          onProgress?.(message.progress);
        } else {
          onPart?.(message.part);
        }
      });
      worker.on('error', (error: unknown) => { ending ??= { type: 'died', why: causeOf(error) }; });
      worker.on('exit', (code) => { end(ending ?? { type: 'died', why: `its thread ended with status ${code}` }); });
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted === true) stop();
      worker.postMessage(start);
    });
  }
}

const causeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'not enough memory' : error.message.split('\n', 1)[0];
};

/** Changes when the file does; a file that cannot be looked at has a state, too. */
function stateOf(file: string): string {
  try {
    const { size, mtimeNs, ino } = statSync(file, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  } catch {
    return '';
  }
}
