import { type FileHandle, open } from 'node:fs/promises';
import { readFailure } from '../io/failures.js';
import { failure, type Result, success } from '../io/result.js';
import type { IndexEnd, IndexJob } from './jobs.js';
import type { Watch } from './watch.js';

const chunkSize = 1 << 20;
const newline = 10;
const partEveryMs = 100;

/** Begins of lines as they are found; handed over now and then, so that the first lines can be shown at once. */
class Offsets {
  private found: number[] = [0];
  private lastPart = -Infinity;
  lines = 0;
  /** Bytes before the present chunk. */
  before = 0;

  constructor(private readonly every: number, private readonly watch: Watch) {}

  add(chunk: Uint8Array): void {
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, at + 1)) {
      this.lines++;
      if (this.lines % this.every === 0) this.found.push(this.before + at + 1);
    }
    this.before += chunk.length;
    if (performance.now() - this.lastPart > partEveryMs) this.give();
  }

  give(): void {
    this.lastPart = performance.now();
    this.watch.part({ offsets: Float64Array.from(this.found), lines: this.lines, bytes: this.before });
    this.found = [];
  }
}

async function scan(handle: FileHandle, { every }: IndexJob, watch: Watch): Promise<Result<IndexEnd> | undefined> {
  const { size } = await handle.stat();
  const offsets = new Offsets(every, watch);
  const buffer = Buffer.allocUnsafe(chunkSize);
  let ended = true;
  for (;;) {
    if (watch.stopped()) return undefined;
    const { bytesRead } = await handle.read(buffer, 0, chunkSize, offsets.before);
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    offsets.add(chunk);
    ended = chunk[bytesRead - 1] === newline;
    watch.progress({ read: offsets.before, size });
  }
  // The last line may be without an end.
  if (!ended) offsets.lines++;
  offsets.give();
  return success({ lines: offsets.lines, bytes: offsets.before });
}

/** Undefined where it was stopped. */
export async function indexLines(job: IndexJob, watch: Watch): Promise<Result<IndexEnd> | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(job.file, 'r');
    return await scan(handle, job, watch);
  } catch (error) {
    return failure(readFailure(error));
  } finally {
    await handle?.close();
  }
}
