/** ASCII codes and scanning over bytes. Every scan takes the `end` that it must not pass. */
export const LF = 10, CR = 13, SPACE = 32, QUOTE = 34, HASH = 35, OPEN = 40, CLOSE = 41, STAR = 42, PLUS = 43, COMMA = 44,
  DASH = 45, DOT = 46, SLASH = 47, DIGIT_0 = 48, COLON = 58, LESS = 60, EQUALS = 61, GREATER = 62, OPEN_BRACKET = 91, CLOSE_BRACKET = 93,
  OPEN_BRACE = 123, BAR = 124, CLOSE_BRACE = 125;

/** Bits of `classes`. */
export const DIGIT = 1, HEX = 2, WORD = 4, BLANK = 8, SYMBOL = 16, FLAG = 32;

/** What a byte may be part of; index is the byte. */
export const classes: Uint8Array = (() => {
  const table = new Uint8Array(256);
  const mark = (text: string, bits: number): void => { for (const c of text) table[c.charCodeAt(0)] |= bits; };
  mark('0123456789', DIGIT | HEX | WORD | SYMBOL);
  mark('abcdefABCDEF', HEX);
  mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_', WORD | SYMBOL);
  mark('.$', SYMBOL);
  mark(' \t', BLANK);
  // A flags column, broken ones included: printable, but none of what else may follow `[cpu]`.
  for (let byte = 33; byte < 127; byte++) if (!':()['.includes(String.fromCharCode(byte))) table[byte] |= FLAG;
  return table;
})();

/** Value of a hex digit; 255 for any other byte, so that "no digit" shares no value with a digit. */
export const hexValues: Uint8Array = (() => {
  const table = new Uint8Array(256).fill(255);
  for (let i = 0; i < 10; i++) table[DIGIT_0 + i] = i;
  for (let i = 0; i < 6; i++) { table[65 + i] = 10 + i; table[97 + i] = 10 + i; }
  return table;
})();

export const is = (byte: number, bits: number): boolean => (classes[byte] & bits) !== 0;

/** Position of the next newline, or `end`. Reads four bytes at a time while they lie before `end`. */
export function findNewline(bytes: Uint8Array, view: DataView, from: number, end: number): number {
  let p = from;
  for (const last = end - 4; p <= last; p += 4) {
    const x = view.getInt32(p, true) ^ 0x0a0a0a0a;
    if (((x - 0x01010101) & ~x & 0x80808080) !== 0) break;
  }
  while (p < end && bytes[p] !== LF) p++;
  return p;
}

export function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let p = from;
  while (p < end && is(bytes[p], BLANK)) p++;
  return p;
}

/** First position whose byte has none of the bits, or `end`. */
export function skipClass(bytes: Uint8Array, from: number, end: number, bits: number): number {
  let p = from;
  while (p < end && is(bytes[p], bits)) p++;
  return p;
}

/** Position of a blank, or `end`. */
export function findBlank(bytes: Uint8Array, from: number, end: number): number {
  let p = from;
  while (p < end && !is(bytes[p], BLANK)) p++;
  return p;
}

/** As `findBlank`, four bytes at a time. */
export function findBlankFast(bytes: Uint8Array, view: DataView, from: number, end: number): number {
  let p = from;
  for (const last = end - 4; p <= last; p += 4) {
    const word = view.getInt32(p, true);
    const space = word ^ 0x20202020;
    const tab = word ^ 0x09090909;
    if (((((space - 0x01010101) & ~space) | ((tab - 0x01010101) & ~tab)) & 0x80808080) !== 0) break;
  }
  while (p < end && !is(bytes[p], BLANK)) p++;
  return p;
}

export function findByte(bytes: Uint8Array, from: number, end: number, byte: number): number {
  let p = from;
  while (p < end && bytes[p] !== byte) p++;
  return p;
}

/** End of the text without its trailing blanks. */
export function trimEnd(bytes: Uint8Array, from: number, end: number): number {
  let p = end;
  while (p > from && is(bytes[p - 1], BLANK)) p--;
  return p;
}

/** Whether the ASCII text stands at `from`, wholly before `end`. */
export function startsWith(bytes: Uint8Array, from: number, end: number, text: string): boolean {
  if (end - from < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text.charCodeAt(i)) return false;
  return true;
}

export const equals = (bytes: Uint8Array, from: number, end: number, text: string): boolean =>
  end - from === text.length && startsWith(bytes, from, end, text);

/** Position of the ASCII text, or -1. Linear for the short texts that it is used with. */
export function find(bytes: Uint8Array, from: number, end: number, text: string): number {
  const first = text.charCodeAt(0);
  for (let p = from; p + text.length <= end; p++) {
    if (bytes[p] === first && startsWith(bytes, p, end, text)) return p;
  }
  return -1;
}

/** Last position of the ASCII text, or -1. */
export function findLast(bytes: Uint8Array, from: number, end: number, text: string): number {
  const first = text.charCodeAt(0);
  for (let p = end - text.length; p >= from; p--) {
    if (bytes[p] === first && startsWith(bytes, p, end, text)) return p;
  }
  return -1;
}
