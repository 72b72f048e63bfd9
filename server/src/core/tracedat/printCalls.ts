/** The helpers that print formats call. */
import type { PrintParser } from './printParser.js';
import { elements, isList, isTrue, rangeOf, toNumber, type Evaluation, type Expression, type Value } from './values.js';

/** Combinations of flags that are remembered. */
const MAX_TEXTS = 4096;

const hex = (value: bigint): string => `0x${BigInt.asUintN(64, value).toString(16)}`;

/** Behind `name(`; takes the closing parenthesis. */
export function call(name: string, parser: PrintParser): Expression {
  const result = known(name, parser);
  if (result === undefined) {
    parser.isBroken = true;
    return () => undefined;
  }
  parser.expect(')');
  return result;
}

function known(name: string, parser: PrintParser): Expression | undefined {
  switch (name) {
    case '__print_flags':
    case '__print_flags_u64': return printFlags(parser);
    case '__print_symbolic':
    case '__print_symbolic64': return printSymbolic(parser);
    case '__print_hex':
    case '__print_hex_str': return printHex(parser, name === '__print_hex' ? ' ' : '');
    case '__print_array': return printArray(parser);
    case '__get_str':
    case '__get_rel_str': return text(parser);
    case '__get_dynamic_array':
    case '__get_rel_dynamic_array': return array(parser);
    case '__get_dynamic_array_len':
    case '__get_rel_dynamic_array_len': return arrayLength(parser);
    case '__builtin_expect': return first(parser);
    case 'likely':
    case 'unlikely':
    case '__fentry_text': return parser.expression();
    default: return undefined;
  }
}

function first(parser: PrintParser): Expression {
  const value = parser.expression();
  while (parser.skip(',') && !parser.isBroken) parser.expression();
  return value;
}

function text(parser: PrintParser): Expression {
  const field = parser.fieldNamed();
  return of => {
    if (field === undefined) return undefined;
    const { at, length } = rangeOf(of, field);
    return of.data.text(at, at + length);
  };
}

function array(parser: PrintParser): Expression {
  const field = parser.fieldNamed();
  return of => {
    if (field === undefined) return undefined;
    const { at, length } = rangeOf(of, field);
    return elements(of.data, at, length, /64|\blong\b|\*/.test(field.type) ? 8 : /16|short/.test(field.type) ? 2 : /32|\bint\b/.test(field.type) ? 4 : 1, field.isSigned);
  };
}

function arrayLength(parser: PrintParser): Expression {
  const field = parser.fieldNamed();
  return of => (field === undefined ? undefined : BigInt(rangeOf(of, field).length));
}

interface Pair { readonly value: (of: Evaluation) => bigint | undefined; readonly name: string }

/** The values of a list are constants; they are long expressions. */
function constant(expression: Expression): (of: Evaluation) => bigint | undefined {
  let known: { readonly value: bigint | undefined } | undefined;
  return of => (known ??= { value: toNumber(expression(of)) }).value;
}

/** `{ value, "name" }, ...`; a list may be empty. */
function pairs(parser: PrintParser): Pair[] {
  const out: Pair[] = [];
  while (parser.skip(',') && !parser.isBroken) {
    parser.expect('{');
    const value = constant(parser.expression());
    parser.expect(',');
    const name = parser.text();
    // The end of a list as the kernel writes it: `{ -1, NULL }`.
    if (name === undefined) parser.next();
    else out.push({ value, name });
    parser.expect('}');
  }
  return out;
}

function printFlags(parser: PrintParser): Expression {
  const flags = parser.expression();
  parser.expect(',');
  const delimiter = parser.text() ?? '';
  if (delimiter === '') parser.expression();
  const names = pairs(parser);
  const texts = new Map<bigint, string>();
  return of => {
    const all = toNumber(flags(of));
    if (all === undefined) return undefined;
    const known = texts.get(all);
    if (known !== undefined) return known;
    let rest = all;
    const out: string[] = [];
    for (const { value, name } of names) {
      const mask = value(of);
      if (mask === undefined || mask === 0n || (rest & mask) !== mask) continue;
      out.push(name);
      rest &= ~mask;
    }
    if (rest !== 0n) out.push(hex(rest));
    const text = out.join(delimiter);
    if (texts.size < MAX_TEXTS) texts.set(all, text);
    return text;
  };
}

function printSymbolic(parser: PrintParser): Expression {
  const number = parser.expression();
  const names = pairs(parser);
  return of => {
    const wanted = toNumber(number(of));
    if (wanted === undefined) return undefined;
    for (const { value, name } of names) {
      const candidate = value(of);
      if (candidate !== undefined && BigInt.asUintN(64, candidate) === BigInt.asUintN(64, wanted)) return name;
    }
    return hex(wanted);
  };
}

const numbersOf = (value: Value): readonly bigint[] => (isList(value) ? value.filter(entry => typeof entry === 'bigint') : []);

function printHex(parser: PrintParser, separator: string): Expression {
  const bytes = parser.expression();
  parser.expect(',');
  const count = parser.expression();
  return of => numbersOf(bytes(of)).slice(0, Number(toNumber(count(of)) ?? 0n)).map(byte => BigInt.asUintN(8, byte).toString(16).padStart(2, '0')).join(separator);
}

function printArray(parser: PrintParser): Expression {
  const list = parser.expression();
  parser.expect(',');
  const count = parser.expression();
  parser.expect(',');
  const size = parser.expression();
  return of => {
    const wanted = toNumber(count(of));
    if (wanted === undefined || !isTrue(size(of))) return undefined;
    return `{${numbersOf(list(of)).slice(0, Number(wanted)).map(hex).join(',')}}`;
  };
}
