/** Where the blocks of a sparse, numbered set lie: an array by number as far as that is sensible, a map beyond. */

/** Numbers below this are looked up in an array, which is as long as the highest number asks for. */
const DENSE = 1 << 22;

export class Directory {
  private dense = new Int32Array(1024);
  private readonly sparse = new Map<number, number>();
  private readonly bases: number[] = [];

  /** Blocks that have been added. */
  get size(): number { return this.bases.length; }

  /** The block's address, or 0. */
  get(number: number): number {
    if (number < this.dense.length) return this.dense[number];
    return number < DENSE ? 0 : this.sparse.get(number) ?? 0;
  }

  add(number: number, base: number): void {
    this.bases.push(base);
    if (number >= DENSE) { this.sparse.set(number, base); return; }
    if (number >= this.dense.length) {
      let length = this.dense.length;
      while (length <= number) length *= 2;
      const dense = new Int32Array(length);
      dense.set(this.dense);
      this.dense = dense;
    }
    this.dense[number] = base;
  }

  /** Addresses in the order in which the blocks were added. */
  values(): readonly number[] {
    return this.bases;
  }
}
