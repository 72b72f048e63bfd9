// Writes the traces of the benchmark: `node scripts/bench/traces.mjs stock|semantic|faulty LINES FILE` (FILE `-`: standard output).
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Buddy, random } from './buddy.mjs';

const tasks = ['          <idle>-0      ', '            bash-1234   ', '     kworker/0:1-29     ', '         kswapd0-87     ', ' qemu-system-x86-20417  ', '             gcc-28811  '];
const gfpFlags = ['GFP_KERNEL|__GFP_ZERO', 'GFP_HIGHUSER_MOVABLE|__GFP_COMP|__GFP_ZERO', 'GFP_KERNEL_ACCOUNT', 'GFP_ATOMIC|__GFP_NOWARN'];
/** Of 100 blocks that are asked for, so many are of orders up to this one. */
const shares = [[82, 0], [88, 1], [92, 2], [95, 3], [97, 4], [99, 5], [100, 9]];
const heading = `# tracer: nop
#
#                                _-----=> irqs-off/BH-disabled
#                               / _----=> need-resched
#                              | / _---=> hardirq/softirq
#                              || / _--=> preempt-depth
#                              ||| / _-=> migrate-disable
#                              |||| /     delay
#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
#              | |         |   |||||     |         |
`;
const hex = (number, width) => number.toString(16).padStart(width, '0');

/** Yields the text in pieces of some thousand lines. */
export function* traceText(kind, lines) {
  const next = random(kind === 'stock' ? 42 : 43);
  const semantic = kind !== 'stock';
  const faulty = kind === 'faulty';
  let text = heading;
  let count = heading.split('\n').length - 1;
  let microseconds = 100_000_000;
  let task = '';
  let cpu = 0;
  const print = (flags, body) => {
    microseconds += 1 + next(9);
    const seconds = Math.floor(microseconds / 1e6);
    text += `${task} [00${cpu}] ${flags} ${String(seconds).padStart(5)}.${String(microseconds % 1e6).padStart(6, '0')}: ${body}\n`;
    count++;
  };
  let zone = { name: 'Normal' };
  const seen = semantic
    ? {
      del: (pfn, order) => { print('d..1.', `del_page_from_free_list: zone=${zone.name} pfn=0x${hex(pfn)} order=${order}`); },
      add: (pfn, order) => { print('d..1.', `add_to_free_list: zone=${zone.name} pfn=0x${hex(pfn)} order=${order} migratetype=1`); },
    }
    : { del: () => undefined, add: () => undefined };
  const zones = [['DMA32', 0x1000, 64], ['Normal', 0x100000, semantic ? 192 : 960]]
    .map(([name, start, blocks]) => ({ name, start, blocks, buddy: new Buddy(start, blocks, seen), live: [] }));
  if (semantic) {
    text += '# buddyscope: interface=reporting-v5 page_shift=12 max_order=11 pageblock_order=9 capacity=16 hwm=32 hz=1000\n';
    count++;
    for (const { name, start, blocks } of zones) {
      text += `# buddyscope: zone=${name} node=0 start_pfn=0x${hex(start)} end_pfn=0x${hex(start + blocks * 1024)} free=none\n`;
      count++;
    }
    task = tasks[1];
    for (zone of zones) {
      for (let i = 0; i < zone.blocks; i++) {
        print('d..1.', `spin_lock_irqsave: lock=zone->lock zone=${zone.name}`);
        print('d..1.', `__free_one_page: zone=${zone.name} pfn=0x${hex(zone.start + i * 1024)} order=10 migratetype=1 reported=0`);
        seen.add(zone.start + i * 1024, 10);
        print('d..1.', `spin_unlock_irqrestore: lock=zone->lock zone=${zone.name}`);
      }
    }
  }
  while (count < lines) {
    if (text.length > 1 << 18) { yield text; text = ''; }
    task = tasks[next(tasks.length)];
    cpu = next(2);
    zone = zones[next(8) === 0 ? 0 : 1];
    const { buddy, live } = zone;
    // About half of the memory is in use.
    const wants = next(1000) < (live.length < (buddy.end - buddy.start) / 8 ? 620 : 500) || live.length === 0;
    const percent = next(100);
    const order = shares.find(([share]) => percent < share)[1];
    if (semantic) print(faulty && next(100) === 0 ? '...1.' : 'd..1.', `spin_lock_irqsave: lock=zone->lock zone=${zone.name}`);
    const pfn = wants ? buddy.allocate(order) : -1;
    if (pfn >= 0) {
      live.push([pfn, order]);
      if (semantic) {
        print('d..1.', `__rmqueue_smallest: zone=${zone.name} order=${order} migratetype=1 pfn=0x${hex(pfn)}`);
        print('d..1.', `spin_unlock_irqrestore: lock=zone->lock zone=${zone.name}`);
      }
      print('.....', `mm_page_alloc: page=${pointer(pfn)} pfn=0x${hex(pfn)} order=${order} migratetype=1 gfp_flags=${gfpFlags[next(gfpFlags.length)]}`);
      continue;
    }
    const at = next(live.length);
    const [block, size] = live[at];
    live[at] = live.at(-1);
    live.pop();
    if (!semantic) print(next(5) === 0 ? 'd.s2.' : '.....', `mm_page_free: page=${pointer(block)} pfn=0x${hex(block)} order=${size}`);
    if (semantic) print('d..1.', `__free_one_page: zone=${zone.name} pfn=0x${hex(block)} order=${size} migratetype=1 reported=0`);
    buddy.free(block, size);
    if (semantic) print('d..1.', `spin_unlock_irqrestore: lock=zone->lock zone=${zone.name}`);
    if (faulty && next(100) === 0) print('d..1.', `spin_unlock_irqrestore: lock=zone->lock zone=${zone.name}`);
  }
  yield text;
}

/** As the kernel prints a pointer: hashed. */
const pointer = pfn => `00000000${hex(Math.imul(pfn, 0x9e3779b1) >>> 0, 8)}`;

export function writeTrace(kind, lines, file) {
  const fd = file === '-' ? 1 : fs.openSync(file, 'w');
  for (const text of traceText(kind, lines)) {
    const bytes = Buffer.from(text);
    for (let done = 0; done < bytes.length;) {
      try {
        done += fs.writeSync(fd, bytes, done);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
      }
    }
  }
  if (fd !== 1) fs.closeSync(fd);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeTrace(process.argv[2], Number(process.argv[3]), process.argv[4]);
