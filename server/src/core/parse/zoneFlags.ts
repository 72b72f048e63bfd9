/** `zone_flags: op=__set_bit bit=ACTIVE old=0x2 new=0x6` is another spelling of the four bit operations. */
import { Origin } from '../trace/columns.js';
import { readKeys } from './arguments.js';
import { hashBytes } from './byteTable.js';
import { SPACE, WORD, find, skipClass } from './bytes.js';
import type { Line } from './line.js';
import { setEvent } from './body.js';
import { isShape } from './vocabulary.js';

const operations = new Set(['set_bit', 'clear_bit', '__set_bit', '__clear_bit', 'test_and_set_bit', 'test_and_clear_bit']);

/** The operation is the event. Without a known one the line is an event of its own. */
export function readZoneFlags(line: Line, name: number, rest: number): boolean {
  const { bytes, end, vocabulary } = line;
  const key = find(bytes, rest - 1, end, ' op=');
  const from = key >= 0 && bytes[key] === SPACE ? key + 4 : end;
  const to = skipClass(bytes, from, end, WORD);
  const meaning = to - from <= 32 && operations.has(line.text(from, to)) ? vocabulary.names.get(line.view, from, to, hashBytes(bytes, from, to)) : -1;
  const known = meaning >= 0 && !isShape(meaning) ? meaning : -1;
  setEvent(line, known, false, Origin.Tracepoint, name, name + 'zone_flags'.length);
  if (known >= 0) readKeys(line, rest, vocabulary.row(known));
  return true;
}
