import { readSync } from 'node:fs';
import { type ByteSource, openTraceDat } from '../core/index.js';
import { readFailure } from './failures.js';
import type { Sink } from './readTrace.js';
import { failure, type Result, success } from './result.js';
import { unpack } from './unpack.js';

/** All that is left of a damaged file has been given to the sink; `damage` says what is wrong and how much could be read. */
export interface PartlyRead { readonly damage: string }

export const bytesSource = (bytes: Uint8Array): ByteSource => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(Math.min(offset, bytes.length), Math.min(offset + length, bytes.length)),
});

export const fileSource = (fd: number, size: number): ByteSource => ({
  size,
  read(offset, length) {
    const buffer = new Uint8Array(Math.max(0, Math.min(length, size - offset)));
    let done = 0;
    while (done < buffer.length) {
      const count = readSync(fd, buffer, done, buffer.length - done, offset + done);
      if (count === 0) break;
      done += count;
    }
    return buffer.subarray(0, done);
  },
});

const sentence = (problems: readonly string[], events: number): string =>
  `${problems.join('; ')}; ${events === 1 ? '1 event' : `${events.toLocaleString('en-US')} events`} could be read`;

/** The text of a trace.dat, piece by piece; between pieces others get a turn where the sink lets them. */
export async function readTraceDat(source: ByteSource, sink: Sink): Promise<Result<'end' | 'stopped' | PartlyRead>> {
  let read = 0;
  const counting: ByteSource = {
    size: source.size,
    read(offset, length) {
      const bytes = source.read(offset, length);
      read = Math.min(source.size, read + bytes.length);
      return bytes;
    },
  };
  try {
    const opened = openTraceDat(counting, unpack);
    if (!opened.ok) return failure(opened.reason);
    for (const piece of opened.value.text()) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
      if (await sink(bytes, { read, size: source.size }) === 'stop') return success('stopped');
    }
    const { problems, events } = opened.value;
    return success(problems.length === 0 ? 'end' : { damage: sentence(problems, events) });
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) return failure(readFailure(error));
    throw error;
  }
}
