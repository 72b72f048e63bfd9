/** One zone: arrays, and scans over them. Written to be obvious, not to be fast. */
import { ISOLATE, TYPES, type Shape, type ZoneShape } from './shape.js';
import type { Actor } from './actor.js';

export interface Block { pfn: number; reported: boolean }
export interface Pulled { readonly pfn: number; readonly order: number; type: number }
/** What a boundary points at: a block of a list, or a zone's list itself (null). */
export interface Delimiter { readonly zone: TwinZone; readonly block: Block | null }

export class TwinZone {
  /** Free blocks by order and type, head first. */
  readonly lists: Block[][][];
  readonly inFlight: Pulled[] = [];
  /** Type of each pageblock. */
  readonly types: number[];
  /** reported_pages by order; null until the worker has come. */
  reportedPages: number[] | null = null;
  requested = false;
  /** A request that came while the worker ran and that no fill has served yet: its time. */
  requestedAt: number | null = null;
  active = false;
  holder: Actor | null = null;
  /** Who has waited for the lock and gets it next. */
  next: Actor | null = null;
  /** How many wait, as the trace shows it. */
  waiters = 0;
  /** Line of the last taking of the lock, 0-based. */
  heldSince = -1;
  /** The first operation on each bit has been printed. */
  requestedSeen = false;
  activeSeen = false;

  constructor(readonly shape: Shape, readonly place: ZoneShape, readonly key: string) {
    this.lists = Array.from({ length: shape.orders }, () => Array.from({ length: TYPES }, () => []));
    this.types = Array.from({ length: (place.end - place.start) >> shape.minOrder }, () => 0);
  }

  pageblock(pfn: number): number {
    return (pfn - this.place.start) >> this.shape.minOrder;
  }

  typeOf(pfn: number): number {
    return this.types[this.pageblock(pfn)];
  }

  nrFree(order: number): number {
    return this.lists[order].reduce((sum, list) => sum + list.length, 0);
  }

  /** What NR_FREE_PAGES is off by, in pages. */
  drift = 0;

  /** NR_FREE_PAGES: what is on the lists, without isolated blocks. */
  freePages(): number {
    return this.lists.reduce((sum, types, order) => sum + types.reduce((n, list, type) => (type === ISOLATE ? n : n + list.length), 0) * (1 << order), 0);
  }

  flagged(order: number): number {
    return this.lists[order].reduce((sum, list) => sum + list.filter(block => block.reported).length, 0);
  }

  flying(order: number): number {
    return this.inFlight.filter(block => block.order === order).length;
  }

  /** The type of the list of this order that the block is on. */
  listedAt(pfn: number, order: number): number | undefined {
    const type = this.lists[order].findIndex(list => list.some(block => block.pfn === pfn));
    return type < 0 ? undefined : type;
  }

  block(pfn: number, order: number, type: number): Block {
    const found = this.lists[order][type].find(block => block.pfn === pfn);
    if (found === undefined) throw new Error(`twin: ${this.key} has no block ${pfn} of order ${order}, type ${type}`);
    return found;
  }

  /** Free blocks that begin in a range of pages. */
  blocksIn(from: number, to: number): { block: Block; order: number; type: number }[] {
    const found = this.lists.flatMap((types, order) => types.flatMap((list, type) =>
      list.filter(block => block.pfn >= from && block.pfn < to).map(block => ({ block, order, type }))));
    return found.sort((a, b) => a.block.pfn - b.block.pfn);
  }
}
