/** The main thread's side: gives each job to a thread, watches over it and stops it. */
import { statSync } from 'node:fs';
import { failure, type Result } from '../io/result.js';
import type { JobOf, JobResults, Kind } from './jobs.js';
import type { SessionStart } from './session/messages.js';
import { Session, type SessionHooks } from './session/session.js';
import { type Hooks, Thread, type ThreadOptions } from './thread.js';
import { Turns } from './turns.js';

const tries = 2;

export interface WorkersOptions extends ThreadOptions {
  /** How many jobs run at once; the others wait. */
  readonly atOnce: number;
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
    const known = this.reasonOf(job.file);
    if (known !== undefined) return failure(known);
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
      return failure(this.putAside(job.file, state, why));
    } finally {
      leave();
    }
  }

  /** A file that a thread keeps open until the session is closed. */
  session(start: SessionStart['session'], hooks: SessionHooks): Session {
    const { file } = start;
    return new Session(this.options, start, hooks, {
      turn: (signal) => this.turns.enter(signal), setAside: () => this.reasonOf(file), putAside: (why) => this.putAside(file, stateOf(file), why),
    });
  }

  private reasonOf(file: string): string | undefined {
    const known = this.setAside.get(file);
    return known?.state === stateOf(file) ? known.reason : undefined;
  }

  private putAside(file: string, state: string, why: string): string {
    const after = this.options.keep === true ? 'set aside' : 'it is left alone until it changes or the analysis server is restarted';
    const reason = `ended the analysis unexpectedly, ${tries} times (${why}); ${after}`;
    this.setAside.set(file, { state, reason });
    return reason;
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
