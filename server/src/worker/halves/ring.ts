/** Blocks of lines in memory that two threads share: one writes them, the other reads them, in turn. */
import { blockSize, type ParsedBlock } from '../../core/index.js';

const slots = 16;
/** Bytes that may be pushed at once: no block has more text, but for a line that lies in several pieces, and of it no more is kept. */
export const mostPushed = 1 << 20;
const textSize = mostPushed + 64;
const columnsSize = (blockSize + 7) & ~7;

/** Words in front: how many blocks were written and read so far, whether the writer waits; then two for each slot. */
const WRITTEN = 0;
const READ = 1;
const WAITING = 2;
const headers = 8;
const headerBytes = 4 * (headers + 2 * slots);
const columnsAt = headerBytes;
const textAt = columnsAt + slots * columnsSize;

export const ringSize = textAt + slots * textSize;
/** Where the columns of each slot lie. */
export const columnPlaces: readonly number[] = Array.from({ length: slots }, (_, slot) => columnsAt + slot * columnsSize);

/** Lines of a slot that ends the sequence. */
const END = -1;

const headOf = (memory: SharedArrayBuffer): Int32Array => new Int32Array(memory, 0, headers + 2 * slots);
const textsOf = (memory: SharedArrayBuffer): readonly Uint8Array[] => Array.from({ length: slots }, (_, slot) => new Uint8Array(memory, textAt + slot * textSize, textSize));

export class RingWriter {
  private readonly head: Int32Array;
  private readonly columns: readonly Uint8Array[];
  private readonly texts: readonly Uint8Array[];
  private written = 0;

  constructor(memory: SharedArrayBuffer) {
    this.head = headOf(memory);
    this.columns = columnPlaces.map((at) => new Uint8Array(memory, at, blockSize));
    this.texts = textsOf(memory);
  }

  get free(): number {
    return slots - (this.written - Atomics.load(this.head, READ));
  }

  /** Half of the ring, so that the reader has something to do while the writer gets what it writes next. */
  get hasRoom(): boolean {
    return this.free >= slots / 2;
  }

  /** The reader shall say when there is room. True: there is already. */
  askForRoom(): boolean {
    Atomics.store(this.head, WAITING, 1);
    return this.hasRoom;
  }

  /** There must be a free slot. What goes with the block has been sent to the reader before. */
  write({ lines, columns, text, news }: ParsedBlock): void {
    const slot = this.written % slots;
    this.columns[slot].set(columns);
    this.texts[slot].set(text);
    this.head[headers + 2 * slot] = lines;
    this.head[headers + 2 * slot + 1] = news === undefined ? text.length : -1 - text.length;
    this.publish();
  }

  end(): void {
    this.head[headers + 2 * (this.written % slots)] = END;
    this.publish();
  }

  /** Waits until there is a free slot, `milliseconds` at most; false where there is none then. */
  waitForSlot(milliseconds: number): boolean {
    const read = Atomics.load(this.head, READ);
    return this.free > 0 || Atomics.wait(this.head, READ, read, milliseconds) !== 'timed-out' || this.free > 0;
  }

  private publish(): void {
    this.written++;
    Atomics.store(this.head, WRITTEN, this.written);
    Atomics.notify(this.head, WRITTEN);
  }
}

export interface RingBlock { readonly slot: number; readonly lines: number; readonly text: Uint8Array; readonly hasNews: boolean }

export class RingReader {
  private readonly head: Int32Array;
  private readonly texts: readonly Uint8Array[];
  private read = 0;

  constructor(memory: SharedArrayBuffer) {
    this.head = headOf(memory);
    this.texts = textsOf(memory);
  }

  /** Waits for the next block; undefined at the end. It is to be given back by `release`. */
  next(): RingBlock | undefined {
    while (Atomics.load(this.head, WRITTEN) === this.read) Atomics.wait(this.head, WRITTEN, this.read);
    const slot = this.read % slots;
    const lines = this.head[headers + 2 * slot];
    if (lines === END) return undefined;
    const length = this.head[headers + 2 * slot + 1];
    const hasNews = length < 0;
    return { slot, lines, text: this.texts[slot].subarray(0, hasNews ? -1 - length : length), hasNews };
  }

  /** True: the writer waits, and there is room for it. */
  release(): boolean {
    this.read++;
    Atomics.store(this.head, READ, this.read);
    Atomics.notify(this.head, READ);
    if (Atomics.load(this.head, WAITING) === 0 || Atomics.load(this.head, WRITTEN) - this.read > slots / 2) return false;
    return Atomics.exchange(this.head, WAITING, 0) === 1;
  }
}
