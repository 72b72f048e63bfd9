/**
 * Which words a run of lines has read or written. A difference of the state in other words cannot change the run: neither what it
 * writes nor what it finds.
 */
export class Touches {
  /** Addresses by open addressing, 0 where there is none: no word of the state lies at 0. */
  private readonly places: Int32Array;
  private readonly mask: number;

  /** `horizon`: the run asked which zones, tasks, CPUs or blocks of memory there are; what lies at this address or beyond was made later. */
  constructor(words: ArrayLike<number>, private readonly horizon: number) {
    let size = 16;
    while (size < words.length * 2) size *= 2;
    this.places = new Int32Array(size);
    this.mask = size - 1;
    for (let i = 0; i < words.length; i++) this.places[this.placeOf(words[i])] = words[i];
  }

  /** Where the address is, or would be. */
  private placeOf(address: number): number {
    let at = Math.imul(address, 0x9e3779b1) >>> 8 & this.mask;
    while (this.places[at] !== 0 && this.places[at] !== address) at = (at + 1) & this.mask;
    return at;
  }

  /** Has the run read or written the word, or could it have, had it been there? */
  has(address: number): boolean {
    return address >= this.horizon || this.places[this.placeOf(address)] !== 0;
  }
}

export const untouched = new Touches([], Infinity);
