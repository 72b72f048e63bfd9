/** The `key=value` fields of a settings line as strings with their columns, and the problems found in them. */
import type { SettingProblem } from '../../trace/settings.js';

export interface Field {
  readonly key: string;
  /** Without quotes or braces. */
  readonly value: string;
  /** 0-based UTF-16 columns in the line; `end` is that of the value. */
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

export class Fields {
  readonly problems: SettingProblem[] = [];
  readonly list: Field[] = [];

  /** Splits text.slice(from); words without `=` are problems. */
  constructor(readonly text: string, readonly from: number) {
    const token = /(?:([A-Za-z_]\w*)=)?("[^"]*"|\{[^}]*\}|\S+)?/gy;
    token.lastIndex = from;
    while (token.lastIndex < text.length) {
      if (/\s/.test(text[token.lastIndex])) { token.lastIndex++; continue; }
      const start = token.lastIndex;
      const match = token.exec(text);
      if (match === null) break;
      const end = start + match[0].length;
      const key: string | undefined = match[1];
      const raw: string | undefined = match[2];
      if (key === undefined) this.problem(start, end, `Expected key=value, found "${match[0]}"`);
      else this.list.push({ key, value: (raw ?? '').replace(/^"(.*)"$|^\{(.*)\}$/, '$1$2'), start, valueStart: start + key.length + 1, end });
      if (token.lastIndex === start) token.lastIndex++;
    }
  }

  problem(start: number, end: number, message: string): void {
    this.problems.push({ start, end, message });
  }

  value(key: string): string | undefined {
    return this.list.find(field => field.key === key)?.value;
  }

  /** An integer not above `max`; a problem and undefined for anything else. */
  uint(field: Field, max = Number.MAX_SAFE_INTEGER): number | undefined {
    const value = parseUint(field.value);
    if (value !== undefined && value <= max) return value;
    this.problem(field.valueStart, Math.max(field.end, field.valueStart + 1), `${field.key} must be a number${max < Number.MAX_SAFE_INTEGER ? ` up to ${max}` : ''}`);
    return undefined;
  }

  unknown(field: Field, known: readonly string[]): void {
    this.problem(field.start, field.valueStart - 1, `Unknown key ${field.key}; known here: ${known.join(', ')}`);
  }
}

/** Decimal or 0x hex, not negative, exact in a double. */
export function parseUint(text: string): number | undefined {
  if (!/^(?:\d+|0x[0-9a-f]+)$/i.test(text)) return undefined;
  const value = Number(text);
  return value <= Number.MAX_SAFE_INTEGER ? value : undefined;
}

/** For the `problems` of a `Setting`: absent where there are none. */
export const withProblems = (fields: Fields): { readonly problems?: readonly SettingProblem[] } => (fields.problems.length > 0 ? { problems: fields.problems } : {});
