/** Events of a page before and behind a line of a file whose columns are not kept: passages are parsed again, the nearest first. */
import type { Timeline } from '../../engine/timeline.js';
import type { PageEventsUnknown } from '../hover.js';
import { speaksOf, type PageEvent } from '../pageEvents.js';
import { copyRow } from './row.js';
import type { Walk } from './walk.js';

/** Lines that are parsed again for one answer: some ten milliseconds. */
const MOST_LINES = 1 << 17;

type Answer = PageEvent | PageEventsUnknown | undefined;

export function nextInFile(walk: Walk, timeline: Timeline, line: number, pfn: number): Answer {
  let found: PageEvent | undefined;
  let searched = 0;
  const { from } = timeline.stretch(line);
  walk.from(from, (columns, first) => {
    for (let i = Math.max(0, line + 1 - first); i < columns.length; i++) {
      if (!speaksOf(columns, i, pfn)) continue;
      found = { line: first + i, columns: copyRow(columns, i), local: 0 };
      return true;
    }
    searched = Math.max(0, first + columns.length - line - 1);
    return searched >= MOST_LINES;
  });
  return found ?? (searched >= MOST_LINES ? { searched } : undefined);
}

export function previousInFile(walk: Walk, timeline: Timeline, line: number, pfn: number): Answer {
  for (let end = line; end > 0;) {
    const { from } = timeline.stretch(end - 1);
    let found: PageEvent | undefined;
    walk.from(from, (columns, first) => {
      for (let i = Math.min(columns.length, end - first) - 1; i >= 0; i--) {
        if (!speaksOf(columns, i, pfn)) continue;
        // Later blocks may have a nearer one.
        found = { line: first + i, columns: copyRow(columns, i), local: 0 };
        break;
      }
      return first + columns.length >= end;
    });
    if (found !== undefined) return found;
    end = from.line;
    if (line - end >= MOST_LINES) return { searched: line - end };
  }
  return undefined;
}
