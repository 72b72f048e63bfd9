/** Which line of which part each line of the merged trace is. A byte a line (two above 256 parts). */
export interface PartLine {
  readonly part: number;
  /** 0-based, in the part. */
  readonly line: number;
}

const GROUP = 2048;

export class LineMap {
  /** Part of each line, a group of lines each. */
  private readonly groups: (Uint8Array | Uint16Array)[] = [];
  /** Lines of each part before each group. */
  private readonly before: Uint32Array[] = [];
  private readonly counts: Uint32Array;
  private length = 0;

  constructor(parts: number) {
    this.counts = new Uint32Array(parts);
  }

  add(part: number, lines: number): void {
    for (let left = lines; left > 0;) {
      const at = this.length % GROUP;
      if (at === 0) {
        this.groups.push(this.counts.length > 256 ? new Uint16Array(GROUP) : new Uint8Array(GROUP));
        this.before.push(this.counts.slice());
      }
      const now = Math.min(left, GROUP - at);
      this.groups[this.groups.length - 1].fill(part, at, at + now);
      this.counts[part] += now;
      this.length += now;
      left -= now;
    }
  }

  linesOf(part: number): number {
    return this.counts[part];
  }

  /** `line`: 0-based, in the merged trace. */
  find(line: number): PartLine {
    const group = Math.floor(line / GROUP);
    const parts = this.groups[group];
    const at = line % GROUP;
    const part = parts[at];
    let found = this.before[group][part];
    for (let i = 0; i < at; i++) if (parts[i] === part) found++;
    return { part, line: found };
  }
}
