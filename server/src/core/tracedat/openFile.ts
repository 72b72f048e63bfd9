import { readPreamble } from './preamble.js';
import { done, type ByteSource, type Decompress, type Outcome } from './source.js';
import { TraceFile } from './traceFile.js';
import { readVersion6 } from './version6.js';
import { readVersion7 } from './version7.js';

/** Everything but the events themselves. */
export function openFile(source: ByteSource, decompress: Decompress): Outcome<TraceFile> {
  const preamble = readPreamble(source);
  if (!preamble.ok) return preamble;
  const file = new TraceFile(source, preamble.value, decompress);
  const read = preamble.value.version === 6 ? readVersion6(file) : readVersion7(file);
  return read.ok ? done(file) : read;
}
