/** The machine's memory: one array of 32-bit words, one write function. Blocks never move while the store lives. */
import { Directory } from './directory.js';
import { EPOCHS, G, c, g, h, l, o, p, packPage, pageEpoch, pageState, t, u, z } from './layout.js';
import type { Recorder } from './recorder.js';

/** Page frames in one slab of page records (a pageblock of x86-64). */
const SLAB_PAGES = 512;
const SLAB_WORDS = SLAB_PAGES * p.size;
const SLAB_SHIFT = 11; // log2(SLAB_WORDS)
/** Ranges that are remembered as handed out; the oldest are forgotten first. */
export const HANDOUTS = 1 << 13;
/** Pageblocks whose words lie together. */
const PAGEBLOCKS = 64;
/** Pages whose owners lie together: the epoch, two words for 32 pages (one bit: there is an owner, one bit: the page is given out), then a record each. */
export const OWNERS_SHIFT = 14;
export const OWNERS = 1 << OWNERS_SHIFT;
export const OWNER_BITS = 8;
export const OWNER_RECORDS = OWNER_BITS + OWNERS / 16;
/** Offset in a lock that is known by its address: the zone lock that it is, 0 for none. */
const BOUND = l.size;
const OWNER_WORDS = OWNER_RECORDS + OWNERS * o.size;
/** Units (see `u`) whose records lie together. */
const UNITS = 512;

/** How many records there are at most; pages beyond stay unknown. */
export interface PageLimits {
  /** 64 Ki slabs hold the records of 128 GiB of 4 KiB pages in 512 MiB. */
  readonly slabs: number;
  /** Owners of the pages of 128 GiB, in 256 MiB. */
  readonly ownerBlocks: number;
  /** 8 TiB where a unit is a pageblock of x86-64. */
  readonly unitGroups: number;
}
const usualLimits: PageLimits = { slabs: 1 << 16, ownerBlocks: 1 << 11, unitGroups: 1 << 13 };

export class Store {
  private words = new Int32Array(1 << 16);
  private used = G + g.size;
  private readonly zoneBases: number[] = [];
  private readonly zoneIds: number[] = [];
  private readonly cpuBases: number[] = [];
  private readonly whoBases: number[] = [];
  private readonly lockBases: number[] = [];
  private readonly lockHalves = new Map<number, Map<number, number>>();
  private readonly slabs = new Directory();
  /** First pfn of the slab that begins at `address >> SLAB_SHIFT`. */
  private readonly slabPfns: number[] = [];
  private readonly ownerBases = new Directory();
  private lastOwnerKey = -1;
  private lastOwners = 0;
  private readonly pageblockBases = new Directory();
  private readonly unitBases = new Directory();
  private readonly unitKeys: number[] = [];
  private lastUnitKey = -1;
  private lastUnits = 0;
  private handoutBase = 0;
  private lastSlabKey = -1;
  private lastSlab = 0;
  /** Told of every word before it changes, and of every word that is read; undefined while nobody listens. */
  recorder: Recorder | undefined;
  reader: Recorder | undefined;

  /**
   * Owners change with nearly every line, and nothing but findings about them rests on them. Who only goes back to see a state may have
   * them `apart` from it: no recorder is told of them. While they are `frozen` they are of another line than the state.
   */
  ownersAre: 'state' | 'apart' | 'frozen' = 'state';
  /** Called where a page is asked for that is beyond the limits, before 0 is returned. */
  onFull: (kind: keyof PageLimits) => void = () => undefined;

  /** Ids depend on what was in the trace before it was edited, so zones are gone through in an order of their own. */
  constructor(private readonly zoneOrder: (a: number, b: number) => number = (a, b) => a - b, private readonly limits = usualLimits) {}

  private full(kind: keyof PageLimits): 0 {
    this.onFull(kind);
    return 0;
  }

  read(address: number): number {
    const value = this.words[address];
    if (this.reader !== undefined) this.reader.note(address, value);
    return value;
  }

  set(address: number, value: number): void {
    const old = this.read(address);
    if (old === value) return;
    if (this.recorder !== undefined) this.recorder.note(address, old);
    this.words[address] = value;
  }

  add(address: number, change: number): void {
    const old = this.words[address];
    if (this.reader !== undefined) this.reader.noteAdd(address, old);
    else if (this.recorder !== undefined && change !== 0) this.recorder.note(address, old);
    this.words[address] = old + change;
  }

  /** The words, where nobody is to be told of what is read and written. Valid until the store grows. */
  get quiet(): Int32Array | undefined { return this.recorder === undefined && this.reader === undefined ? this.words : undefined; }

  /** As `quiet`, of owners. */
  get ownerWords(): Int32Array | undefined { return this.ownersAre === 'apart' ? this.words : this.quiet; }

  setOwner(address: number, value: number): void {
    if (this.ownersAre === 'state') this.set(address, value);
    else if (this.ownersAre === 'apart') this.words[address] = value;
  }

  /** Where owners lie: first words of the blocks, in ascending order, and words of each. */
  get ownerBlocks(): { readonly bases: readonly number[]; readonly size: number } { return { bases: this.ownerBases.values(), size: OWNER_WORDS }; }

  /** The words as they are, for copies and deltas. Steps read them with `read`, so that a recorder sees it. Made anew when the store grows. */
  get memory(): Int32Array { return this.words; }

  get wordsUsed(): number { return this.used; }

  private allocate(words: number, align: number): number {
    const base = (this.used + align - 1) & -align;
    this.used = base + words;
    if (this.used > this.words.length) {
      let size = this.words.length;
      while (size < this.used) size *= 2;
      const grown = new Int32Array(size);
      grown.set(this.words);
      this.words = grown;
    }
    return base;
  }

  zone(zone: number): number {
    const known = this.zoneBases[zone];
    if (known !== undefined) return known;
    this.zoneIds.push(zone);
    this.zoneIds.sort(this.zoneOrder);
    return this.zoneBases[zone] = this.allocate(z.size, 8);
  }

  /** Zones that have a block, in `zoneOrder`. */
  zones(): readonly number[] {
    this.reader?.listed(this.used);
    return this.zoneIds;
  }

  cpu(cpu: number): number {
    return this.cpuBases[cpu] ??= this.allocate(c.size, 4);
  }

  cpus(): number[] {
    this.reader?.listed(this.used);
    return Object.keys(this.cpuBases).map(Number);
  }

  who(who: number): number {
    return this.whoBases[who] ??= this.allocate(t.size, 8);
  }

  whos(): number[] {
    this.reader?.listed(this.used);
    return Object.keys(this.whoBases).map(Number);
  }

  /** A lock that is known by its address only, or the zone lock that has this address. */
  lock(string: number): number {
    const own = this.namedLock(string);
    const bound = this.read(own + BOUND);
    return bound === 0 ? own : bound;
  }

  private namedLock(string: number): number {
    return this.lockBases[string] ??= this.allocate(BOUND + 1, 8);
  }

  /** A lock that is known by its address only, as two halves. */
  lockAt(high: number, low: number): number {
    const halves = this.lockHalves.get(high);
    const known = halves?.get(low);
    if (known !== undefined) return known;
    const lock = this.allocate(l.size, 8);
    if (halves === undefined) this.lockHalves.set(high, new Map([[low, lock]]));
    else halves.set(low, lock);
    return lock;
  }

  /** Locks by address and its name, `0x...`, for those that have no other. */
  *locksAt(): Iterable<readonly [lock: number, name: string]> {
    this.reader?.listed(this.used);
    for (const [high, halves] of this.lockHalves) for (const [low, lock] of halves) yield [lock, `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`];
  }

  /** Every lock that is known by its address. */
  *lockAddresses(): Iterable<number> {
    for (const string of this.locks()) yield this.lock(string);
    for (const [lock] of this.locksAt()) yield lock;
  }

  /** The table of ranges that walks and hint lists have handed out, see `h`. */
  handouts(): number {
    if (this.handoutBase === 0) this.handoutBase = this.allocate(HANDOUTS * h.size, 8);
    return this.handoutBase;
  }

  locks(): number[] {
    this.reader?.listed(this.used);
    return Object.keys(this.lockBases).map(Number);
  }

  /** `string` from now on names the lock at `address`. */
  bindLock(string: number, address: number): void {
    this.set(this.namedLock(string) + BOUND, address);
  }

  /** Address of the page record of `pfn`, or 0 when the memory bound is reached. */
  page(pfn: number): number {
    const key = Math.floor(pfn / SLAB_PAGES);
    if (key !== this.lastSlabKey) {
      let slab = this.slabs.get(key);
      if (slab === 0) {
        if (this.slabs.size >= this.limits.slabs) return this.full('slabs');
        slab = this.allocate(SLAB_WORDS, SLAB_WORDS);
        this.slabs.add(key, slab);
        this.slabPfns[slab >>> SLAB_SHIFT] = key * SLAB_PAGES;
      }
      this.lastSlabKey = key;
      this.lastSlab = slab;
    }
    return this.lastSlab + (pfn - key * SLAB_PAGES) * p.size;
  }

  pfnOf(page: number): number {
    return this.slabPfns[page >>> SLAB_SHIFT] + ((page & (SLAB_WORDS - 1)) >>> 2);
  }

  /** Address of the word of a pageblock: its migratetype + 1 where the trace has told it, and CHANGED_IN_FLIGHT of blockChecks.ts. Made for those only that are asked for. */
  pageblock(index: number): number {
    const key = Math.floor(index / PAGEBLOCKS);
    let base = this.pageblockBases.get(key);
    if (base === 0) {
      base = this.allocate(PAGEBLOCKS, 8);
      this.pageblockBases.add(key, base);
    }
    return base + index % PAGEBLOCKS;
  }

  /** Address of the block with the owners of `OWNERS` pages (see pageOwners.ts), 0 where there is none: none yet, or the memory bound is reached. */
  owners(key: number, make: boolean): number {
    if (key === this.lastOwnerKey) return this.lastOwners;
    let base = this.ownerBases.get(key);
    if (base === 0) {
      if (!make || this.ownerBases.size >= this.limits.ownerBlocks) {
        this.reader?.listed(this.used);
        return make ? this.full('ownerBlocks') : 0;
      }
      base = this.allocate(OWNER_WORDS, 8);
      this.ownerBases.add(key, base);
    }
    this.lastOwnerKey = key;
    this.lastOwners = base;
    return base;
  }

  /** Address of the record of a unit; 0 where the memory bound is reached. */
  unit(index: number): number {
    const key = index >>> 9; // log2(UNITS)
    if (key !== this.lastUnitKey) {
      let base = this.unitBases.get(key);
      if (base === 0) {
        if (this.unitBases.size >= this.limits.unitGroups) return this.full('unitGroups');
        base = this.allocate(UNITS * u.size, 8);
        this.unitBases.add(key, base);
        this.unitKeys.push(key);
      }
      this.lastUnitKey = key;
      this.lastUnits = base;
    }
    return this.lastUnits + (index & (UNITS - 1)) * u.size;
  }

  /** First unit and number of units of each group that has records. */
  unitGroups(): readonly { readonly first: number; readonly units: number }[] {
    return this.unitKeys.map(key => ({ first: key * UNITS, units: UNITS }));
  }

  /** Everything known of units becomes unknown. */
  forgetUnits(): void {
    const next = (this.read(G + g.unitEpoch) + 1) % EPOCHS;
    if (next === 0) for (const base of this.unitBases.values()) for (let i = 0; i < UNITS * u.size; i++) this.set(base + i, 0);
    this.set(G + g.unitEpoch, next);
  }

  forgetPageblocks(): void {
    for (const base of this.pageblockBases.values()) for (let i = 0; i < PAGEBLOCKS; i++) this.set(base + i, 0);
  }

  /** The packed word of a record, 0 where it is older than the last loss of events. */
  packed(page: number): number {
    const packed = this.read(page);
    return pageState(packed) !== 0 && pageEpoch(packed) === this.read(G + g.epoch) ? packed : 0;
  }

  setPage(page: number, state: number, order: number, migratetype: number, reported: number, zone: number, line: number): void {
    this.set(page + p.packed, packPage(state, order, migratetype, reported, zone, this.read(G + g.epoch)));
    this.set(page + p.lastId, line);
  }

  /** Everything known of pages becomes unknown. */
  forgetPages(): void {
    const next = (this.read(G + g.epoch) + 1) % EPOCHS;
    if (next === 0) for (const base of this.ownerBases.values()) for (let i = 0; i < OWNER_WORDS; i++) this.setOwner(base + i, 0);
    if (next === 0) for (const slab of this.slabs.values()) for (let i = 0; i < SLAB_WORDS; i++) this.set(slab + i, 0);
    this.set(G + g.epoch, next);
  }
}
