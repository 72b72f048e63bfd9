/** What the two threads of one analysis say to each other, besides the blocks in the ring. */
import type { MessagePort } from 'node:worker_threads';
import type { BlockNews } from '../../core/index.js';
import type { ReportChoice } from '../../io/fileReport.js';
import type { FileReport } from '../jobs.js';

/** The second half of an analysis: the first writes blocks into `ring`. */
export interface SteppingStart {
  readonly stepping: {
    readonly file: string;
    readonly choice: ReportChoice;
    readonly fold: boolean;
    readonly ring: SharedArrayBuffer;
    /** One message for each block that has news, and one at the end. */
    readonly news: MessagePort;
  };
}

export type SteppingNews =
  | { readonly type: 'block'; readonly news: BlockNews }
  /** `bytes` of the whole text; `damage`: only a part of the file could be read. */
  | { readonly type: 'end'; readonly bytes: number; readonly damage: string | null };

export type FromStepping =
  /** The ring has room again. */
  | { readonly type: 'room' }
  | { readonly type: 'done'; readonly report: FileReport };
