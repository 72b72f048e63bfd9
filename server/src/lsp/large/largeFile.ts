import { type FileHandle, open } from 'node:fs/promises';
import { readFailure } from '../../io/failures.js';
import { failure, type Result, success } from '../../io/result.js';
import { identify, signatureLength } from '../../io/signatures.js';
import type { ReadLinesResult, SearchParams, SearchPlace } from '../../protocol/large.js';
import type { Hooks } from '../../worker/thread.js';
import type { Workers } from '../../worker/workers.js';
import { LineIndex } from './lineIndex.js';
import { byteOf, placeOf, readLines } from './lineReader.js';

const every = 256;

export interface IndexState { readonly lines: number; readonly read: number; readonly bytes: number; readonly complete: boolean; readonly problem: string | null }

/** A file that a viewer shows: its index of lines, made in a thread, and its lines, read when they are wanted. */
export class LargeFile {
  private readonly index = new LineIndex(every);
  private readonly ending = new AbortController();
  private problem: string | null = null;
  private complete = false;
  /** Resolves when the index is as good as it gets. */
  private readonly indexed: Promise<void>;

  private constructor(
    private readonly path: string, private readonly handle: FileHandle, readonly bytes: number, private readonly state: string,
    private readonly workers: Workers, private readonly onIndexed: (state: IndexState) => void,
  ) {
    this.indexed = this.makeIndex();
  }

  static async open(path: string, workers: Workers, onIndexed: (state: IndexState) => void): Promise<Result<LargeFile>> {
    try {
      const handle = await open(path, 'r');
      const stat = await handle.stat();
      const obstacle = stat.isFile() ? await notText(handle, path) : 'is not a file';
      if (obstacle !== undefined) {
        await handle.close();
        return failure(obstacle);
      }
      return success(new LargeFile(path, handle, stat.size, `${stat.size} ${stat.mtimeMs}`, workers, onIndexed));
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
    return { lines, read, bytes: this.bytes, complete: this.complete, problem: this.problem };
  }

  async lines(from: number, count: number): Promise<ReadLinesResult> {
    const lines = await readLines(this.handle, this.index, from, count);
    const { size, mtimeMs } = await this.handle.stat();
    return { from, lines, changed: `${size} ${mtimeMs}` !== this.state };
  }

  /** Undefined where it was stopped. */
  async search({ text, matchCase, backwards, line, after }: Omit<SearchParams, 'uri'>, hooks: Hooks): Promise<Result<SearchPlace | null> | undefined> {
    // Only then is it known in which line a place is.
    await this.indexed;
    const start = after === null ? await byteOf(this.handle, this.index, line) : backwards ? after : after + 1;
    const { bytes } = this.index;
    const length = Buffer.byteLength(text);
    const ranges: readonly (readonly [number, number])[] = backwards
      ? [[start, 0], [bytes, Math.max(0, start - length + 1)]]
      : [[start, bytes], [0, Math.min(bytes, start + length - 1)]];
    for (const [from, to] of ranges) {
      const outcome = await this.workers.run<'search'>({ kind: 'search', file: this.path, text, matchCase, from, to, backwards }, hooks);
      if (outcome === undefined || !outcome.ok) return outcome;
      const { at } = outcome.value;
      if (at === null) continue;
      const place = await placeOf(this.handle, this.index, at);
      return success({ ...place, endColumn: place.column + text.length, at, wrapped: from !== start });
    }
    return success(null);
  }

  private async makeIndex(): Promise<void> {
    const outcome = await this.workers.run<'index'>({ kind: 'index', file: this.path, every }, {
      signal: this.ending.signal,
      onPart: (part) => {
        this.index.add(part);
        this.onIndexed(this.indexState);
      },
    });
    if (outcome === undefined) return;
    this.complete = true;
    if (outcome.ok) this.index.lines = outcome.value.lines;
    else this.problem = outcome.reason;
    this.onIndexed(this.indexState);
  }
}

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
