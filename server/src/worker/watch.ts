import type { ReadProgress } from '../io/readTrace.js';
import type { IndexPart, Progress } from './jobs.js';

const intervalMs = 100;
/** Before that, the time left is a guess that jumps. */
const guessAfterMs = 500;

/** What a job needs of the outside: whether to stop, and somebody to tell how far it is. */
export interface Watch {
  readonly stopped: () => boolean;
  /** At most ten get through in a second. */
  readonly progress: (at: ReadProgress) => void;
  readonly part: (part: IndexPart) => void;
}

export const unwatched: Watch = { stopped: () => false, progress: () => undefined, part: () => undefined };

export interface WatchPorts {
  readonly stop: Int32Array;
  readonly now: () => number;
  readonly progress: (progress: Progress) => void;
  readonly part: (part: IndexPart) => void;
}

export function watch({ stop, now, progress, part }: WatchPorts): Watch {
  const start = now();
  let last = -Infinity;
  return {
    stopped: () => Atomics.load(stop, 0) === 1,
    progress: ({ read, size }) => {
      const time = now();
      if (time - last < intervalMs) return;
      last = time;
      const spent = time - start;
      const left = size === undefined || spent < guessAfterMs ? undefined : (spent / 1000) * Math.max(0, size / Math.max(1, read) - 1);
      progress({ read, size, left });
    },
    part,
  };
}
