/** The hint list without the caller's array: the first free block becomes the buffer for the addresses of the others. */
import type { Actor, Steps } from './actor.js';
import { freeBlock } from './allocator.js';
import { remove, type At } from './buddy.js';
import type { Kernel } from './kernel.js';
import { lock, unlock } from './locks.js';
import { TYPES } from './shape.js';

const PAGE_SIZE = 4096;
const ENTRY = 8;

/** Takes the block as the allocator takes one; the sketch in the thread only unlinks it. */
function* pluck(at: At, pfn: number, order: number, type: number): Steps {
  const { k, by, zone } = at;
  const bare = k.fault('bare-list-del', by);
  const left = k.fault('buffer-left-on-list', by);
  if (bare || (k.shape.switches && !left)) yield* k.print(by, 'list_del', { zone: zone.key, pfn, order });
  if (!bare && !left) yield* remove(at, pfn, order, type);
  else zone.lists[order][type].splice(zone.lists[order][type].findIndex(block => block.pfn === pfn), 1);
}

function* getFromFreePageList(k: Kernel, by: Actor, order: number): Steps<number | undefined> {
  const size = Math.min(80, (PAGE_SIZE << order) / ENTRY);
  yield* k.place('call', { by, zone: k.zones[0] });
  yield* k.print(by, 'get_from_free_page_list', { order, size });
  let buffer: number | undefined;
  let index = 0;
  for (const zone of k.zones) {
    yield* lock(k, by, zone, 'irq');
    for (let type = 0; type < TYPES; type++) {
      for (const { pfn } of [...zone.lists[order][type]]) {
        if (index === size) break;
        if (buffer === undefined) {
          yield* pluck({ k, by, zone }, pfn, order, type);
          buffer = pfn;
          k.allocated.push({ zone, pfn, order, line: k.printer.next, kept: true });
        }
        yield* k.print(by, 'free_page_hint', { index, addr: pfn * PAGE_SIZE });
        index++;
      }
    }
    yield* unlock(k, by, zone);
  }
  yield* k.print(by, 'get_from_free_page_list__return', { ret: (buffer ?? 0) * PAGE_SIZE });
  return buffer;
}

export function* bufferCaller(k: Kernel, by: Actor): Steps {
  for (;;) {
    for (let rest = k.random.below(300); rest > 0; rest--) yield;
    const order = k.random.below(k.shape.orders);
    const buffer = yield* getFromFreePageList(k, by, order);
    for (let rest = k.random.below(60); rest > 0; rest--) yield;
    const block = k.allocated.find(held => held.kept === true && held.pfn === buffer);
    if (block !== undefined) yield* freeBlock(k, by, block);
  }
}
