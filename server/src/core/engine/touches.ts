/**
 * Which words a run of lines has read or written. A difference of the state in other words cannot change the run: neither what it
 * writes nor what it finds.
 */
export class Touches {
  private sorted = false;

  /** `horizon`: the run asked which zones, tasks, CPUs or blocks of memory there are; what lies at this address or beyond was made later. */
  constructor(private readonly words: Int32Array, private readonly horizon: number) {}

  /** Has the run read or written the word, or could it have, had it been there? */
  has(address: number): boolean {
    if (address >= this.horizon) return true;
    const { words } = this;
    if (!this.sorted) words.sort();
    this.sorted = true;
    let low = 0;
    let high = words.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (words[middle] < address) low = middle + 1; else high = middle;
    }
    return low < words.length && words[low] === address;
  }
}

export const untouched = new Touches(new Int32Array(0), Infinity);
