import { openTraceDat } from '../../server/src/core/index.js';
import { bytesSource } from '../../server/src/io/traceDat.js';
import { unpack } from '../../server/src/io/unpack.js';

export interface ReadDat { readonly text: string; readonly problems: readonly string[]; readonly events: number }

/** The whole text of a trace.dat; the reason where nothing can be read. */
export function readDat(bytes: Uint8Array): ReadDat | string {
  const opened = openTraceDat(bytesSource(bytes), unpack);
  if (!opened.ok) return opened.reason;
  const text = [...opened.value.text()].map(piece => (typeof piece === 'string' ? piece : Buffer.from(piece).toString())).join('');
  return { text, problems: opened.value.problems, events: opened.value.events };
}

export function readable(bytes: Uint8Array): ReadDat {
  const read = readDat(bytes);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

/** Why nothing can be read; empty where something can. */
export function reasonOf(bytes: Uint8Array): string {
  const read = readDat(bytes);
  return typeof read === 'string' ? read : '';
}

/** Lines behind the first, which says how many CPUs there are. */
export function linesOf(bytes: Uint8Array): string[] {
  const read = readable(bytes);
  if (read.problems.length > 0) throw new Error(read.problems.join());
  return read.text.trimEnd().split('\n').slice(1);
}
