/** Replacement for each byte, or run of bytes, that is not UTF-8: the WHATWG "maximal subpart" practice, as editors do it. */
const REPLACEMENT = 0xfffd;

/** Continuation bytes that follow a lead byte; 0 for ASCII, -1 where the byte cannot lead. */
function following(lead: number): number {
  if (lead < 0x80) return 0;
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  if (lead >= 0xf0 && lead <= 0xf4) return 3;
  return -1;
}

/** Bounds of the first continuation byte: they exclude over-long forms, surrogates and what lies beyond U+10FFFF. */
const lowest = (lead: number): number => (lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80);
const highest = (lead: number): number => (lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf);

/** Decodes bytes[start, end); invalid bytes become U+FFFD. The core may not use TextDecoder. */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  const parts: string[] = [];
  let units: number[] = [];
  let p = start;
  while (p < end) {
    const lead = bytes[p++];
    const count = following(lead);
    let point = count < 0 ? REPLACEMENT : count === 0 ? lead : lead & (0x3f >> count);
    for (let i = 0; i < count; i++) {
      const next = p < end ? bytes[p] : 0;
      if (next < (i === 0 ? lowest(lead) : 0x80) || next > (i === 0 ? highest(lead) : 0xbf)) { point = REPLACEMENT; break; }
      point = (point << 6) | (next & 0x3f);
      p++;
    }
    if (point > 0xffff) units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    else units.push(point);
    // Calls with many arguments overflow the stack.
    if (units.length >= 4096) { parts.push(String.fromCharCode(...units)); units = []; }
  }
  parts.push(String.fromCharCode(...units));
  return parts.join('');
}
