import { type FileHandle, open } from 'node:fs/promises';
import { readFailure } from '../io/failures.js';
import { failure, type Result, success } from '../io/result.js';
import type { Found, SearchJob } from './jobs.js';
import type { Watch } from './watch.js';

const chunkSize = 1 << 20;

/** The same length, so that a place in it is a place in the file. */
function lowered(bytes: Buffer): Buffer {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte >= 0x41 && byte <= 0x5a) bytes[i] = byte | 0x20;
  }
  return bytes;
}

async function find(handle: FileHandle, job: SearchJob, watch: Watch): Promise<Result<Found> | undefined> {
  const { matchCase, from, to, backwards } = job;
  const needle = matchCase ? Buffer.from(job.text) : lowered(Buffer.from(job.text));
  const length = needle.length;
  if (length === 0) return success({ at: null, length });
  const size = Math.abs(to - from);
  // Pieces overlap by what a place that lies across their border needs.
  const piece = Math.max(chunkSize, 4 * length);
  const buffer = Buffer.allocUnsafe(piece + length - 1);
  for (let done = 0; done < size; done += piece) {
    if (watch.stopped()) return undefined;
    const start = backwards ? Math.max(to, from - done - piece) : from + done;
    const end = backwards ? Math.min(from, from - done + length - 1) : Math.min(to, start + piece + length - 1);
    const { bytesRead } = await handle.read(buffer, 0, end - start, start);
    const bytes = matchCase ? buffer.subarray(0, bytesRead) : lowered(buffer.subarray(0, bytesRead));
    const at = backwards ? bytes.lastIndexOf(needle) : bytes.indexOf(needle);
    if (at >= 0) return success({ at: start + at, length });
    watch.progress({ read: Math.min(size, done + piece), size });
  }
  return success({ at: null, length });
}

/** Letters of the alphabet are found in either case unless `matchCase`. Undefined where it was stopped. */
export async function search(job: SearchJob, watch: Watch): Promise<Result<Found> | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(job.file, 'r');
    return await find(handle, job, watch);
  } catch (error) {
    return failure(readFailure(error));
  } finally {
    await handle?.close();
  }
}
