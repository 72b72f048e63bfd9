/** The name of a file or machine that `trace-cmd report` puts in front of each line of several inputs: `  host.dat: `. */
import { BLANK, COLON, SPACE, is, skipBlanks } from './bytes.js';

/** Where the task's name begins, whose last byte stands before `nameEnd`; the kernel right-aligns it in `width` columns. */
export function behindSource(bytes: Uint8Array, from: number, nameEnd: number, width: number): number {
  const name = nameEnd - width;
  return name - 2 > from && bytes[name - 1] === SPACE && bytes[name - 2] === COLON ? name : from;
}

/** Behind a source's name at the begin of a line without a task; the same place if there is none. */
export function skipSource(bytes: Uint8Array, from: number, end: number): number {
  const word = skipBlanks(bytes, from, end);
  let p = word;
  while (p < end && !is(bytes[p], BLANK)) p++;
  return p > word + 1 && p < end && bytes[p - 1] === COLON ? skipBlanks(bytes, p, end) : from;
}
