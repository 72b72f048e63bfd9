/** Lines of several sources, gathered into columns and bytes of their own. */
import { Columns } from '../trace/columns.js';

export class Rows {
  readonly columns: Columns;
  bytes = new Uint8Array(1 << 12);

  constructor(capacity: number) {
    this.columns = new Columns(capacity);
  }

  get length(): number {
    return this.columns.length;
  }

  get byteLength(): number {
    return this.columns.offset[this.columns.length];
  }

  get free(): number {
    return this.columns.capacity - this.columns.length;
  }

  clear(): void {
    this.columns.clear();
    this.columns.offset[0] = 0;
  }

  /** Adds the lines [from, to) of `columns`, whose bytes begin at `start`; there must be room for them. */
  add(columns: Columns, bytes: Uint8Array, start: number, from: number, to: number): void {
    const out = this.columns;
    const at = out.offset[out.length];
    const shift = at - columns.offset[from];
    this.reserve(columns.offset[to] + shift);
    this.bytes.set(bytes.subarray(start + columns.offset[from], start + columns.offset[to]), at);
    let row = out.length;
    for (let i = from; i < to; i++, row++) {
      out.kind[row] = columns.kind[i];
      out.event[row] = columns.event[i];
      out.form[row] = columns.form[i];
      out.cpu[row] = columns.cpu[i];
      out.flags[row] = columns.flags[i];
      out.task[row] = columns.task[i];
      out.sec[row] = columns.sec[i];
      out.nsec[row] = columns.nsec[i];
      out.has[row] = columns.has[i];
      out.bad[row] = columns.bad[i];
      out.zone[row] = columns.zone[i];
      out.pfn[row] = columns.pfn[i];
      out.order[row] = columns.order[i];
      out.migratetype[row] = columns.migratetype[i];
      out.a[row] = columns.a[i];
      out.b[row] = columns.b[i];
      out.c[row] = columns.c[i];
      out.d[row] = columns.d[i];
      out.s[row] = columns.s[i];
      out.offset[row + 1] = columns.offset[i + 1] + shift;
      if (columns.settings.size > 0) {
        const setting = columns.settings.get(i);
        if (setting !== undefined) out.settings.set(row, setting);
      }
    }
    out.length = row;
  }

  private reserve(length: number): void {
    if (length <= this.bytes.length) return;
    const grown = new Uint8Array(2 * length);
    grown.set(this.bytes.subarray(0, this.byteLength));
    this.bytes = grown;
  }
}
