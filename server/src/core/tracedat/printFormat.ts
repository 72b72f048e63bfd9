/** The text of an event by its own print format, or field by field where that is not understood. */
import type { EventFormat } from './fields.js';
import { PrintParser } from './printParser.js';
import { tokensOf } from './printTokens.js';
import { convert, piecesOfFormat, valuesOf, type Piece } from './printf.js';
import { fieldValue, isList, type Evaluation, type Expression, type Value } from './values.js';

export type Printer = (of: Evaluation) => string;

export function printerOf(format: EventFormat): Printer {
  return compiled(format) ?? (of => fieldByField(format, of));
}

function compiled(format: EventFormat): Printer | undefined {
  const tokens = tokensOf(format.print);
  if (tokens === undefined) return undefined;
  const parser = new PrintParser(tokens, format);
  const text = parser.text();
  const pieces = text === undefined ? undefined : piecesOfFormat(text);
  const values: Expression[] = [];
  while (!parser.isBroken && parser.skip(',')) values.push(parser.expression());
  if (parser.isBroken || !parser.isAtEnd || pieces === undefined) return undefined;
  const wanted = pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? 0 : valuesOf(piece)), 0);
  return wanted === values.length ? of => print(pieces, values.map(value => value(of)), of) : undefined;
}

export function print(pieces: readonly Piece[], values: readonly Value[], { environment }: Evaluation): string {
  let next = 0;
  let out = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') { out += piece; continue; }
    const count = valuesOf(piece);
    out += convert(piece, values.slice(next, next + count), environment);
    next += count;
  }
  return out;
}

function fieldByField(format: EventFormat, of: Evaluation): string {
  return format.fields.map(field => {
    const value = fieldValue(of, field);
    if (typeof value === 'bigint') return `${field.name}=${field.isSigned ? value : `0x${value.toString(16)}`}`;
    return `${field.name}=${typeof value === 'string' ? `"${value}"` : isList(value) ? `{${value.map(String).join(',')}}` : '?'}`;
  }).join(' ');
}
