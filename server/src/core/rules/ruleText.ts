/** Words and numbers for messages, spelled as the kernel and the trace spell them. */
import { PFN_HEAD, PFN_NONE } from '../trace/columns.js';
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
  return `0x${pfn.toString(16)}`;
}

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

export const lockText = (zone: string): string => `the lock of zone ${zone}`;

export const migratetypeText = (type: number, names: readonly string[] = defaultMigrateTypes): string =>
  names[type] === undefined ? `migratetype ${type}` : `${type} (${names[type]})`;
