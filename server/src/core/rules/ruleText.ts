/** Words and numbers for messages, spelled as the kernel and the trace spell them. */
import { hintingName } from '../trace/catalogue/reporting.js';
import { Dialect, PFN_HEAD, PFN_NONE, dialectOf } from '../trace/columns.js';
import { eventLabel } from '../trace/events.js';
import { defaultMigrateTypes } from '../trace/migratetypes.js';

export interface RuleText {
  zone(id: number): string;
  who(who: number): string;
  migratetype(type: number): string;
  /** Text of an interned string, '' where there is none. */
  string(id: number): string;
}

/** `0x2ac00`, `the list head`, `no page`. */
export function pfnText(pfn: number): string {
  if (pfn === PFN_HEAD) return 'the list head';
  if (pfn === PFN_NONE) return 'no page';
  // The trace shows a struct page pointer only, and no vmemmap base to make a frame number of it.
  return pfn >= 2 ** 47 ? 'of an unknown frame' : `0x${pfn.toString(16)}`;
}

/** `Block 0x2ac00 of order 9`, to begin a sentence with. */
export const blockText = (block: { readonly pfn: number; readonly order: number }): string => `Block ${pfnText(block.pfn)} of order ${block.order}`;

/** `zone Normal`, or `a zone` where the trace does not say which. */
export const zoneText = (zone: number, text: RuleText): string => (zone >= 0 ? `zone ${text.zone(zone)}` : 'a zone');

/** The line's event as a function of the kernel, as the trace spells it: `react()`. */
export const eventName = (o: { readonly event: number; readonly form: number }): string =>
  `${eventLabel(o.event, false, dialectOf(o.form))}()`;

/** A name of page reporting, spelled as the patches that the line's event comes from spell it. */
export const ownName = (form: number, name: string): string => (dialectOf(form) === Dialect.Hinting ? hintingName(name) ?? name : name);

export const blocks = (n: number): string => (n === 1 ? '1 block' : `${n} blocks`);

/** `12 µs`, `1.5 ms`, `2.03 s`. */
export function durationText(ns: number): string {
  if (ns < 1e3) return `${ns} ns`;
  if (ns < 1e6) return `${+(ns / 1e3).toPrecision(3)} µs`;
  if (ns < 1e9) return `${+(ns / 1e6).toPrecision(3)} ms`;
  return `${+(ns / 1e9).toPrecision(3)} s`;
}

/** The zone flags word as names. */
export function flagsText(word: number): string {
  const names = ['BOOSTED', 'REQUESTED', 'ACTIVE'].filter((_, bit) => (word & (1 << bit)) !== 0);
  return `0x${word.toString(16)}${names.length > 0 ? ` (${names.join('|')})` : ''}`;
}

export const migratetypeText = (type: number, names: readonly string[] = defaultMigrateTypes): string =>
  names[type] === undefined ? `migratetype ${type}` : `${type} (${names[type]})`;
