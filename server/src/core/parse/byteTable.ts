/** An open-addressed table from byte strings to small numbers: names are recognised without making strings of them. */
export const HASH_START = 0x811c9dc5 | 0;

/** One step of FNV-1a; callers that scan a name anyway compute its hash on the way. */
export const hashStep = (hash: number, byte: number): number => Math.imul(hash ^ byte, 0x01000193);

export function hashBytes(bytes: Uint8Array, from: number, end: number): number {
  let hash = HASH_START;
  for (let p = from; p < end; p++) hash = hashStep(hash, bytes[p]);
  return hash;
}

/** As `hashBytes`, four bytes at a time: for values whose end is known already. The two must not be mixed in one table. */
export function hashWords(view: DataView, from: number, end: number): number {
  let hash = HASH_START;
  let p = from;
  for (const last = end - 4; p <= last; p += 4) {
    hash = Math.imul(hash ^ view.getInt32(p, true), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; p < end; p++) hash = hashStep(hash, view.getUint8(p));
  return hash;
}

export class ByteTable {
  private count = 0;
  private mask: number;
  /** Index of the entry + 1, 0 for a free place. */
  private places: Int32Array;
  private readonly hashes: number[] = [];
  private readonly starts: number[] = [0];
  private readonly values: number[] = [];
  private pool = new Uint8Array(1024);
  private poolView = new DataView(this.pool.buffer);

  constructor(size = 64) {
    this.places = new Int32Array(size);
    this.mask = size - 1;
  }

  /** The value of the bytes in [from, end), or -1; `hash` is their hash, mixed by the caller as in `set`. */
  get(view: DataView, from: number, end: number, hash: number): number {
    for (let place = spread(hash) & this.mask; ; place = (place + 1) & this.mask) {
      const entry = this.places[place];
      if (entry === 0) return -1;
      if (this.hashes[entry - 1] === hash && this.equal(entry - 1, view, from, end)) return this.values[entry - 1];
    }
  }

  /** Adds or replaces. Values are not negative. */
  set(view: DataView, from: number, end: number, hash: number, value: number): void {
    let place = spread(hash) & this.mask;
    for (let entry = this.places[place]; entry !== 0; entry = this.places[place]) {
      if (this.hashes[entry - 1] === hash && this.equal(entry - 1, view, from, end)) { this.values[entry - 1] = value; return; }
      place = (place + 1) & this.mask;
    }
    const start = this.starts[this.count];
    const length = end - from;
    if (start + length > this.pool.length) {
      const pool = new Uint8Array(Math.max(this.pool.length * 2, start + length));
      pool.set(this.pool);
      this.pool = pool;
      this.poolView = new DataView(pool.buffer);
    }
    this.pool.set(new Uint8Array(view.buffer, view.byteOffset + from, end - from), start);
    this.hashes.push(hash);
    this.values.push(value);
    this.starts.push(start + length);
    this.count++;
    this.places[place] = this.count;
    if (this.count * 2 > this.mask) this.grow();
  }

  /** For tables that are filled from names of the source code: ASCII only. */
  setText(text: string, value: number): void {
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    this.set(new DataView(bytes.buffer), 0, bytes.length, hashBytes(bytes, 0, bytes.length), value);
  }

  private equal(entry: number, view: DataView, from: number, end: number): boolean {
    const { poolView } = this;
    let q = this.starts[entry];
    if (this.starts[entry + 1] - q !== end - from) return false;
    let p = from;
    for (const last = end - 4; p <= last; p += 4, q += 4) if (view.getInt32(p, true) !== poolView.getInt32(q, true)) return false;
    for (; p < end; p++, q++) if (view.getUint8(p) !== poolView.getUint8(q)) return false;
    return true;
  }

  private grow(): void {
    this.places = new Int32Array(this.places.length * 2);
    this.mask = this.places.length - 1;
    this.hashes.forEach((hash, entry) => {
      let place = spread(hash) & this.mask;
      while (this.places[place] !== 0) place = (place + 1) & this.mask;
      this.places[place] = entry + 1;
    });
  }
}

/** FNV's low bits alone are weak for short names. */
const spread = (hash: number): number => hash ^ (hash >>> 15);
