/** Ids of the texts seen last, for those that occur again and again: found by their length and ends, then compared whole. */

const PLACES = 256;
/** Longer texts are not kept. */
const MAX_BYTES = 128;
const WORDS = MAX_BYTES / 4;

export class RecentTexts {
  private readonly lengths = new Int32Array(PLACES);
  private readonly ids = new Int32Array(PLACES);
  /** Whole words of each text, then its last four bytes. */
  private readonly words = new Int32Array(PLACES * (WORDS + 1));

  /** The id of bytes[from, end), or -1. */
  get(view: DataView, from: number, end: number): number {
    const length = end - from;
    if (length < 4 || length > MAX_BYTES) return -1;
    const last = view.getInt32(end - 4, true);
    const place = placeOf(view, from, last, length);
    if (this.lengths[place] !== length) return -1;
    const { words } = this;
    let w = place * (WORDS + 1);
    for (let p = from; p < end - 4; p += 4) if (view.getInt32(p, true) !== words[w++]) return -1;
    return words[w] === last ? this.ids[place] : -1;
  }

  /** Remembers the text in the place of an older one; returns its id. */
  set(view: DataView, from: number, end: number, id: number): number {
    const length = end - from;
    if (length < 4 || length > MAX_BYTES) return id;
    const last = view.getInt32(end - 4, true);
    const place = placeOf(view, from, last, length);
    this.lengths[place] = length;
    this.ids[place] = id;
    let w = place * (WORDS + 1);
    for (let p = from; p < end - 4; p += 4) this.words[w++] = view.getInt32(p, true);
    this.words[w] = last;
    return id;
  }
}

function placeOf(view: DataView, from: number, last: number, length: number): number {
  const hash = Math.imul(view.getInt32(from, true) ^ (length << 16), 0x9e3779b1) ^ Math.imul(last, 0x85ebca6b);
  return (hash ^ (hash >>> 16)) & (PLACES - 1);
}
