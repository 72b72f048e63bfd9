/** Events whose line has the very text of the line before: pasted twice, or printed twice by a tool. */
import { LineKind, Origin, Slot, originOf, type Rows } from '../trace/columns.js';
import type { Observation } from '../engine/observation.js';

/**
 * A copy of line `i` is no event of its own: the line has a time, and what it shows does not happen twice within it. A function
 * or a probe without a page may well: the clock's step is a microsecond or more, and a worker that looks at its zones is quick.
 */
export function isOnce(columns: Rows, i: number): boolean {
  if (columns.kind[i] !== LineKind.Event || columns.sec[i] < 0) return false;
  return (columns.has[i] & Slot.Pfn) !== 0 || (columns.nsec[i] >= 0 && originOf(columns.form[i]) === Origin.Tracepoint);
}

/** Whether the text of line `i` is worth a comparison with that of the line before, be that of another block; what is cheap comes first. */
export function mayRepeat(columns: Rows, i: number): boolean {
  const { nsec, sec, task, event, pfn, s } = columns;
  if (i === 0) return isOnce(columns, i);
  return nsec[i] === nsec[i - 1] && event[i] === event[i - 1] && pfn[i] === pfn[i - 1] && task[i] === task[i - 1]
    && sec[i] === sec[i - 1] && s[i] === s[i - 1] && isOnce(columns, i);
}

/** Line `i` is the copy of the line before. */
export const repetition = (columns: Rows, i: number, line: number, previousId: number): Observation<'line-repeated'> => ({
  kind: 'line-repeated', line, at: line, data: { previousId }, event: columns.event[i], form: columns.form[i], zone: columns.zone[i], who: -1, cpu: columns.cpu[i],
});
