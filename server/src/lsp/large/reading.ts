import { isReadAlike } from '../../io/readSettings.js';
import { failure, type Result, success } from '../../io/result.js';
import type { LargePhase, LargeReadParams } from '../../protocol/large.js';
import type { Settings } from '../../protocol/messages.js';
import type { IndexPart, Progress } from '../../worker/jobs.js';
import type { Answers, Phase, Question, SessionFindings } from '../../worker/session/messages.js';
import type { Session } from '../../worker/session/session.js';
import type { Workers } from '../../worker/workers.js';
import { mostFindings } from '../files/fileAnalyses.js';
import { every } from './largeFile.js';

export type ReadingState = Omit<LargeReadParams, 'uri'>;

export interface ReadingHooks {
  readonly onLines: (part: IndexPart) => void;
  /** Lines come from the start, at first or once more. */
  readonly onBegin: () => void;
  /** Of all of the file. */
  readonly onFound: (found: SessionFindings) => void;
  readonly onState: (state: ReadingState) => void;
  /** The file is not what was read of it. */
  readonly onLost: (cause: 'shorter' | 'replaced' | 'gone', reason: string) => void;
}

export interface ReadingStart { readonly file: string; readonly settings: Settings; readonly notice: string | null; readonly bytes: number }

/** The engine at work on a file that a viewer shows. */
export class Reading {
  private readonly session: Session;
  private settings: Settings;
  private progress: Progress;
  private readonly waiting = new Set<() => void>();
  private readonly watchers = new Set<(progress: Progress) => void>();
  private phase: LargePhase = 'waiting';
  private notice: string | null;
  /** As the user wants it for this file. */
  private followed: boolean | undefined;
  /** What has been found so far; undefined before the first findings. */
  found: SessionFindings | undefined;

  constructor(workers: Workers, { file, settings, notice, bytes }: ReadingStart, private readonly hooks: ReadingHooks) {
    this.settings = settings;
    this.notice = notice;
    this.progress = { read: 0, size: bytes, left: undefined };
    this.session = workers.session({ file, settings, most: mostFindings, every }, {
      onProgress: (progress) => {
        this.progress = progress;
        for (const watcher of this.watchers) watcher(progress);
        this.tell();
      },
      onLines: hooks.onLines,
      onBegin: (why) => {
        this.found = undefined;
        this.notice = why ?? this.notice;
        hooks.onBegin();
        this.enter('reading');
      },
      onFound: (found) => {
        this.found = found;
        this.progress = { read: found.read, size: found.whole ? found.read : this.progress.size, left: undefined };
        if (found.whole) hooks.onFound(found);
        this.tell();
        this.wake();
      },
      onPhase: (phase) => { this.onPhase(phase); },
    });
  }

  /** Does not reject; a reason follows the file's name. */
  ask<Q extends Question>(question: Q): Promise<Result<Answers[Q['about']]>> {
    return this.session.ask(question);
  }

  /** The findings of all of the file, as soon as there are any; undefined where `signal` came first. A reason follows the file's name. */
  async whole(signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<Result<SessionFindings> | undefined> {
    if (this.phase === 'stopped') this.session.read(true);
    this.watchers.add(onProgress);
    const stop = (): void => { this.wake(); };
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (;;) {
        if (signal.aborted) return undefined;
        if (this.phase === 'over') return failure(this.notice ?? 'is closed');
        if (this.found?.whole === true && this.phase !== 'reading') return success(this.found);
        await new Promise<void>((resolve) => { this.waiting.add(resolve); });
      }
    } finally {
      this.watchers.delete(onProgress);
      signal.removeEventListener('abort', stop);
    }
  }

  read(on: boolean): void {
    this.session.read(on);
  }

  /** Whatever the setting says. */
  follow(on: boolean): void {
    this.followed = on;
    this.session.set({ ...this.settings, followFiles: on });
  }

  /** `again`: the file must be read again for them. */
  set(settings: Settings): 'kept' | 'again' {
    const again = !isReadAlike(settings, this.settings);
    this.settings = settings;
    if (!again) this.session.set({ ...settings, followFiles: this.followed ?? settings.followFiles });
    return again ? 'again' : 'kept';
  }

  close(): void {
    this.session.close();
    this.notice = 'is closed';
    this.phase = 'over';
    this.wake();
  }

  private onPhase(phase: Phase): void {
    switch (phase.kind) {
      case 'reading': return this.enter('reading');
      case 'stopped': return this.enter('stopped');
      case 'read': return this.enter(phase.following ? 'following' : 'read');
      case 'over':
        this.notice = phase.reason;
        this.enter('over');
        if (phase.cause !== 'failed') this.hooks.onLost(phase.cause, phase.reason);
    }
  }

  private enter(phase: LargePhase): void {
    this.phase = phase;
    this.tell();
    this.wake();
  }

  private tell(): void {
    const { phase, notice, progress: { read, size = read, left = null } } = this;
    this.hooks.onState({ phase, notice, read, bytes: Math.max(size, read), left });
  }

  private wake(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting.clear();
  }
}
