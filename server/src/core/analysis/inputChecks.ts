/** Findings about the text itself: lines and arguments that cannot be used. */
import { LineKind, contextOf, isReturn, originOf, Origin, type Columns } from '../trace/columns.js';
import { g } from '../engine/layout.js';
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
    const flags = columns.flags[i];
    if (flags === 0 ? m.global(g.flagsSeen) !== 0 : contextOf(flags) === 0) checkFlagsColumn(m, text(i));
    const need = isReturn(columns.form[i]) || originOf(columns.form[i]) !== Origin.Tracepoint ? 0 : required[columns.event[i]];
    if (columns.bad[i] === 0 && (columns.has[i] & need) === need) return;
    for (const problem of problemsOf(columns, i, text(i))) m.note('bad-argument', { start: problem.start, end: problem.end, text: problem.message });
  } else if (kind === LineKind.Unrecognised) m.note('unrecognised', {});
}

/** The line has no usable flags column although others have one. */
function checkFlagsColumn(m: Machine, text: string): void {
  const { flags } = lineDetail(text);
  if (flags !== undefined) m.note('flags-width', { start: flags.start, end: flags.end, text: flags.text });
}
