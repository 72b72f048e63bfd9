/** Callers of the walk (v29) and of the hint list (v33). */
import type { Actor, Steps } from './actor.js';
import type { Kernel } from './kernel.js';
import { lock, unlock } from './locks.js';
import { ISOLATE, TYPES } from './shape.js';

function* walk(k: Kernel, by: Actor): Steps {
  const least = k.random.below(k.shape.orders);
  let stopAfter = k.chance(3) ? k.random.below(60) : Infinity;
  k.hinted = [];
  yield* k.place('call', { by, zone: k.zones[0] });
  yield* k.print(by, 'walk_free_mem_block', { min_order: least });
  let ret = 0;
  for (const zone of k.zones) {
    for (let order = k.shape.orders - 1; order >= least && ret === 0; order--) {
      for (let type = 0; type < TYPES && ret === 0; type++) {
        if (k.fault('list-left-out', by)) continue;
        yield* k.print(by, 'walk_free_page_list', { zone: zone.key, order, migratetype: type });
        k.ahead = zone.lists[order][type].length;
        yield* lock(k, by, zone, 'irqsave');
        k.ahead = 0;
        for (const { pfn } of zone.lists[order][type]) {
          if (k.hinted.some(h => h.pfn === pfn && h.order === order)) k.remark('walk-range-twice');
          if (type === ISOLATE) k.remark('hint-isolated-block');
          k.hinted.push({ pfn, order, line: k.printer.next });
          ret = stopAfter-- > 0 ? 0 : -28;
          yield* k.print(by, 'report_pfn_range', { pfn, nr_pages: 1 << order, ret });
          yield* k.place('callback', { by, zone, order, pfn });
          if (ret === 0) continue;
          if (k.fault('walk-goes-on', by)) ret = 0;
          else break;
          stopAfter = Infinity;
        }
        if (ret === 0 || !k.fault('walk-unlock-left-out', by)) yield* unlock(k, by, zone);
        yield* k.place('list-end', { by, zone, order, index: type });
        if (k.chance(4)) for (let rest = k.random.below(60); rest > 0; rest--) yield;
      }
    }
  }
  yield* k.place('walk-end', { by, zone: k.zones[1], order: least });
  yield* k.print(by, 'walk_free_mem_block__return', { ret });
}

function* hintList(k: Kernel, by: Actor): Steps {
  const order = k.random.below(k.shape.orders);
  const size = k.random.below(80);
  k.hinted = [];
  yield* k.place('call', { by, zone: k.zones[0] });
  yield* k.print(by, 'get_from_free_page_list', { order, size });
  let index = 0;
  let full = false;
  for (const zone of k.zones) {
    yield* lock(k, by, zone, 'irqsave');
    for (const { pfn } of zone.lists[order].flat()) {
      full = index >= size && !k.fault('hint-past-size', by);
      if (full) break;
      if (zone.listedAt(pfn, order) === ISOLATE) k.remark('hint-isolated-block');
      k.hinted.push({ pfn, order, line: k.printer.next });
      yield* k.print(by, 'free_page_hint', { index, addr: pfn * 4096 });
      yield* k.place('hint', { by, zone, order, pfn, index });
      index++;
    }
    if (!full || !k.fault('hint-unlock-left-out', by)) yield* unlock(k, by, zone);
    if (full) break;
    yield* k.place('hint-zone-end', { by, zone });
  }
  if (index === size && size > 0) k.remark('hint-maybe-truncated');
  yield* k.print(by, 'get_from_free_page_list__return', { ret: index });
}

export function* caller(k: Kernel, by: Actor): Steps {
  for (;;) {
    for (let rest = k.random.below(300); rest > 0; rest--) yield;
    yield* (k.shape.interface === 'walk-v29' ? walk : hintList)(k, by);
  }
}
