import { type FileHandle, open } from 'node:fs/promises';
import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readFailure } from './failures.js';
import { failure, type Result, success } from './result.js';
import { identify, signatureLength } from './signatures.js';
import { bytesSource, fileSource, type PartlyRead, readTraceDat } from './traceDat.js';

/** Bytes of a piece; two of them are in memory for each file that is read. */
export const defaultPieceSize = 1 << 20;
/** Bytes of a trace.dat that are held in memory. */
const mostCollected = 1 << 30;

export const emptyReason = 'is empty; record a trace into it first';

export interface ReadProgress {
  /** Bytes of the file as it lies on the disk, so that a part of `size` can be told. */
  readonly read: number;
  /** Undefined for a pipe. */
  readonly size: number | undefined;
}

/** `end`: the whole file; `stopped`: by the sink; or what was wrong, where only a part of the file could be read. */
export type ReadEnd = 'end' | 'stopped' | PartlyRead;

/** Takes the text in pieces, whose memory is used again afterwards; `stop` ends the reading early. */
export type Sink = (bytes: Uint8Array, progress: ReadProgress) => Promise<'more' | 'stop'>;

async function* counted(stream: Readable, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    onBytes(bytes.length);
    yield bytes;
  }
}

/** The same bytes with a first piece that is long enough to tell what they are; a pipe may deliver single bytes. */
async function* withFullStart(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (start.length >= signatureLength) {
      yield chunk;
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (start.length >= signatureLength) yield start;
  }
  if (start.length > 0 && start.length < signatureLength) yield start;
}

/** As an editor does, so that the columns of the first line are the same. */
const withoutByteOrderMark = (start: Buffer): Buffer => (start.length >= 3 && start.readUIntBE(0, 3) === 0xefbbbf ? start.subarray(3) : start);

async function* startingWith(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function gunzipped(chunks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  // An error of either end arrives at whoever reads `gunzip`.
  pipeline(Readable.from(chunks, { objectMode: false }), gunzip, () => undefined);
  return withFullStart(counted(gunzip, () => undefined));
}

/** The only place where a failing read becomes a value; a fault in the sink stays an exception. */
async function nextOf(chunks: AsyncGenerator<Buffer>): Promise<Result<Buffer | undefined>> {
  try {
    const next = await chunks.next();
    return success(next.done === true ? undefined : next.value);
  } catch (error) {
    return failure(readFailure(error));
  }
}

interface Opened { readonly first: Buffer; readonly rest: AsyncGenerator<Buffer>; readonly kind: 'text' | 'trace.dat'; readonly isPacked: boolean }

async function contentOf(chunks: AsyncGenerator<Buffer>, file: string): Promise<Result<Opened>> {
  let rest = chunks;
  for (let depth = 0; depth < 2; depth++) {
    const first = await nextOf(rest);
    if (!first.ok) return first;
    if (first.value === undefined) return failure(emptyReason);
    const content = identify(first.value);
    if (content.kind === 'text') return success({ first: withoutByteOrderMark(first.value), rest, kind: 'text', isPacked: depth > 0 });
    if (content.kind === 'trace.dat') return success({ first: first.value, rest, kind: 'trace.dat', isPacked: depth > 0 });
    if (content.kind === 'other') return failure(content.reason(file));
    rest = gunzipped(startingWith(first.value, rest));
  }
  return failure('is compressed twice; decompress it once first');
}

async function openFile(path: string): Promise<Result<{ handle: FileHandle; size: number | undefined }>> {
  try {
    const handle = await open(path, 'r');
    const stat = await handle.stat();
    if (stat.isDirectory()) {
      await handle.close();
      return failure('is a directory; give the trace files in it');
    }
    return success({ handle, size: stat.isFile() ? stat.size : undefined });
  } catch (error) {
    return failure(readFailure(error));
  }
}

/** All bytes: for a file that is read here and there, and comes from a pipe or packed. */
async function collected({ first, rest }: Opened): Promise<Result<Uint8Array>> {
  const pieces = [first];
  for (let size = first.length; ;) {
    const next = await nextOf(rest);
    if (!next.ok) return next;
    if (next.value === undefined) return success(Buffer.concat(pieces));
    pieces.push(next.value);
    size += next.value.length;
    if (size > mostCollected) return failure('is a trace.dat file that is too large to be read from a pipe or packed; write it to the disk as it is and give its path');
  }
}

async function readBinary(opened: Opened, fd: number | undefined, size: number | undefined, sink: Sink): Promise<Result<ReadEnd>> {
  if (fd !== undefined && size !== undefined && !opened.isPacked) return readTraceDat(fileSource(fd, size), sink);
  const bytes = await collected(opened);
  if (!bytes.ok) return bytes;
  // All of the file has been read; what is read now lies in memory.
  return readTraceDat(bytesSource(bytes.value), (text) => sink(text, { read: size ?? bytes.value.length, size }));
}

/** A text file from `from` on: one piece is read while the sink has the other. A stream would take new memory for each. */
async function readOn(handle: FileHandle, from: number, size: number, pieceSize: number, sink: Sink): Promise<Result<ReadEnd>> {
  const ask = async (buffer: Buffer, at: number): Promise<Result<Buffer>> => {
    try {
      return success(buffer.subarray(0, (await handle.read(buffer, 0, pieceSize, at)).bytesRead));
    } catch (error) {
      return failure(readFailure(error));
    }
  };
  let [present, other] = [Buffer.allocUnsafeSlow(pieceSize), Buffer.allocUnsafeSlow(pieceSize)];
  let read = from;
  let asked = ask(present, read);
  for (;;) {
    const piece = await asked;
    if (!piece.ok) return piece;
    if (piece.value.length === 0) return success('end');
    read += piece.value.length;
    [present, other] = [other, present];
    asked = ask(present, read);
    if (await sink(piece.value, { read, size }) === 'stop') {
      await asked;
      return success('stopped');
    }
  }
}

async function readStream(stream: Readable, file: string, size: number | undefined, handle: FileHandle | undefined, pieceSize: number, sink: Sink): Promise<Result<ReadEnd>> {
  let read = 0;
  const opened = await contentOf(withFullStart(counted(stream, (count) => { read += count; })), file);
  if (!opened.ok) return opened;
  if (opened.value.kind === 'trace.dat') return readBinary(opened.value, handle?.fd, size, sink);
  const { first, rest, isPacked } = opened.value;
  if (handle !== undefined && size !== undefined && size > pieceSize && !isPacked) {
    return await sink(first, { read, size }) === 'stop' ? success('stopped') : readOn(handle, read, size, pieceSize, sink);
  }
  for (let bytes: Buffer | undefined = first; bytes !== undefined;) {
    if (await sink(bytes, { read, size }) === 'stop') return success('stopped');
    const next = await nextOf(rest);
    if (!next.ok) return next;
    bytes = next.value;
  }
  return success('end');
}

/** Reads FILE (`-`: standard input; gzip and trace.dat by their first bytes) piece by piece in bounded memory. */
export async function readTrace(file: string, stdin: Readable, sink: Sink, pieceSize = defaultPieceSize): Promise<Result<ReadEnd>> {
  if (file === '-') {
    const result = await readStream(stdin, '-', undefined, undefined, pieceSize, sink);
    // Whoever writes into the pipe shall not wait for us.
    if (!result.ok || result.value === 'stopped') stdin.destroy();
    return result;
  }
  const opened = await openFile(file);
  if (!opened.ok) return opened;
  const stream = opened.value.handle.createReadStream({ highWaterMark: pieceSize, autoClose: false });
  try {
    return await readStream(stream, file, opened.value.size, opened.value.handle, pieceSize, sink);
  } finally {
    // A binary file is read through the handle when the stream may have come to its end.
    stream.destroy();
    await opened.value.handle.close();
  }
}
