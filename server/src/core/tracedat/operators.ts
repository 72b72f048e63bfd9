/** The operators and casts of C, on numbers of 64 bits. */
import { isTrue, toNumber, type Expression, type Value } from './values.js';

/** By strength, the weakest first. */
export const levels: readonly (readonly string[])[] = [['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<', '>', '<=', '>='], ['<<', '>>'], ['+', '-'], ['*', '/', '%']];

const flag = (is: boolean): bigint => (is ? 1n : 0n);
const same = (a: bigint, b: bigint): boolean => BigInt.asUintN(64, a) === BigInt.asUintN(64, b);
const shift = (b: bigint): bigint => (b < 0n || b > 63n ? 63n : b);

const binary: Readonly<Record<string, (a: bigint, b: bigint) => bigint | undefined>> = {
  '|': (a, b) => a | b, '^': (a, b) => a ^ b, '&': (a, b) => a & b,
  '==': (a, b) => flag(same(a, b)), '!=': (a, b) => flag(!same(a, b)),
  '<': (a, b) => flag(a < b), '>': (a, b) => flag(a > b), '<=': (a, b) => flag(a <= b), '>=': (a, b) => flag(a >= b),
  '<<': (a, b) => BigInt.asUintN(64, a << shift(b)), '>>': (a, b) => a >> shift(b),
  '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? undefined : a / b), '%': (a, b) => (b === 0n ? undefined : a % b),
};

export function combine(operator: string, left: Expression, right: Expression): Expression {
  if (operator === '&&') return of => flag(isTrue(left(of)) && isTrue(right(of)));
  if (operator === '||') return of => flag(isTrue(left(of)) || isTrue(right(of)));
  const compute = binary[operator];
  return of => {
    const a = toNumber(left(of));
    const b = toNumber(right(of));
    return a === undefined || b === undefined ? undefined : compute(a, b);
  };
}

export function prefixed(operator: string, operand: Expression): Expression {
  switch (operator) {
    case '!': return of => flag(!isTrue(operand(of)));
    case '~': return of => mapped(operand(of), value => ~value);
    case '-': return of => mapped(operand(of), value => -value);
    default: return operand;
  }
}

const mapped = (value: Value, change: (value: bigint) => bigint): Value => {
  const number = toNumber(value);
  return number === undefined ? undefined : change(number);
};

const typeWords = new Set(['unsigned', 'signed', 'int', 'long', 'short', 'char', 'void', 'const', 'volatile', 'struct', 'union', 'enum', 'bool', '_Bool', '__force', '__user', '__bitwise']);
/** `u32`, `__le16`, `gfp_t`: a name that can only be a type. */
export const isTypeWord = (name: string): boolean => typeWords.has(name) || /^(?:__)?(?:[us]|le|be)(?:8|16|32|64)$|_t$/.test(name);

/** What a cast to the type does to a number. */
export function cast(type: string, operand: Expression): Expression {
  if (/[*[]/.test(type) || /\b(?:void|struct|union)\b/.test(type)) return operand;
  const bits = /\bchar\b|8\b|\bbool\b|8_t/.test(type) ? 8 : /\bshort\b|16/.test(type) ? 16 : /\blong\b|64|size_t|pgoff|sector|uintptr|dma_addr|phys_addr|pteval|loff/.test(type) ? 64 : 32;
  const isUnsigned = /\bunsigned\b|\b(?:__)?u\d|^(?:gfp|u?int\d+|size|pid|uid|dev|slab_flags|blk_\w+|fmode|pgoff|sector)_t|\bbool\b|__le|__be/.test(type) && !/^int\d|^pid/.test(type);
  return of => mapped(operand(of), value => (isUnsigned ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value)));
}
