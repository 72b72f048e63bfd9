/** The line that is being parsed: where it lies, and what its parts have yielded so far. One object for all lines. */
import { Columns, Slot } from '../trace/columns.js';
import type { Names } from '../trace/names.js';
import type { Setting } from '../trace/settings.js';
import { ByteTable, hashWords } from './byteTable.js';
import { RecentTexts } from './recentTexts.js';
import { StockContext } from './stockContext.js';
import { decodeUtf8 } from './utf8.js';
import { TaskIds } from './taskIds.js';
import { Vocabulary } from './vocabulary.js';

/** Ids of a text slot are Int16 for zones. */
const MAX_ZONES = 0x7fff;
/** Different texts that are kept, and their bytes: a trace of a kernel has some thousands. */
const MAX_STRINGS = 1 << 20;
const MAX_STRING_BYTES = 64 << 20;

/** Rows that get their defaults at once: much cheaper than one by one, and not much for a single line. */
export const DEFAULT_ROWS = 512;

/** Gives the rows [from, from + DEFAULT_ROWS) of all columns their defaults. */
export function fillDefaults(out: Columns, from: number): void {
  const end = from + DEFAULT_ROWS;
  for (const column of [out.kind, out.event, out.form, out.flags, out.has, out.bad, out.pfn, out.order, out.migratetype, out.a, out.b, out.c, out.d]) {
    column.fill(0, from, end);
  }
  for (const column of [out.cpu, out.task, out.sec, out.nsec, out.zone, out.s]) column.fill(-1, from, end);
}

/** Gives the slots of one row their defaults. */
export function clearSlots(out: Columns, row: number): void {
  out.has[row] = 0; out.bad[row] = 0; out.zone[row] = -1; out.pfn[row] = 0; out.order[row] = 0; out.migratetype[row] = 0;
  out.a[row] = 0; out.b[row] = 0; out.c[row] = 0; out.d[row] = 0; out.s[row] = -1;
}

/** Gives one row its defaults. */
export function clearRow(out: Columns, row: number): void {
  clearSlots(out, row);
  out.kind[row] = 0; out.event[row] = 0; out.form[row] = 0; out.flags[row] = 0;
  out.cpu[row] = -1; out.task[row] = -1; out.sec[row] = -1; out.nsec[row] = -1;
}

export class Line {
  bytes: Uint8Array = new Uint8Array(0);
  private source = this.bytes;
  /** The same bytes: words are read from it. */
  view = new DataView(this.bytes.buffer);
  /** First byte, and the byte behind the last (newline and carriage return excluded). */
  start = 0;
  end = 0;
  /** First byte of the line in the file, in front of a log prefix. */
  lineStart = 0;
  row = 0;
  /** Set by `readContext`: the context can be split in another way, too, with `[` of the CPU at `split`. */
  laterSplit = false;
  split = 0;
  /** End of the task's name in front of `split`, and its pid. */
  commEnd = 0;
  pidFrom = 0;
  pidEnd = 0;
  out = new Columns(0);
  readonly vocabulary = new Vocabulary();
  readonly tasks: TaskIds;
  readonly stock = new StockContext();
  /** Zone ids by text; the hash is mixed with the node. */
  private readonly zoneIds = new ByteTable(64);
  private readonly stringIds = new ByteTable(1024);
  private readonly recent = new RecentTexts();
  private stringBytes = 0;

  constructor(readonly names: Names, private readonly learns: boolean) {
    this.tasks = new TaskIds(names);
  }

  setBytes(bytes: Uint8Array): void {
    if (this.source === bytes) return;
    this.source = bytes;
    // One kind of object for all readers, also where the caller has a Buffer: they are compiled for one kind best.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Begins the line of bytes[start, end) in `row`, whose columns hold the defaults (see `fillDefaults`). */
  begin(row: number, start: number, end: number): void {
    this.row = row;
    this.start = start;
    this.lineStart = start;
    this.end = end;
  }

  /** The line has the context of stock ftrace. */
  learnContext(): void {
    const { out, row, lineStart } = this;
    const task = out.task[row];
    // A later line may know the name of `<...>`.
    if (!this.learns || this.start !== lineStart || task < 0 || this.names.tasks[task].comm === '<...>') return;
    this.stock.learn(this.bytes, this.view, lineStart, this.end, task, out.cpu[row]);
  }

  text(from: number, end: number): string {
    return decodeUtf8(this.bytes, from, end);
  }

  /** Id in `Names.strings` of these bytes; -1 where too many texts are known already. */
  stringId(from: number, end: number): number {
    const hash = hashWords(this.view, from, end);
    const known = this.stringIds.get(this.view, from, end, hash);
    if (known >= 0) return known;
    if (this.stringBytes + end - from > MAX_STRING_BYTES || this.names.strings.length >= MAX_STRINGS) return -1;
    this.stringBytes += end - from;
    const id = this.names.string(this.text(from, end));
    this.stringIds.set(this.view, from, end, hash, id);
    return id;
  }

  /** Id in `Names.zones`, or -1 if there are more zones than ids. */
  zoneId(from: number, end: number, node: number): number {
    const hash = (hashWords(this.view, from, end) ^ Math.imul(node + 1, 0x9e3779b1)) | 0;
    const known = this.zoneIds.get(this.view, from, end, hash);
    if (known >= 0) return known;
    if (this.names.zones.length >= MAX_ZONES) return -1;
    const id = this.names.zone(this.text(from, end), node);
    this.zoneIds.set(this.view, from, end, hash, id);
    return id;
  }

  setZone(from: number, end: number, node: number): void {
    const id = end > from ? this.zoneId(from, end, node) : -1;
    if (id < 0) { this.out.bad[this.row] |= Slot.Zone; return; }
    this.out.zone[this.row] = id;
    this.out.has[this.row] |= Slot.Zone;
  }

  setText(from: number, end: number): void {
    const id = this.stringId(from, end);
    if (id < 0) return;
    this.out.s[this.row] = id;
    this.out.has[this.row] |= Slot.S;
  }

  /** As `stringId`, for values that occur again and again. */
  recentString(from: number, end: number): number {
    const known = this.recent.get(this.view, from, end);
    return known >= 0 ? known : this.recent.set(this.view, from, end, this.stringId(from, end));
  }

  setSetting(setting: Setting): void {
    this.out.settings.set(this.row, setting);
  }
}
