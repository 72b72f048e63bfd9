import { type FileHandle, open, stat } from 'node:fs/promises';
import { readFailure } from '../../io/failures.js';
import { failure, type Result, success } from '../../io/result.js';
import { identify, signatureLength } from '../../io/signatures.js';
import type { ReadLinesResult, SearchParams, SearchPlace } from '../../protocol/large.js';
import type { IndexPart } from '../../worker/jobs.js';
import type { Hooks } from '../../worker/thread.js';
import type { Workers } from '../../worker/workers.js';
import { LineIndex } from './lineIndex.js';
import { byteOf, placeOf, readLines } from './lineReader.js';

export const every = 256;

export interface IndexState { readonly lines: number; readonly read: number; readonly bytes: number; readonly complete: boolean; readonly problem: string | null }

/** A file that a viewer shows: its index of lines, made in a thread, and its lines, read when they are wanted. */
export class LargeFile {
  /** Made as fast as the disk gives bytes; and by whoever analyses the file and follows it as it grows. */
  private readonly first = new LineIndex(every);
  private second = new LineIndex(every);
  private readonly ending = new AbortController();
  private problem: string | null = null;
  private complete = false;
  /** Resolves when the first index is as good as it gets. */
  private readonly indexed: Promise<void>;
  /** Of the file as far as it is known. */
  private state: string;
  /** It is followed: that it grows is no change. */
  follows = false;

  private constructor(
    private readonly path: string, private readonly handle: FileHandle, readonly bytes: number, state: string,
    private readonly workers: Workers, private readonly onIndexed: (state: IndexState) => void,
  ) {
    this.state = state;
    this.indexed = this.makeIndex();
  }

  static async open(path: string, workers: Workers, onIndexed: (state: IndexState) => void): Promise<Result<LargeFile>> {
    try {
      const handle = await open(path, 'r');
      const status = await handle.stat();
      const obstacle = status.isFile() ? await notText(handle, path) : 'is not a file';
      if (obstacle !== undefined) {
        await handle.close();
        return failure(obstacle);
      }
      return success(new LargeFile(path, handle, status.size, stateOf(status), workers, onIndexed));
    } catch (error) {
      return failure(readFailure(error));
    }
  }

  async close(): Promise<void> {
    this.ending.abort();
    await this.indexed;
    await this.handle.close().catch(() => undefined);
  }

  get indexState(): IndexState {
    const { lines, bytes: read } = this.index;
    return { lines, read, bytes: Math.max(read, this.bytes), complete: this.complete, problem: this.problem };
  }

  /** Lines that were found by the analysis, following those of earlier calls; `again`: from the start. */
  grown(part: IndexPart): void {
    this.second.add(part);
    if (!this.complete || this.index !== this.second) return;
    this.onIndexed(this.indexState);
  }

  beginAgain(): void {
    this.second = new LineIndex(every);
  }

  async lines(from: number, count: number): Promise<ReadLinesResult> {
    const { index } = this;
    const lines = await readLines(this.handle, index, from, count);
    return { from, lines, changed: await this.hasChanged() };
  }

  /** It is not what was read of it; where it is followed, growing is no change. */
  async hasChanged(): Promise<boolean> {
    const status = await this.handle.stat();
    if (this.follows && status.size >= this.index.bytes) this.state = stateOf(status);
    return stateOf(status) !== this.state;
  }

  /** Undefined where it was stopped. */
  async search({ text, matchCase, backwards, line, after }: Omit<SearchParams, 'uri'>, hooks: Hooks): Promise<Result<SearchPlace | null> | undefined> {
    // Only then is it known in which line a place is.
    await Promise.race([this.indexed, aborted(hooks.signal)]);
    if (hooks.signal?.aborted === true) return undefined;
    const { index } = this;
    const start = after === null ? await byteOf(this.handle, index, line) : backwards ? after : after + 1;
    const { bytes } = index;
    const length = Buffer.byteLength(text);
    const ranges: readonly (readonly [number, number])[] = backwards
      ? [[start, 0], [bytes, Math.max(0, start - length + 1)]]
      : [[start, bytes], [0, Math.min(bytes, start + length - 1)]];
    for (const [from, to] of ranges) {
      const outcome = await this.workers.run<'search'>({ kind: 'search', file: this.path, text, matchCase, from, to, backwards }, hooks);
      if (outcome === undefined || !outcome.ok) return outcome;
      const { at } = outcome.value;
      if (at === null) continue;
      const place = await placeOf(this.handle, index, at);
      return success({ ...place, endColumn: place.column + text.length, at, wrapped: from !== start });
    }
    return success(null);
  }

  /** The one that knows more of the file. */
  private get index(): LineIndex {
    return this.complete && this.second.bytes >= this.first.bytes && this.second.lines >= this.first.lines ? this.second : this.first;
  }

  private async makeIndex(): Promise<void> {
    const outcome = await this.workers.run<'index'>({ kind: 'index', file: this.path, every }, {
      signal: this.ending.signal,
      onPart: (part) => {
        this.first.add(part);
        this.onIndexed(this.indexState);
      },
    });
    if (outcome === undefined) return;
    if (outcome.ok) this.first.lines = outcome.value.lines;
    else this.problem = outcome.reason;
    this.complete = true;
    this.onIndexed(this.indexState);
  }
}

const aborted = (signal: AbortSignal | undefined): Promise<void> => new Promise((resolve) => {
  if (signal?.aborted === true) resolve();
  signal?.addEventListener('abort', () => { resolve(); }, { once: true });
});

export const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

const stateOf = ({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): string => `${size} ${mtimeMs}`;

/** Why the file's lines cannot be shown; undefined where they can. */
async function notText(handle: FileHandle, path: string): Promise<string | undefined> {
  const start = Buffer.alloc(signatureLength);
  const { bytesRead } = await handle.read(start, 0, signatureLength, 0);
  const content = identify(start.subarray(0, bytesRead));
  switch (content.kind) {
    case 'text': return undefined;
    case 'gzip': return 'is compressed; run `gunzip --keep` on it and open the result, or analyze it as it is';
    case 'trace.dat': return 'is a trace.dat file; use “Open trace.dat”, or analyze it as it is';
    case 'other': return content.reason(path);
  }
}
