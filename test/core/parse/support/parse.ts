/** Parses text and gives its lines as plain objects that are easy to compare. */
import { LineParser } from '../../../../server/src/core/parse/parseLines.js';
import { Columns, LineKind, Slot, contextOf, dialectOf, irqOf, isReturn, migrateDepthOf, originOf, preemptDepthOf } from '../../../../server/src/core/trace/columns.js';
import { eventDefinitions } from '../../../../server/src/core/trace/events.js';
import { Names } from '../../../../server/src/core/trace/names.js';
import type { Setting } from '../../../../server/src/core/trace/settings.js';

export const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const kindNames = Object.keys(LineKind);

/** Only what the line has. `task` is `comm-pid`, `time` is `seconds` or `seconds.nanoseconds` with nine digits. */
export interface ParsedLine {
  kind: string;
  task?: string;
  cpu?: number;
  time?: string;
  /** irqs, bottom halves off, context, preempt depth, migrate-disable depth. */
  flags?: readonly (number | boolean)[];
  setting?: Setting;
  /** `?name` for an event of its own. */
  event?: string;
  return?: true;
  origin?: 'probe' | 'function';
  hinting?: true;
  zone?: string;
  pfn?: number;
  order?: number;
  migratetype?: number;
  a?: number;
  b?: number;
  c?: number;
  d?: number;
  s?: string;
  bad?: number;
}

export function lineOf(columns: Columns, i: number, names: Names): ParsedLine {
  const line: ParsedLine = { kind: kindNames[columns.kind[i]] };
  if (columns.task[i] >= 0) line.task = names.taskLabel(columns.task[i]);
  if (columns.cpu[i] >= 0) line.cpu = columns.cpu[i];
  if (columns.sec[i] >= 0) line.time = columns.nsec[i] < 0 ? `${columns.sec[i]}` : `${columns.sec[i]}.${String(columns.nsec[i]).padStart(9, '0')}`;
  const flags = columns.flags[i];
  if (flags !== 0) line.flags = [irqOf(flags), (flags & 4) !== 0, contextOf(flags), preemptDepthOf(flags), migrateDepthOf(flags)];
  if (columns.kind[i] === LineKind.Lost) line.a = columns.a[i];
  const setting: Setting | undefined = columns.settings.get(i);
  if (setting) line.setting = setting;
  if (columns.kind[i] !== LineKind.Event) return line;
  line.event = columns.event[i] === 0 ? `?${names.strings[columns.s[i]]}` : eventDefinitions[columns.event[i]].name;
  if (isReturn(columns.form[i])) line.return = true;
  if (originOf(columns.form[i]) !== 0) line.origin = originOf(columns.form[i]) === 1 ? 'probe' : 'function';
  if (dialectOf(columns.form[i]) === 2) line.hinting = true;
  const has = columns.has[i];
  if (has & Slot.Zone) line.zone = `${names.zones[columns.zone[i]].node}/${names.zones[columns.zone[i]].name}`;
  if (has & Slot.Pfn) line.pfn = columns.pfn[i];
  if (has & Slot.Order) line.order = columns.order[i];
  if (has & Slot.Migratetype) line.migratetype = columns.migratetype[i];
  if (has & Slot.A) line.a = columns.a[i];
  if (has & Slot.B) line.b = columns.b[i];
  if (has & Slot.C) line.c = columns.c[i];
  if (has & Slot.D) line.d = columns.d[i];
  if (has & Slot.S) line.s = names.strings[columns.s[i]];
  if (columns.bad[i] !== 0) line.bad = columns.bad[i];
  return line;
}

/** All lines of the text, parsed with `capacity` lines at a time. */
export function parseText(text: string | Uint8Array, capacity = 64, names = new Names()): ParsedLine[] {
  const bytes = typeof text === 'string' ? encode(text) : text;
  const parser = new LineParser(names);
  const columns = new Columns(capacity);
  const lines: ParsedLine[] = [];
  for (let at = 0; at < bytes.length;) {
    at = parser.parse(bytes, at, bytes.length, columns);
    for (let i = 0; i < columns.length; i++) lines.push(lineOf(columns, i, names));
  }
  return lines;
}

export const parseLine = (text: string): ParsedLine => parseText(text)[0];
