import { Readable } from 'node:stream';
import { readTrace } from '../../io/readTrace.js';
import { failure, type Result, success } from '../../io/result.js';
import type { RenderTraceDatResult } from '../../protocol/traceDat.js';

/** Characters: VS Code hands no longer document to an extension. */
const mostText = 40 << 20;

const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

/** The text of a file as the command line reads it; undefined where it was stopped. `most`: characters, to a whole line. */
export async function renderTraceDat(path: string, stopped: () => boolean, most = mostText): Promise<Result<RenderTraceDatResult> | undefined> {
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
