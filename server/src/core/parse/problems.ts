/** What is wrong with the arguments of a known event, with the exact place on the line. */
import { SLOTS, Slot, isReturn, originOf, Origin, type Columns } from '../trace/columns.js';
import type { KeyDefinition, SlotName, ValueKind } from '../trace/catalogue/define.js';
import { hintingName } from '../trace/catalogue/reporting.js';
import { eventDefinitions, eventLabel, eventNames } from '../trace/events.js';
import { dialectOf } from '../trace/columns.js';
import { lineDetail, type Argument, type LineDetail } from './lineDetail.js';

export interface ArgumentProblem {
  /** 0-based UTF-16 columns, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

const bits: Readonly<Record<SlotName, number>> = {
  zone: Slot.Zone, pfn: Slot.Pfn, order: Slot.Order, migratetype: Slot.Migratetype, a: Slot.A, b: Slot.B, c: Slot.C, d: Slot.D, s: Slot.S, node: Slot.Zone,
};

const expected: Readonly<Record<ValueKind, string>> = {
  uint: 'a number, decimal or 0x hex', wide: 'a number of at most 64 bits, decimal or 0x hex', int: 'a number', pfn: 'a page frame number, or none', zone: 'the name of a zone, such as Normal',
  migratetype: 'a migratetype, as number or name', text: 'text', bit: 'REQUESTED, ACTIVE or BOOSTED, or the full name of the zone flag', pointer: 'an address in hex', locker: 'the symbol of a function',
};

/** Line `i` of `columns`, whose text this is. Empty for a line that is not an event of the catalogue. */
export function problemsOf(columns: Columns, i: number, text: string): ArgumentProblem[] {
  const definition = eventDefinitions[columns.event[i]];
  if (columns.event[i] === 0) return [];
  const detail = lineDetail(text);
  const form = columns.form[i];
  const label = eventLabel(columns.event[i], isReturn(form), dialectOf(form));
  const needsKeys = !isReturn(form) && originOf(form) === Origin.Tracepoint;
  const problems: ArgumentProblem[] = [];
  const reported = new Set<number>();
  const missing: string[] = [];
  for (const key of definition.keys) {
    const bit = bits[key.slot];
    if ((columns.bad[i] & bit) !== 0 && !reported.has(bit)) {
      const argument = malformed(detail, key);
      if (argument === undefined) continue;
      reported.add(bit);
      problems.push({ ...valueRange(argument), message: `${argument.key} must be ${expected[key.kind]}` });
    } else if (needsKeys && key.required && ((columns.has[i] | columns.bad[i]) & bit) === 0) {
      missing.push(`${key.key}=`);
    }
  }
  if (missing.length > 0) {
    const own = detail.name !== undefined && !eventNames.has(detail.name.text) ? detail.name.text : undefined;
    const message = own === undefined ? `${label} needs ${missing.join(', ')}` : `${own} stands for ${label}, which needs ${missing.join(', ')} (under the names that ${own} prints)`;
    problems.push({ ...nameRange(detail, text), message });
  }
  // Private keys and the stock texts: the columns know that a value is bad, but not under which catalogue key it stands.
  if ((columns.bad[i] & SLOTS & ~[...reported].reduce((all, bit) => all | bit, 0)) !== 0) {
    const address = detail.args.find(({ key }) => key === 'address');
    problems.push({ ...(address ? { start: address.valueStart, end: address.valueEnd } : nameRange(detail, text)), message: `${label} has an argument that cannot be read` });
  }
  return problems;
}

function nameRange(detail: LineDetail, text: string): { start: number; end: number } {
  return detail.name ? { start: detail.name.start, end: detail.name.end } : { start: 0, end: text.length };
}

/** An empty value is shown with its key. */
const valueRange = ({ keyStart, valueStart, valueEnd }: Argument): { start: number; end: number } => ({ start: valueEnd > valueStart ? valueStart : keyStart, end: valueEnd });

/** The argument that this key stands for, under any of its spellings. */
function malformed(detail: LineDetail, { key }: KeyDefinition): Argument | undefined {
  const node = detail.args.find(argument => argument.key === 'node');
  if (key === 'zone' && node !== undefined && !/^(?:\d{1,5}|0x[\da-f]{1,4})$/i.test(node.value)) return undefined;
  const spellings = [key, hintingName(key), key === 'migratetype' ? 'mt' : undefined];
  return detail.args.find(argument => spellings.includes(argument.key));
}
