/** Findings about the text itself: lines and arguments that cannot be used. */
import { FlagsShape, LineKind, Odd, Origin, SLOTS, flagsShapeOf, isReturn, originOf, type Columns } from '../trace/columns.js';
import { g } from '../engine/layout.js';
import { otherSplit } from '../parse/detail/context.js';
import { lineDetail } from '../parse/lineDetail.js';
import { eventDefinitions } from '../trace/events.js';
import { Slot } from '../trace/columns.js';
import type { SlotName } from '../trace/catalogue/define.js';
import type { Machine } from '../engine/machine.js';
import { problemsOf } from '../parse/problems.js';

const bits: Readonly<Record<SlotName, number>> = {
  zone: Slot.Zone, pfn: Slot.Pfn, order: Slot.Order, migratetype: Slot.Migratetype, a: Slot.A, b: Slot.B, c: Slot.C, d: Slot.D, s: Slot.S, node: 0,
};

/** Slots that an event must have, by event number. */
const required: readonly number[] = eventDefinitions.map(d => d.keys.reduce((mask, k) => (k.required ? mask | bits[k.slot] : mask), 0));

/** Notes what is wrong with line `i`, which the machine has just stepped. `text` gives the line's text when it is needed. */
export function checkInput(m: Machine, columns: Columns, i: number, text: (i: number) => string): void {
  const kind = columns.kind[i];
  if (kind === LineKind.Event) {
    const shape = flagsShapeOf(columns.flags[i]);
    const legend = m.global(g.legendShape);
    if (shape !== legend && shape !== FlagsShape.None && (legend !== FlagsShape.None || shape === FlagsShape.Odd)) checkFlagsColumn(m, shape, text(i));
    const bad = columns.bad[i];
    const need = isReturn(columns.form[i]) || originOf(columns.form[i]) !== Origin.Tracepoint ? 0 : required[columns.event[i]];
    if (bad === 0 && (columns.has[i] & need) === need) return;
    if ((bad & ~SLOTS) !== 0) checkOddities(m, bad, text(i));
    if ((bad & SLOTS) === 0 && (columns.has[i] & need) === need) return;
    for (const problem of problemsOf(columns, i, text(i))) m.note('bad-argument', { start: problem.start, end: problem.end, text: problem.message });
  } else if (kind === LineKind.Unrecognised) m.note('unrecognised', {});
}

const widths: readonly number[] = [0, 4, 5, 7];

/** The flags column is not as kernels print it, or not as the header says. */
function checkFlagsColumn(m: Machine, shape: number, text: string): void {
  const { flags } = lineDetail(text);
  if (flags === undefined) return;
  const { start, end } = flags;
  m.note('flags-width', { start, end, text: flags.text, legend: shape === FlagsShape.Odd ? 0 : widths[m.global(g.legendShape)] });
}

const FAILED = '[FAILED TO PARSE]';

function checkOddities(m: Machine, bad: number, text: string): void {
  const failed = (bad & Odd.Unformatted) === 0 ? -1 : text.indexOf(FAILED);
  if (failed >= 0) m.note('raw-output', { lines: 0, start: failed, end: failed + FAILED.length });
  if ((bad & Odd.TypeConflict) !== 0) checkTypeName(m, text);
  if ((bad & Odd.ManySplits) === 0) return;
  const first = lineDetail(text);
  const other = otherSplit(text);
  if (first.task === undefined || first.pid === undefined || other?.task === undefined || other.pid === undefined) return;
  m.note('task-ambiguous', {
    start: first.task.start, end: other.pid.end, task: first.task.text, pid: first.pid.text, otherTask: other.task.text, otherPid: other.pid.text,
  });
}

/** `migratetype=5(MOVABLE)`: the number counts, the name says something else. */
function checkTypeName(m: Machine, text: string): void {
  const match = /=(\w+)\(([A-Za-z]\w*)\)/.exec(text);
  if (match === null) return;
  const start = match.index + 1;
  m.note('bad-migratetype', { migratetype: Number(match[1]), count: m.global(g.migratetypes), name: match[2], start, end: match.index + match[0].length });
}
