import { type FileHandle, open } from 'node:fs/promises';
import { readFailure } from '../io/failures.js';
import { failure, type Result, success } from '../io/result.js';
import type { IndexEnd, IndexJob } from './jobs.js';
import { LineOffsets } from './lineOffsets.js';
import type { Watch } from './watch.js';

const chunkSize = 1 << 20;

async function scan(handle: FileHandle, { every }: IndexJob, watch: Watch): Promise<Result<IndexEnd> | undefined> {
  const { size } = await handle.stat();
  const offsets = new LineOffsets(every, watch.part, false);
  const buffer = Buffer.allocUnsafe(chunkSize);
  for (;;) {
    if (watch.stopped()) return undefined;
    const { bytesRead } = await handle.read(buffer, 0, chunkSize, offsets.before);
    if (bytesRead === 0) break;
    offsets.add(buffer.subarray(0, bytesRead));
    watch.progress({ read: offsets.before, size });
  }
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
