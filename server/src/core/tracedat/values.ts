/** What an expression of a print format can be, and the event that it is evaluated for. */
import type { ByteView } from './byteView.js';
import { elementSize, type Field } from './fields.js';

/** Undefined: not known, for instance the address of a variable of the kernel. */
export type Value = bigint | string | readonly Value[] | undefined;

export interface Environment {
  readonly longSize: number;
  /** `name+0x10`, or the address where no symbol is known. */
  symbol(address: bigint, withOffset: boolean): string;
  /** Text of a constant in the kernel, such as a format of trace_printk(). */
  constant(address: bigint): string | undefined;
  task(pid: number): string;
}

export interface Evaluation { readonly data: ByteView; readonly environment: Environment }
export type Expression = (of: Evaluation) => Value;

export const isList = (value: Value): value is readonly Value[] => Array.isArray(value);
export const isTrue = (value: Value): boolean => (typeof value === 'bigint' ? value !== 0n : value !== undefined && value !== '');
export const toNumber = (value: Value): bigint | undefined => (typeof value === 'bigint' ? value : undefined);

interface Range { readonly at: number; readonly length: number }

/** Where the data of an array lies. */
export function rangeOf({ data }: Evaluation, field: Field): Range {
  if (field.dynamic === 'no') return { at: field.offset, length: field.size === 0 ? Math.max(0, data.length - field.offset) : Math.min(field.size, data.length - field.offset) };
  const word = data.u32(field.offset);
  return { at: (word & 0xffff) + (field.dynamic === 'relative' ? field.offset + field.size : 0), length: word >>> 16 };
}

export function fieldValue(of: Evaluation, field: Field): Value {
  const { data } = of;
  const { at, length } = rangeOf(of, field);
  if (field.isText) return data.text(at, at + length);
  if (field.count === 0 && field.dynamic === 'no') return field.isSigned ? data.signed(at, field.size) : data.unsigned(at, field.size);
  const size = field.dynamic === 'no' && field.size > 0 ? Math.max(1, Math.floor(field.size / field.count)) : elementSize(field.type);
  return elements(data, at, length, size, field.isSigned);
}

export function elements(data: ByteView, at: number, length: number, size: number, isSigned: boolean): bigint[] {
  const out: bigint[] = [];
  for (let from = at; from + size <= Math.min(at + length, data.length); from += size) out.push(isSigned ? data.signed(from, size) : data.unsigned(from, size));
  return out;
}
