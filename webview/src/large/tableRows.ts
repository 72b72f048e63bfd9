import type { FindingsTableResult, TableFilter, TableRow } from '../../../server/src/protocol/large.js';

export const noFilter: TableFilter = { rule: null, zone: null, cpu: null, task: null, from: null, to: null };
/** Rows that come at once. */
export const tablePage = 200;

/** Rows of the table that have arrived. What is asked anew with another filter makes earlier answers useless. */
export class TableRows {
  private readonly pages = new Map<number, readonly TableRow[]>();
  private readonly waiting = new Set<number>();
  private asked = 0;
  filter = noFilter;
  total = 0;

  constructor(private readonly ask: (asked: number, filter: TableFilter, first: number) => void) {}

  /** Begins anew. */
  reset(filter: TableFilter): void {
    this.asked++;
    this.filter = filter;
    this.pages.clear();
    this.waiting.clear();
    this.page(0);
  }

  row(at: number): TableRow | undefined {
    return this.pages.get(Math.floor(at / tablePage))?.[at % tablePage];
  }

  want(from: number, to: number): void {
    for (let page = Math.floor(from / tablePage); page * tablePage < Math.min(to, this.total); page++) this.page(page);
  }

  /** False where the answer is to an earlier question. */
  arrived(asked: number, first: number, result: FindingsTableResult | null): boolean {
    if (asked !== this.asked) return false;
    const page = Math.floor(first / tablePage);
    this.waiting.delete(page);
    if (result === null) return true;
    this.total = result.total;
    this.pages.set(page, result.rows);
    return true;
  }

  private page(page: number): void {
    if (this.pages.has(page) || this.waiting.has(page)) return;
    this.waiting.add(page);
    this.ask(this.asked, this.filter, page * tablePage);
  }
}

/** Seconds as people type them; undefined where it is none, null where nothing is typed. */
export function secondsOf(text: string): number | null | undefined {
  const trimmed = text.trim().replace(/\s*s$/, '');
  if (trimmed === '') return null;
  return /^\d{1,15}(?:\.\d{0,9})?$/.test(trimmed) ? Number(trimmed) : undefined;
}

/** Nanoseconds as seconds: "100.005101". */
export function timeText(timeNs: string): string {
  const digits = timeNs.padStart(10, '0');
  return `${digits.slice(0, -9)}.${digits.slice(-9, -3)}`;
}
