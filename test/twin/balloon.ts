/**
 * The balloon that allocates what is free instead of being told of it: alloc_pages() of the top order with flags that
 * leave reserves and reclaim alone, until enough is taken or no more is there; later it gives all back.
 */
import type { Actor, Steps } from './actor.js';
import { allocate, freeBlock } from './allocator.js';
import type { Kernel } from './kernel.js';
import { UNMOVABLE } from './shape.js';
import type { TwinZone } from './zone.js';

const flags = ['__GFP_NOWARN', '__GFP_NORETRY', '__GFP_NOMEMALLOC', '__GFP_THISNODE'];

/** The last block of the top order goes, or the zone comes below its low watermark: worth a remark, once in a run. */
const depletes = (k: Kernel, zone: TwinZone): boolean =>
  zone.nrFree(k.shape.orders - 1) === 0 || (zone.place.low > 0 && zone.freePages() < zone.place.low);

function* inflate(k: Kernel, by: Actor, zone: TwinZone): Steps<number[]> {
  const taken: number[] = [];
  const top = k.shape.orders - 1;
  const greedy = k.fault('takes-all', by);
  const most = k.random.below(greedy ? 1 : 40) || Infinity;
  // A careful one asks how many blocks there are, and leaves some.
  const margin = greedy ? 0 : k.random.pick([0, 2, 3, 4]);
  let remarked = false;
  while (taken.length < most && zone.nrFree(top) > margin) {
    const given = flags.filter(() => !k.fault('flag-left-out', by));
    const pfn = yield* allocate(k, by, zone, top, UNMOVABLE, given.join('|'), () => {
      const found = taken.length > 0 && !remarked && depletes(k, zone);
      if (found) k.remark('alloc-depletes-zone');
      remarked ||= found;
      if (greedy && found) k.memo = 1;
    });
    if (pfn === undefined) break;
    taken.push(pfn);
    for (let rest = k.random.below(5); rest > 0; rest--) yield;
  }
  return taken;
}

export function* balloon(k: Kernel, by: Actor): Steps {
  for (;;) {
    for (let rest = k.random.below(150); rest > 0; rest--) yield;
    const taken = yield* inflate(k, by, k.random.pick(k.zones));
    for (let rest = k.random.below(300); rest > 0; rest--) yield;
    for (const pfn of taken) {
      const block = k.allocated.find(held => held.kept === true && held.pfn === pfn);
      if (block !== undefined) yield* freeBlock(k, by, block);
    }
  }
}
