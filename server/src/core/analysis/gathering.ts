/**
 * The findings of a trace that is read once. Those that rest on what all CPUs did are not sure before each CPU has shown its next line,
 * for that may say that it has lost events. They are folded in parts, between the last lines of the CPUs, so that memory is for sites only.
 */
import { Folding } from './folding.js';
import { standsAlone, type RawFinding } from './rawFinding.js';

/** Findings that are folded together at the end; more are folded before. */
const MAX_UNFOLDED = 20_000;
/** Findings that are listed one by one where the user wants it so; what comes later is folded all the same. */
const MAX_SINGLE = 100_000;

/** What was found behind a line (an id), and not behind the line of the next part. */
interface Part { readonly after: number; readonly folding: Folding }

export class Gathering {
  private parts: Part[] = [{ after: 0, folding: new Folding() }];
  /** Not folded yet, in the order in which they were found. */
  private recent: RawFinding[] = [];

  /** `isFolded`: the user wants them folded. `lastLines`: of each CPU, as ids, in any order. */
  constructor(private readonly isFolded: () => boolean, private readonly lastLines: () => Iterable<number>) {}

  /** So many are not folded here. */
  private get kept(): number {
    return this.isFolded() ? 0 : MAX_SINGLE;
  }

  /** `line`: 0-based, of the finding; `place` is asked for its columns where they may be shown. */
  add(raw: RawFinding, line: number, place: () => { readonly start: number; readonly end: number }): void {
    const known = this.parts.find(({ folding }) => folding.knows(raw, line));
    if (known === undefined) this.recent.push({ ...raw, columns: place() });
    else if (this.recent.length >= this.kept && standsAlone(raw)) known.folding.count(raw, line);
    // Folded, it is not the first of its site; by itself it is shown.
    else this.recent.push(this.isFolded() ? raw : { ...raw, columns: place() });
  }

  /** Events of a CPU are missing between this line (an id) and the present one. */
  lose(sinceId: number): void {
    const { recent } = this;
    const from = recent.findLastIndex(({ observation }) => observation.at <= sinceId) + 1;
    let left = from;
    for (let i = from; i < recent.length; i++) if (standsAlone(recent[i])) recent[left++] = recent[i];
    recent.length = left;
    for (const { after, folding } of this.parts) if (after >= sinceId) folding.dropDependent();
  }

  /** Between lines: folds where there are many. */
  settle(): void {
    if (this.recent.length > this.kept + MAX_UNFOLDED) this.fold();
  }

  private fold(): void {
    const borders = [...new Set(this.lastLines())].sort((a, b) => a - b);
    const parts: Part[] = [];
    for (const part of this.parts) {
      // A line that is no CPU's last one any more separates nothing.
      if (part.after === 0 || borders.includes(part.after)) parts.push(part);
      else parts[parts.length - 1].folding.merge(part.folding, 0);
    }
    const batch = this.recent.splice(this.kept);
    let next = 0;
    for (let from = 0, to = 0; from < batch.length; from = to) {
      while (next < borders.length && borders[next] < batch[from].observation.at) next++;
      const end = borders[next] ?? Infinity;
      while (to < batch.length && batch[to].observation.at <= end) to++;
      const after = next === 0 ? 0 : borders[next - 1];
      if (parts[parts.length - 1].after < after) parts.push({ after, folding: new Folding() });
      parts[parts.length - 1].folding.add(batch.slice(from, to).map(raw => ({ raw, line: raw.observation.line - 1 })));
    }
    this.parts = parts;
  }

  copy(): Gathering {
    const copy = new Gathering(this.isFolded, this.lastLines);
    copy.recent = [...this.recent];
    copy.parts = this.parts.map(({ after, folding }) => ({ after, folding: copyOf(folding) }));
    return copy;
  }

  /** All of them, and those that have been folded; nothing can be added afterwards. */
  result(): { readonly raws: readonly RawFinding[]; readonly folding: Folding } {
    const [{ folding }, ...more] = this.parts;
    for (const part of more) folding.merge(part.folding, 0);
    return { raws: this.recent, folding };
  }
}

function copyOf(folding: Folding): Folding {
  const copy = new Folding();
  copy.merge(folding, 0);
  return copy;
}
