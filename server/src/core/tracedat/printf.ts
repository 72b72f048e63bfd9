/** The conversions of the kernel's printk as events use them. */
import type { Environment, Value } from './values.js';

export interface Conversion {
  readonly flags: string;
  /** -1: the value in front of the converted one. */
  readonly width: number;
  readonly precision: number | undefined;
  readonly length: string;
  /** `d`, `x`, `s`, `pS`, ... */
  readonly kind: string;
}
export type Piece = string | Conversion;

const pattern = /%(?:%|([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?(hh|h|ll|l|L|q|z|t|j)?(p[SsFfBR]*[a-zA-Z0-9]*|[diouxXcs]))/g;
const STAR = -1;

/** Undefined where a conversion is not known. */
export function piecesOfFormat(format: string): readonly Piece[] | undefined {
  const out: Piece[] = [];
  let at = 0;
  for (const match of format.matchAll(pattern)) {
    const between = format.slice(at, match.index);
    if (between.includes('%')) return undefined;
    const [all, flags, width, precision, length, kind] = match;
    out.push(between);
    if (all === '%%') out.push('%');
    else {
      const pointer = /^p[SsFfB]?/.exec(kind)?.[0];
      out.push({ flags, width: numberOf(width) ?? 0, precision: numberOf(precision), length: length ?? '', kind: pointer ?? kind });
      // Letters that belong to the text: `%px` prints a number, `%pfn` does not exist.
      const rest = pointer === undefined ? '' : kind.slice(pointer.length).replace(/^[xKR]/, '');
      if (rest !== '') out.push(rest);
    }
    at = match.index + all.length;
  }
  const rest = format.slice(at);
  return rest.includes('%') ? undefined : [...out, rest];
}

/** A group that took part in no match is undefined at run time. */
const numberOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : text === '*' ? STAR : Number(text));

/** How many values the conversion takes. */
export const valuesOf = ({ width, precision }: Conversion): number => 1 + (width === STAR ? 1 : 0) + (precision === STAR ? 1 : 0);

/** `values`: the stars' values, then the one to print. */
export function convert(conversion: Conversion, values: readonly Value[], environment: Environment): string {
  let next = 0;
  const star = (): number => Number(typeof values[next] === 'bigint' ? BigInt.asIntN(32, BigInt(String(values[next++]))) : 0n);
  const width = conversion.width === STAR ? star() : conversion.width;
  const precision = conversion.precision === STAR ? star() : conversion.precision;
  const text = plain(conversion, precision, values[next], environment);
  if (text.length >= Math.abs(width)) return text;
  if (conversion.flags.includes('-') || width < 0) return text.padEnd(Math.abs(width));
  if (!conversion.flags.includes('0') || conversion.kind === 's') return text.padStart(width);
  const sign = /^-|^0x/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function plain({ flags, kind, length }: Conversion, precision: number | undefined, value: Value, environment: Environment): string {
  if (value === undefined) return '?';
  if (kind === 's') {
    const text = typeof value === 'bigint' ? environment.constant(value) ?? (value === 0n ? '(null)' : `0x${value.toString(16)}`) : String(value);
    return precision === undefined ? text : text.slice(0, precision);
  }
  if (typeof value !== 'bigint') return typeof value === 'string' ? value : value.map(entry => String(entry)).join(',');
  const bits = bitsOf(length, kind, environment.longSize);
  const unsigned = BigInt.asUintN(bits, value);
  switch (kind) {
    case 'd':
    case 'i': return digits(BigInt.asIntN(bits, value).toString(), precision);
    case 'u': return digits(unsigned.toString(), precision);
    case 'o': return digits(unsigned.toString(8), precision);
    case 'x': return (flags.includes('#') && unsigned !== 0n ? '0x' : '') + digits(unsigned.toString(16), precision);
    case 'X': return (flags.includes('#') && unsigned !== 0n ? '0X' : '') + digits(unsigned.toString(16).toUpperCase(), precision);
    case 'c': return String.fromCharCode(Number(unsigned & 0xffn));
    case 'pS':
    case 'pB':
    case 'pF': return environment.symbol(unsigned, true);
    case 'ps':
    case 'pf': return environment.symbol(unsigned, false);
    default: return unsigned === 0n ? '0000000000000000' : `0x${unsigned.toString(16)}`;
  }
}

function bitsOf(length: string, kind: string, longSize: number): number {
  if (kind.startsWith('p')) return 8 * longSize;
  switch (length) {
    case 'hh': return 8;
    case 'h': return 16;
    case '': return 32;
    case 'l':
    case 'z':
    case 't': return 8 * longSize;
    default: return 64;
  }
}

const digits = (text: string, precision: number | undefined): string => {
  const sign = text.startsWith('-') ? '-' : '';
  return sign + text.slice(sign.length).padStart(precision ?? 0, '0');
};
