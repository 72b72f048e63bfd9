/** What the rest of the system does: boot, tasks that allocate and free, interrupts. */
import type { Actor, Steps } from './actor.js';
import { allocate, free, freeLocked, isolate } from './allocator.js';
import type { Kernel } from './kernel.js';
import type { TwinZone } from './zone.js';
import { lock, unlock } from './locks.js';
import { CMA, reports } from './shape.js';

/** All memory is freed, in blocks of the top order. */
export function* boot(k: Kernel, by: Actor): Steps {
  for (const zone of k.zones) {
    const top = 1 << (k.shape.orders - 1);
    const onlyCma = zone === k.zones[1] && k.fault('only-cma', by);
    for (let pfn = zone.place.start; pfn < zone.place.end; pfn += top) {
      const type = k.random.pick([1, 1, 1, 1, 0, 0, 2, 3]);
      // Fewer blocks of CMA than the high water mark: v5 never reports them.
      const cma = onlyCma || (pfn === zone.place.start && k.chance(2));
      for (let i = 0; i < top; i += 1 << k.shape.minOrder) zone.types[zone.pageblock(pfn + i)] = cma ? CMA : type;
    }
    for (let pfn = zone.place.start; pfn < zone.place.end;) {
      yield* lock(k, by, zone, 'irqsave');
      for (let n = 0; n < 8 && pfn < zone.place.end; n++, pfn += top) yield* freeLocked({ k, by, zone }, pfn, k.shape.orders - 1);
      yield* unlock(k, by, zone);
    }
  }
}

/** Small blocks often, large ones often enough to cross the mark. */
function drawOrder(k: Kernel): number {
  return k.chance(3) ? k.random.below(k.shape.orders) : Math.max(0, k.shape.orders - 1 - k.random.below(3));
}

/** Pages wanted by all: swings, so that the number of large free blocks does. */
const target = (k: Kernel): number => Math.floor(20 + 18 * Math.sin(k.printer.lines.length / 200));

/** Two lines of /proc/zoneinfo, as a capture script writes them into the trace. */
function* zoneinfo(k: Kernel, by: Actor, zone: TwinZone): Steps {
  k.zoneinfoOpen = true;
  yield* k.print(by, 'tracing_mark_write', { text: `buddyscope: zoneinfo Node ${zone.place.node}, zone   ${zone.place.name}` });
  k.zoneinfoOpen = false;
  yield* k.print(by, 'tracing_mark_write', { text: `buddyscope: zoneinfo       nr_free_pages ${Math.max(0, zone.freePages() + zone.drift)}` });
}

export function* busy(k: Kernel, by: Actor): Steps {
  const saved = k.zones.map(() => new Map<number, number[]>());
  for (;;) {
    for (let rest = k.random.below(12); rest > 0; rest--) yield;
    const which = k.random.below(k.zones.length);
    const zone = k.zones[which];
    yield* k.place('idle', { by, zone });
    if (k.chance(90)) yield* isolate(k, by, zone, saved[which]);
    else if (k.random.below(60) < target(k) + 20 - k.allocated.length) yield* allocate(k, by, zone, drawOrder(k), k.random.pick([0, 1, 1, 1, 2, 3, CMA]));
    else yield* free(k, by);
    if (k.shape.extras && reports(k.shape) && k.chance(30) && !k.zoneinfoOpen) yield* zoneinfo(k, by, zone);
    if (k.shape.extras && reports(k.shape) && k.chance(40) && zone.holder === null) {
      const order = k.random.below(k.shape.orders);
      const reported = zone.reportedPages !== null && order >= k.shape.minOrder ? zone.reportedPages[order] : undefined;
      const leaked = reported !== undefined && k.fault('counter-leaks', by) ? 1 : 0;
      const wrong = k.fault('free-miscounted', by) ? 1 : 0;
      yield* k.print(by, 'zone_free', { zone: zone.key, order, nr_free: zone.nrFree(order) + wrong, reported: reported === undefined ? undefined : reported + leaked });
    }
  }
}

export function* interrupt(k: Kernel, by: Actor): Steps {
  yield* k.print(by, 'irq_handler_entry', { irq: 24, name: 'virtio0-input.0' });
  if (k.chance(2)) yield* free(k, by);
  else yield* allocate(k, by, k.random.pick(k.zones), k.random.below(2), 0);
  yield* k.print(by, 'irq_handler_exit', { irq: 24, ret: 'handled' });
}
