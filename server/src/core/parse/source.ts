/** What may stand in front of a line: a file's or machine's name, `  host.dat: `, in `trace-cmd report` of several inputs; a logger's time and host. */
import { BLANK, COLON, SPACE, is, skipBlanks } from './bytes.js';

/** Where the task's name begins, whose last byte stands before `nameEnd`: the kernel right-aligns it in `width` columns, and none is longer. */
export function behindSource(bytes: Uint8Array, from: number, nameEnd: number, width: number): number {
  const name = nameEnd - width;
  return name > from && bytes[name - 1] === SPACE ? name : from;
}

/** Behind a source's name at the begin of a line without a task; the same place if there is none. */
export function skipSource(bytes: Uint8Array, from: number, end: number): number {
  const word = skipBlanks(bytes, from, end);
  let p = word;
  while (p < end && !is(bytes[p], BLANK)) p++;
  return p > word + 1 && p < end && bytes[p - 1] === COLON ? skipBlanks(bytes, p, end) : from;
}
