/** Text cut into pieces of some lines each. Lines are kept without their ends; every end is a newline. */

/** Lines in a fresh chunk, and the most that an edited one may grow to. */
export const CHUNK_LINES = 512;
export const MAX_CHUNK_LINES = 1024;

/** CRLF and lone CR become LF, as an editor counts lines. */
export const normalise = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

/** Cuts normalised text behind every CHUNK_LINES-th newline. The last piece holds what follows the last newline, be it empty. */
export function cut(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  let at = 0;
  for (let lines = 0; ; ) {
    const newline = text.indexOf('\n', at);
    if (newline < 0) break;
    at = newline + 1;
    if (++lines === CHUNK_LINES) {
      pieces.push(text.slice(start, at));
      start = at;
      lines = 0;
    }
  }
  pieces.push(text.slice(start));
  return pieces;
}

/** Offset of each line of the piece in UTF-16 units, and the piece's length at the end. A piece that ends in a newline has no empty last line. */
export function lineOffsets(text: string): number[] {
  const offsets = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) offsets.push(at + 1);
  if (offsets[offsets.length - 1] !== text.length) offsets.push(text.length);
  return offsets;
}

/** UTF-8 bytes of the text; a lone surrogate becomes U+FFFD. Returns the number of bytes written to `out`, or -1 where it is too small. */
export function encodeUtf8(text: string, out: Uint8Array): number {
  let n = 0;
  // Traces are ASCII but for names, so that the rest is the exception.
  if (text.length <= out.length) {
    for (let code: number; n < text.length && (code = text.charCodeAt(n)) < 0x80; n++) out[n] = code;
  }
  for (let i = n; i < text.length; i++) {
    if (n + 4 > out.length) return -1;
    let code = text.charCodeAt(i);
    if (code < 0x80) { out[n++] = code; continue; }
    if (code >= 0xd800 && code <= 0xdfff) {
      const low = i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      if (code < 0xdc00 && low >= 0xdc00 && low <= 0xdfff) { code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00); i++; } else code = 0xfffd;
    }
    if (code < 0x800) out[n++] = 0xc0 | (code >> 6);
    else {
      if (code < 0x10000) out[n++] = 0xe0 | (code >> 12);
      else { out[n++] = 0xf0 | (code >> 18); out[n++] = 0x80 | ((code >> 12) & 63); }
      out[n++] = 0x80 | ((code >> 6) & 63);
    }
    out[n++] = 0x80 | (code & 63);
  }
  return n;
}
