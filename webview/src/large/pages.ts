/** Lines that have arrived, in pages of a fixed size; those that were not looked at for long are forgotten. */
export const pageSize = 256;
const kept = 64;
const mostAsked = 4;

export class Pages {
  /** In the order of their last use. */
  private pages = new Map<number, readonly string[]>();
  private readonly asked = new Set<number>();

  constructor(private readonly ask: (from: number, count: number) => void) {}

  line(line: number): string | undefined {
    return this.pages.get(Math.floor(line / pageSize))?.[line % pageSize];
  }

  /** Asks for what is missing between two lines; `known` is the number of lines there are. */
  want(from: number, to: number, known: number): void {
    const last = Math.floor(Math.min(to, known - 1) / pageSize);
    for (let page = Math.max(0, Math.floor(from / pageSize)); page <= last; page++) {
      const lines = this.pages.get(page);
      if (lines !== undefined) {
        this.pages.delete(page);
        this.pages.set(page, lines);
      }
      // A page that came while the index was being made may have grown.
      const there = lines?.length ?? 0;
      if (there >= Math.min(pageSize, known - page * pageSize) || this.asked.has(page) || this.asked.size >= mostAsked) continue;
      this.asked.add(page);
      this.ask(page * pageSize + there, pageSize - there);
    }
  }

  /** Null: they could not be read. */
  arrived(from: number, lines: readonly string[] | null): void {
    const page = Math.floor(from / pageSize);
    this.asked.delete(page);
    if (lines === null) return;
    const there = this.pages.get(page) ?? [];
    if (there.length !== from % pageSize) return;
    this.pages.set(page, [...there, ...lines]);
    for (const oldest of this.pages.keys()) {
      if (this.pages.size <= kept) break;
      this.pages.delete(oldest);
    }
  }

  /** These lines may be others now. */
  forget(from: number): void {
    for (const [page, lines] of this.pages) {
      const keep = from - page * pageSize;
      if (keep <= 0) this.pages.delete(page);
      else if (keep < lines.length) this.pages.set(page, lines.slice(0, keep));
    }
  }

  clear(): void {
    this.pages = new Map();
    this.asked.clear();
  }
}
