/** The main thread's side of a file that a thread keeps open. */
import { Worker } from 'node:worker_threads';
import { failure, type Result } from '../../io/result.js';
import type { IndexPart, Progress } from '../jobs.js';
import { causeOf, type ThreadOptions, threadOptions } from '../thread.js';
import type { Answers, Asked, FromSession, Phase, Question, SessionFindings, SessionStart, ToSession } from './messages.js';

const tries = 2;

export interface SessionHooks {
  readonly onProgress: (progress: Progress) => void;
  /** The lines that follow those of earlier parts; after `onBegin` from the start. */
  readonly onLines: (part: IndexPart) => void;
  readonly onFound: (found: SessionFindings) => void;
  readonly onPhase: (phase: Phase) => void;
  /** The file is read from its start, at first or once more; `why`: the thread has ended unexpectedly. */
  readonly onBegin: (why: string | undefined) => void;
}

/** What the pool decides. */
export interface SessionPorts {
  /** Resolves with what to call when the file has been read; undefined where `signal` came first. */
  readonly turn: (signal: AbortSignal) => Promise<(() => void) | undefined>;
  /** Why the file is left alone; undefined where it is not. */
  readonly setAside: () => string | undefined;
  /** The file has ended its thread too often; returns what is said of it. */
  readonly putAside: (why: string) => string;
}

interface Pending { readonly resolve: (answer: Result<Answers[Asked]>) => void }

export class Session {
  private worker: Worker | undefined;
  private readonly pending = new Map<number, Pending>();
  private readonly closing = new AbortController();
  private leave: (() => void) | undefined;
  private questions = 0;
  private deaths = 0;
  private settings: SessionStart['session']['settings'];
  private reading = true;
  phase: Phase = { kind: 'reading' };

  constructor(private readonly options: ThreadOptions, private readonly start: SessionStart['session'], private readonly hooks: SessionHooks, private readonly ports: SessionPorts) {
    this.settings = start.settings;
    void this.begin(undefined);
  }

  /** Does not reject. */
  ask<Q extends Question>(question: Q): Promise<Result<Answers[Q['about']]>>;
  ask(question: Question): Promise<Result<Answers[Asked]>> {
    const { worker, phase } = this;
    if (phase.kind === 'over') return Promise.resolve(failure(phase.reason));
    if (worker === undefined) return Promise.resolve(failure('has not been read yet'));
    const id = ++this.questions;
    return new Promise((resolve) => {
      this.pending.set(id, { resolve });
      this.send({ type: 'ask', id, question });
    });
  }

  /** Only for settings that are read alike (`isReadAlike`); others need another session. */
  set(settings: SessionStart['session']['settings']): void {
    this.settings = settings;
    this.send({ type: 'settings', settings });
  }

  /** Stops the reading, or goes on with it. */
  read(on: boolean): void {
    this.reading = on;
    this.send({ type: 'read', on });
  }

  close(): void {
    this.closing.abort();
    this.finish('is closed');
    void this.worker?.terminate();
  }

  private send(message: ToSession): void {
    this.worker?.postMessage(message);
  }

  private async begin(why: string | undefined): Promise<void> {
    const reason = this.ports.setAside();
    // Not before the caller has what it listens with.
    await Promise.resolve();
    if (reason !== undefined) return this.enter({ kind: 'over', cause: 'failed', reason });
    this.leave = await this.ports.turn(this.closing.signal);
    if (this.leave === undefined) return;
    const worker = new Worker(this.options.program, threadOptions(this.options));
    this.worker = worker;
    let fault: string | undefined;
    worker.on('error', (error: unknown) => { fault ??= causeOf(error); });
    worker.on('exit', (code) => { if (!this.closing.signal.aborted) this.died(fault ?? `its thread ended with status ${code}`); });
    worker.on('message', (message: FromSession) => { if (!this.closing.signal.aborted) this.receive(message); });
    this.hooks.onBegin(why);
    worker.postMessage({ session: { ...this.start, settings: this.settings } } satisfies SessionStart);
    if (!this.reading) this.send({ type: 'read', on: false });
  }

  private receive(message: FromSession): void {
    switch (message.type) {
      case 'progress': return this.hooks.onProgress(message.progress);
      case 'lines': return this.hooks.onLines(message.part);
      case 'found': return this.hooks.onFound(message.found);
      case 'phase': return this.enter(message.phase);
      case 'answer':
        this.pending.get(message.id)?.resolve(message.answer);
        this.pending.delete(message.id);
    }
  }

  private enter(phase: Phase): void {
    this.phase = phase;
    if (phase.kind !== 'reading') this.leave?.();
    if (phase.kind === 'over') {
      this.finish(phase.reason);
      void this.worker?.terminate();
      this.worker = undefined;
    }
    this.hooks.onPhase(phase);
  }

  private died(why: string): void {
    if (this.phase.kind === 'over') return;
    this.worker = undefined;
    const again = `ended its analysis unexpectedly (${why}); it is read again`;
    this.finish(again);
    if (++this.deaths < tries) {
      this.enter({ kind: 'reading' });
      void this.begin(again);
    } else this.enter({ kind: 'over', cause: 'failed', reason: this.ports.putAside(why) });
  }

  /** Nobody will answer what was asked. */
  private finish(reason: string): void {
    this.leave?.();
    for (const { resolve } of this.pending.values()) resolve(failure(reason));
    this.pending.clear();
  }
}
