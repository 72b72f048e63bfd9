/** Lines as a stock kernel prints them, for traces that are written out in a test. Time goes on by 10 µs a line. */
let clock = 0;
const line = (task: string, pid: number, text: string, flags = 'd..1.'): string => `${task.padStart(16)}-${pid} [000] ${flags}   10.${String(clock += 10).padStart(6, '0')}: ${text}`;
export const app = (text: string): string => line('stress', 812, text, 'd..3.');
export const worker = (text: string): string => line('kworker/1:1', 29, text);
const page = (pfn: number): string => `page=0x${(0xffffea0000000000n + BigInt(pfn) * 64n).toString(16)}`;

export const removed = (pfn: number, order: number): string => app(`mm_page_alloc_zone_locked: page=00000000c6d3f0df pfn=0x${pfn.toString(16)} order=${order} migratetype=1 percpu_refill=1`);
export const freed = (pfn: number, order: number): string => app(`mm_page_free: page=00000000c6d3f0df pfn=0x${pfn.toString(16)} order=${order}`);
export const notify = (): string => app('pr_notify: (__page_reporting_notify+0x0/0x50) state=1');
export const isolate = (pfn: number, order: number, ret = 1): string[] => [
  worker(`isolate: (__isolate_free_page+0x0/0x2b0) ${page(pfn)} order=${order}`),
  worker(`isolate_ret: (page_reporting_process+0x2a1/0x570 <- __isolate_free_page) ret=${ret === 0 ? 0 : 2 ** order}`),
];
export const report = (nents: number, ret = 0): string[] => [
  worker(`vb_report: (virtballoon_free_page_report+0x0/0x120 [virtio_balloon]) nents=${nents}`),
  worker(`vb_report_ret: (page_reporting_process+0x237/0x570 <- virtballoon_free_page_report) ret=${ret}`),
];
export const putback = (pfn: number, order: number): string => worker(`putback: (__putback_isolated_page+0x0/0x50) ${page(pfn)} order=${order} mt=1`);
export const begins = (): string[] => [
  worker('pr_process: (page_reporting_process+0x0/0x570) state=1'),
  worker('wmark_ok: (zone_watermark_ok+0x0/0x20) zone=0xff00000000001000 order=0 mark=30240 hidx=0'),
  worker('wmark_ok_ret: (page_reporting_process+0x9a/0x570 <- zone_watermark_ok) ret=1'),
];
export const ends = (): string => worker('pr_process_ret: (process_one_work+0x1c7/0x380 <- page_reporting_process)');
/** One pass that takes these blocks, in batches of `size`. */
export const pass = (blocks: readonly [pfn: number, order: number][], size = 4, ret = 0): string[] => {
  const lines = begins();
  for (let i = 0; i < blocks.length; i += size) {
    const batch = blocks.slice(i, i + size);
    lines.push(...batch.flatMap(([pfn, order]) => isolate(pfn, order)), ...report(batch.length, ret), ...batch.map(([pfn, order]) => putback(pfn, order)));
  }
  return [...lines, ends()];
};
export const settings = [
  '# buddyscope: interface=mainline max_order=7 pageblock_order=5 page_reporting_order=5 capacity=4 vmemmap=0xffffea0000000000',
  '# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x400 addr=0xff00000000001000',
];
/** Sixteen blocks of the top order, 6; they are reported from order 5 on. An allocation and a free have come before: the trace shows both. */
export const snapshot = '# buddyscope: buddyinfo Node 0, zone Normal 0 0 0 0 0 0 16';
export const head = [...settings, removed(0x3c0, 6), freed(0x3c0, 6), notify(), snapshot];
export const drained = (pfn: number, order: number): string => app(`mm_page_pcpu_drain: page=00000000c6d3f0df pfn=0x${pfn.toString(16)} order=${order} migratetype=1`);
