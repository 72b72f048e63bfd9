/** The main thread's side: gives each job to a thread, watches over it and stops it. */
import { statSync } from 'node:fs';
import { failure, type Result } from '../io/result.js';
import type { JobOf, JobResults, Kind } from './jobs.js';
import { type Hooks, Thread } from './thread.js';
import { Turns } from './turns.js';

const tries = 2;

export interface WorkersOptions {
  /** The program of a worker. */
  readonly program: string;
  /** How many jobs run at once; the others wait. */
  readonly atOnce: number;
  readonly execArgv?: readonly string[];
  /** A thread does one job after the other, until `close`; else it ends with its job, and its memory is given back at once. */
  readonly keep?: boolean;
}

export class Workers {
  private readonly turns: Turns;
  private readonly idle: Thread[] = [];
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
        const thread = this.idle.pop() ?? new Thread(this.options);
        const ending = await thread.run<JobResults[K]>(job, hooks);
        if (ending.type === 'done') {
          if (this.options.keep === true && thread.isFit) this.idle.push(thread);
          else thread.end();
          return ending.result;
        }
        why = ending.why;
      }
      const after = this.options.keep === true ? 'set aside' : 'it is left alone until it changes or the analysis server is restarted';
      const reason = `ended the analysis unexpectedly, ${tries} times (${why}); ${after}`;
      this.setAside.set(job.file, { state, reason });
      return failure(reason);
    } finally {
      leave();
    }
  }

  /** Ends the threads that have nothing to do. */
  close(): void {
    for (const thread of this.idle.splice(0)) thread.end();
  }
}

/** Changes when the file does; a file that cannot be looked at has a state, too. */
function stateOf(file: string): string {
  try {
    const { size, mtimeNs, ino } = statSync(file, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  } catch {
    return '';
  }
}
