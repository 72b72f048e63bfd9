// A small buddy allocator: the traces of the benchmark are consistent, so that the analysis has nothing to say of them.

export const ORDERS = 11;

/** xorshift32: the same numbers on every machine. */
export function random(seed) {
  let state = seed;
  return below => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export class Buddy {
  /** Blocks of the top order from `start` on. `seen.add(pfn, order)`, `seen.del(pfn, order)`: changes of the free lists. */
  constructor(start, blocks, seen) {
    this.start = start;
    this.end = start + blocks * 1024;
    this.seen = seen;
    /** Order of the free block that begins at a page, or -1; and where it stands in its order's list. */
    this.freeOrder = new Int8Array(blocks * 1024).fill(-1);
    this.position = new Int32Array(blocks * 1024);
    this.lists = Array.from({ length: ORDERS }, () => []);
    for (let i = 0; i < blocks; i++) this.insert(start + i * 1024, ORDERS - 1);
  }

  insert(pfn, order) {
    const list = this.lists[order];
    this.freeOrder[pfn - this.start] = order;
    this.position[pfn - this.start] = list.length;
    list.push(pfn);
  }

  remove(pfn, order) {
    const list = this.lists[order];
    const last = list.pop();
    if (last !== pfn) {
      const at = this.position[pfn - this.start];
      list[at] = last;
      this.position[last - this.start] = at;
    }
    this.freeOrder[pfn - this.start] = -1;
  }

  /** First page of a block of the order, or -1. */
  allocate(order) {
    let size = order;
    while (size < ORDERS && this.lists[size].length === 0) size++;
    if (size === ORDERS) return -1;
    const pfn = this.lists[size].at(-1);
    this.remove(pfn, size);
    this.seen.del(pfn, size);
    while (size > order) {
      size--;
      this.insert(pfn + (1 << size), size);
      this.seen.add(pfn + (1 << size), size);
    }
    return pfn;
  }

  free(pfn, order) {
    let start = pfn;
    let size = order;
    for (; size < ORDERS - 1; size++) {
      const buddy = this.start + ((start - this.start) ^ (1 << size));
      if (this.freeOrder[buddy - this.start] !== size) break;
      this.remove(buddy, size);
      this.seen.del(buddy, size);
      start = Math.min(start, buddy);
    }
    this.insert(start, size);
    this.seen.add(start, size);
  }
}
