/** What the answers are made from, and how evidence is collected. */
import type { RelatedLine } from '../../api.js';
import type { Machine } from '../../engine/machine.js';

export interface Source {
  readonly m: Machine;
  /** 0-based line of a line id, -1 where it is gone. */
  readonly lineOf: (id: number) => number;
}

/** Evidence, without what is not known; ids of lines. */
export function evidence({ lineOf }: Source, ...items: readonly (readonly [id: number, message: string])[]): RelatedLine[] {
  return items.flatMap(([id, message]) => {
    const line = id === 0 ? -1 : lineOf(id);
    return line < 0 ? [] : [{ line, message }];
  });
}

/** ` (line 12)`, or nothing where it is not known. */
export function at({ lineOf }: Source, id: number): string {
  const line = id === 0 ? -1 : lineOf(id);
  return line < 0 ? '' : ` (line ${line + 1})`;
}

/** Does the line of one id stand behind that of another, of which both are known? */
export function isAfter({ lineOf }: Source, id: number, earlier: number): boolean {
  const [one, other] = [id === 0 ? -1 : lineOf(id), earlier === 0 ? -1 : lineOf(earlier)];
  return one >= 0 && other >= 0 && one > other;
}
