/** What the main thread and a thread that keeps a file open say to each other. */
import type { FindingsPage, FindingsQuery, HoverView, SeriesRow, StateView } from '../../core/index.js';
import type { Result } from '../../io/result.js';
import type { Settings } from '../../protocol/messages.js';
import type { FileFindings, IndexPart, Progress } from '../jobs.js';

/** A text file that is read from its start, and can be asked about any line that has been read. */
export interface SessionStart {
  readonly session: { readonly file: string; readonly settings: Settings; /** Findings that are handed over. */ readonly most: number; readonly every: number };
}

/** What can be asked, and what is answered. Lines are 0-based. */
export interface Questions {
  readonly state: { readonly line: number };
  readonly hover: { readonly line: number; readonly column: number };
  /** The table of findings: those that are listed, the most severe first. */
  readonly findings: { readonly query: FindingsQuery };
  /** One zone and order, thinned to so many points. */
  readonly series: { readonly zone: string; readonly node: number; readonly order: number; readonly points: number };
}
export interface Answers {
  readonly state: StateView;
  readonly hover: HoverView | 'nothing';
  readonly findings: FindingsPage;
  readonly series: readonly SeriesRow[];
}
export type Asked = keyof Questions;
export type Question = { [K in Asked]: { readonly about: K } & Questions[K] }[Asked];

export type ToSession =
  | { readonly type: 'ask'; readonly id: number; readonly question: Question }
  | { readonly type: 'settings'; readonly settings: Settings }
  /** Stops the reading where it is, or goes on with it. */
  | { readonly type: 'read'; readonly on: boolean };

/** How it is with the file. */
export type Phase =
  | { readonly kind: 'reading' }
  /** Stopped by the user before the end. */
  | { readonly kind: 'stopped' }
  /** Read to its end; `following`: what is written behind it will be read. */
  | { readonly kind: 'read'; readonly following: boolean }
  /** What was read is not what the file is now: nothing more is read. `reason` is for a person. */
  | { readonly kind: 'over'; readonly cause: 'shorter' | 'replaced' | 'gone' | 'failed'; readonly reason: string };

export interface SessionFindings extends FileFindings {
  /** Bytes that they are of. */
  readonly read: number;
  /** All of the file. */
  readonly whole: boolean;
}

export type FromSession =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'lines'; readonly part: IndexPart }
  | { readonly type: 'found'; readonly found: SessionFindings }
  | { readonly type: 'phase'; readonly phase: Phase }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Result<Answers[Asked]> };
