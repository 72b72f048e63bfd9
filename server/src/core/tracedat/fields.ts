/** `format` files: how the bytes of an event lie. */

export interface Field {
  readonly name: string;
  readonly type: string;
  readonly offset: number;
  readonly size: number;
  readonly isSigned: boolean;
  /** Elements of an array of fixed length, 0 for a single value. */
  readonly count: number;
  /** The four bytes say where the data lies: from the event's start, or from behind the field. */
  readonly dynamic: 'no' | 'data' | 'relative';
  readonly isText: boolean;
}

export interface EventFormat {
  readonly system: string;
  readonly name: string;
  readonly id: number;
  /** Those that only this event has, in order. */
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
  /** What stands behind `print fmt:`. */
  readonly print: string;
}

const fieldLine = /^\s*field:\s*([^;]*);\s*offset:\s*(\d+);\s*size:\s*(\d+);(?:\s*signed:\s*(-?\d+);)?/;

export function parseField(line: string): Field | undefined {
  const match = fieldLine.exec(line);
  if (match === null) return undefined;
  const [, declaration, offset, size] = match;
  const named = /^(.*?)([A-Za-z_]\w*)\s*((?:\[[^\]]*\])*)$/s.exec(declaration.trim());
  if (named === null) return undefined;
  const [, before, name, brackets] = named;
  const dynamic = before.includes('__data_loc') ? 'data' : before.includes('__rel_loc') ? 'relative' : 'no';
  const type = before.replace(/__(?:data|rel)_loc/, '').replace(/\[[^\]]*\]/g, '').trim();
  const bytes = Number(size);
  const isArray = brackets !== '' || (dynamic !== 'no' && /\[[^\]]*\]/.test(before));
  const length = Number(/^\[(\d+)\]/.exec(brackets)?.[1] ?? NaN);
  const element = elementSize(type);
  const count = !isArray || dynamic !== 'no' ? 0 : Number.isNaN(length) ? Math.max(1, Math.floor(bytes / element)) : length;
  return {
    name, type, offset: Number(offset), size: bytes, count, dynamic, isSigned: match[4] === undefined ? !/unsigned|^u\d|\*/.test(type) : Number(match[4]) !== 0,
    isText: isArray && /^(?:const )?(?:unsigned |signed )?char$|^u8$|^__u8$/.test(type) && !/^u|unsigned/.test(type),
  };
}

/** Bytes of one value of the type, as far as its name tells. */
export function elementSize(type: string): number {
  if (/\*|\blong\b|64/.test(type)) return 8;
  if (/\bshort\b|16/.test(type)) return 2;
  return /\bchar\b|\bbool\b|(?<!\d)8/.test(type) ? 1 : 4;
}

export function parseFormat(system: string, text: string): EventFormat | undefined {
  const name = /^name:\s*(\S+)/m.exec(text)?.[1];
  const id = /^ID:\s*(\d+)/m.exec(text)?.[1];
  if (name === undefined || id === undefined) return undefined;
  const all = text.split('\n').map(parseField).filter(field => field !== undefined);
  return {
    system, name, id: Number(id), fields: all.filter(field => !field.name.startsWith('common_')), byName: new Map(all.map(field => [field.name, field])),
    print: /^print fmt:\s*(.*)$/ms.exec(text)?.[1].trim() ?? '',
  };
}
