import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { readFailure } from '../../io/failures.js';
import { readTrace } from '../../io/readTrace.js';
import { failure, type Result, success } from '../../io/result.js';
import { identify, signatureLength } from '../../io/signatures.js';
import type { RenderTraceDatResult } from '../../protocol/traceDat.js';

/** Characters: VS Code hands no longer document to an extension. */
const mostText = 40 << 20;

const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

/** What is text already opens as text; here it would only lose its edits. */
async function checkStart(path: string): Promise<Result<undefined>> {
  try {
    const handle = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(signatureLength), 0, signatureLength, 0);
      return identify(buffer.subarray(0, bytesRead)).kind === 'trace.dat' ? success(undefined) : failure('is not a trace.dat of trace-cmd');
    } finally {
      await handle.close();
    }
  } catch (error) {
    return failure(readFailure(error));
  }
}

/** The text of a file as the command line reads it; undefined where it was stopped. `most`: characters, to a whole line. */
export async function renderTraceDat(path: string, stopped: () => boolean, most = mostText): Promise<Result<RenderTraceDatResult> | undefined> {
  const start = await checkStart(path);
  if (!start.ok) return start;
  const pieces: string[] = [];
  let length = 0;
  let isFull = false;
  const read = await readTrace(path, Readable.from([]), async (bytes) => {
    // Requests for the open traces come first.
    await nextTurn();
    if (stopped()) return 'stop';
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    pieces.push(text);
    length += text.length;
    isFull = length > most;
    return isFull ? 'stop' : 'more';
  });
  if (stopped()) return undefined;
  if (!read.ok) return failure(read.reason);
  const missing = isFull
    ? 'is larger than what VS Code shows: this is its beginning. The command line reads all of it: buddyscope analyze'
    : typeof read.value === 'string' ? null : read.value.damage;
  return success({ text: `${pieces.join('')}${missing === null ? '' : `# ${missing}\n`}`, missing });
}
