/**
 * Columns that are kept: each takes as few bytes a line as the span of its values needs, none where they are all the same. About 20
 * bytes a line, where `Columns` has 88. Offsets are not kept.
 */
import { columnNames, type Columns, type Rows } from './columns.js';
import type { Setting } from './settings.js';

/** Bytes of a value: whole numbers count from the column's least, those of 8 bytes are as they are. */
type Width = 0 | 1 | 2 | 4 | 8;

interface Column { readonly width: Width; readonly least: number; readonly at: number }

const none: readonly Column[] = columnNames.map(() => ({ width: 0, least: 0, at: 0 }));

export class PackedColumns {
  private constructor(readonly length: number, readonly settings: ReadonlyMap<number, Setting>, private readonly columns: readonly Column[], private readonly memory: ArrayBuffer) {}

  static readonly empty = new PackedColumns(0, new Map(), none, new ArrayBuffer(0));

  static from(rows: Columns): PackedColumns {
    const n = rows.length;
    // Arrays of many types in one loop would be slow: they all go through this one.
    const wide = new Float64Array(n);
    const spans = columnNames.map(name => {
      wide.set(rows[name].subarray(0, n));
      return spanOf(wide);
    });
    const columns: Column[] = [];
    let at = 0;
    // The wide ones first, so that each is aligned.
    for (const width of [8, 4, 2, 1, 0] as const) {
      spans.forEach((span, k) => {
        if (span.width !== width) return;
        columns[k] = { ...span, at };
        at += width * n;
      });
    }
    const memory = new ArrayBuffer(at);
    columnNames.forEach((name, k) => {
      const { least, width } = columns[k];
      if (width === 0) return;
      wide.set(rows[name].subarray(0, n));
      if (width !== 8) shift(wide, -least);
      placesOf(memory, columns[k], n).set(wide);
    });
    return new PackedColumns(n, new Map(rows.settings), columns, memory);
  }

  /** Bytes of all columns. */
  get bytes(): number {
    return this.memory.byteLength;
  }

  /** Writes the column, by its number in `columnNames`, to `wide`. */
  column(k: number, wide: Float64Array): void {
    const { least, width } = this.columns[k];
    if (width === 0) {
      wide.fill(least);
      return;
    }
    wide.set(placesOf(this.memory, this.columns[k], this.length));
    if (width !== 8) shift(wide, least);
  }

  /** All of them; `to` has room. */
  unpack(to: Columns): void {
    to.clear();
    to.length = this.length;
    const wide = new Float64Array(this.length);
    columnNames.forEach((name, k) => {
      const { least, width } = this.columns[k];
      if (width === 0) to[name].fill(least, 0, this.length);
      else {
        this.column(k, wide);
        to[name].set(wide);
      }
    });
    for (const [i, setting] of this.settings) to.settings.set(i, setting);
  }

  /** Columns that are unpacked when they are first looked at. Hold it while you go through lines. */
  rows(): Rows {
    return new UnpackedRows(this);
  }
}

function shift(wide: Float64Array, by: number): void {
  if (by !== 0) for (let i = 0; i < wide.length; i++) wide[i] += by;
}

function spanOf(values: Float64Array): { readonly width: Width; readonly least: number } {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < least) least = value;
    if (value > most) most = value;
    // Also what is no number.
    if (Math.floor(value) !== value) return { width: 8, least: 0 };
  }
  if (values.length === 0) return { width: 0, least: 0 };
  const span = most - least;
  return { width: span === 0 ? 0 : span < 0x100 ? 1 : span < 0x10000 ? 2 : span < 0x1_0000_0000 ? 4 : 8, least };
}

function placesOf(memory: ArrayBuffer, { width, at }: Column, n: number): Float64Array | Uint32Array | Uint16Array | Uint8Array {
  switch (width) {
    case 0: return new Uint8Array(0);
    case 1: return new Uint8Array(memory, at, n);
    case 2: return new Uint16Array(memory, at, n);
    case 4: return new Uint32Array(memory, at, n);
    case 8: return new Float64Array(memory, at, n);
  }
}

class UnpackedRows implements Rows {
  readonly length: number;
  readonly settings: ReadonlyMap<number, Setting>;
  private readonly unpacked: (Float64Array | undefined)[] = [];

  constructor(private readonly packed: PackedColumns) {
    this.length = packed.length;
    this.settings = packed.settings;
  }

  private of(k: number): ArrayLike<number> {
    const known = this.unpacked[k];
    if (known !== undefined) return known;
    const column = new Float64Array(this.length);
    this.packed.column(k, column);
    this.unpacked[k] = column;
    return column;
  }

  get sec(): ArrayLike<number> { return this.of(0); }
  get pfn(): ArrayLike<number> { return this.of(1); }
  get a(): ArrayLike<number> { return this.of(2); }
  get b(): ArrayLike<number> { return this.of(3); }
  get c(): ArrayLike<number> { return this.of(4); }
  get d(): ArrayLike<number> { return this.of(5); }
  get flags(): ArrayLike<number> { return this.of(6); }
  get task(): ArrayLike<number> { return this.of(7); }
  get nsec(): ArrayLike<number> { return this.of(8); }
  get order(): ArrayLike<number> { return this.of(9); }
  get migratetype(): ArrayLike<number> { return this.of(10); }
  get s(): ArrayLike<number> { return this.of(11); }
  get event(): ArrayLike<number> { return this.of(12); }
  get cpu(): ArrayLike<number> { return this.of(13); }
  get has(): ArrayLike<number> { return this.of(14); }
  get bad(): ArrayLike<number> { return this.of(15); }
  get zone(): ArrayLike<number> { return this.of(16); }
  get kind(): ArrayLike<number> { return this.of(17); }
  get form(): ArrayLike<number> { return this.of(18); }
}
