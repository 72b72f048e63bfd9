/** Lines between which events of a CPU are missing: what the other lines there show of all CPUs is not sure. */
export class MissingLines {
  /** Bounds of passages that do not overlap: first line, line behind the last; 0-based, in order. */
  private readonly bounds: number[] = [];

  /** `passages`: the CPU's last line (-1: none) and the line that says that events are missing; neither belongs to the passage. */
  constructor(passages: readonly { readonly since: number; readonly line: number }[]) {
    const sorted = passages.map(({ since, line }) => ({ from: since + 1, to: line })).filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from);
    for (const { from, to } of sorted) {
      const last = this.bounds.length - 1;
      if (last > 0 && from <= this.bounds[last]) this.bounds[last] = Math.max(this.bounds[last], to);
      else this.bounds.push(from, to);
    }
  }

  /** How many bounds are at the line or before: odd inside a passage. */
  private before(line: number): number {
    let low = 0;
    let high = this.bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.bounds[middle] <= line) low = middle + 1; else high = middle;
    }
    return low;
  }

  has(line: number): boolean {
    return this.before(line) % 2 === 1;
  }

  /** Of the lines from `first` to `last`: 'none' are in a passage, 'some', or 'all' in one. */
  share(first: number, last: number): 'none' | 'some' | 'all' {
    const before = this.before(first);
    if (before !== this.before(last)) return 'some';
    return before % 2 === 1 ? 'all' : 'none';
  }
}
