/** Events of a trace that the catalogue does not know. */
import { lineDetail } from '../parse/lineDetail.js';
import { LineKind, Origin, originOf } from '../trace/columns.js';
import type { Names } from '../trace/names.js';
import type { Chunk } from './chunk.js';

const MOST_EVENTS = 200;
/** Lines of an event that are looked at for its keys. */
const MOST_LINES = 50;

/** Most frequent first; functions of the function tracer are none. */
export function ownEvents(chunks: readonly Chunk[], names: Names): readonly string[] {
  const counts = new Map<number, number>();
  for (const { packed } of chunks) {
    const columns = packed.rows();
    for (let i = 0; i < columns.length; i++) {
      if (columns.kind[i] !== LineKind.Event || columns.event[i] !== 0 || columns.s[i] < 0 || originOf(columns.form[i]) === Origin.Function) continue;
      counts.set(columns.s[i], (counts.get(columns.s[i]) ?? 0) + 1);
    }
  }
  return [...counts].sort((one, other) => other[1] - one[1]).slice(0, MOST_EVENTS).map(([id]) => names.strings[id]).filter(name => /^[A-Za-z_]\w*$/.test(name));
}

/** Keys on lines that name this event, also where it is declared as another. */
export function keysOf(chunks: readonly Chunk[], event: string): readonly string[] {
  const keys = new Set<string>();
  const label = `${event}:`;
  let lines = 0;
  for (const chunk of chunks) {
    // A quick look before lines are cut out.
    if (!chunk.text.includes(label)) continue;
    const { length, kind } = chunk.packed.rows();
    for (let i = 0; i < length && lines < MOST_LINES; i++) {
      if (kind[i] !== LineKind.Event) continue;
      const text = chunk.lineText(i);
      if (!text.includes(label)) continue;
      lines++;
      for (const { key } of lineDetail(text).args) keys.add(key);
    }
    if (lines >= MOST_LINES) break;
  }
  return [...keys];
}
