/**
 * A zone of a stock kernel in miniature: buddy lists, one per-CPU list, free page reporting and compaction, with random
 * work. It prints the events that such a kernel prints, and knows what is true.
 */
import type { Random } from './random.js';

const CAPACITY = 4;
/** Orders above this are freed directly, except that of a pageblock (pcp_allowed_order()). */
const PCP_ORDERS = 3;

export interface StockOptions {
  /** The probe on __page_reporting_notify() is in the trace. */
  readonly notifies: boolean;
  /** page_reporting_order, below that of the pageblock where a test wants it so. */
  readonly order: number;
  /** Fallbacks to other migratetypes, as they were until Linux 6.9 or as they are since (__rmqueue_fallback()). */
  readonly fallback?: 'shown' | 'taken';
}

/** True counts by order after a line. */
export interface Truth { readonly line: number; readonly free: readonly number[]; readonly reported: readonly number[]; readonly inFlight: readonly number[] }

export class StockKernel {
  readonly lines: string[] = [];
  readonly truths: Truth[] = [];
  private readonly pages = 2048;
  private readonly top = 6;
  private readonly pageblock = 5;
  /** First page of each free block: its order and whether it is reported. */
  private readonly free = new Map<number, { order: number; reported: boolean }>();
  /** Allocated blocks: first page and order. */
  private readonly allocated = new Map<number, number>();
  private readonly perCpu: { pfn: number; order: number }[] = [];
  private readonly out = new Map<number, number>();
  private time = 100_000_000;

  constructor(private readonly random: Random, private readonly options: StockOptions) {
    const { order } = options;
    this.lines.push(
      `# buddyscope: interface=mainline max_order=${this.top + 1} pageblock_order=${this.pageblock} page_reporting_order=${order} capacity=${CAPACITY}`,
      `# buddyscope: zone=Normal node=0 start_pfn=0x0 end_pfn=0x${this.pages.toString(16)} addr=0xff00000000001000`,
    );
    for (let pfn = 0; pfn < this.pages; pfn += 2 ** this.top) this.free.set(pfn, { order: this.top, reported: random.below(2) === 0 });
    // What happened before the trace began: it shows nothing of it.
    for (let i = 0; i < 60; i++) this.takeUnseen(random.below(4));
    this.mark();
  }

  private say(task: string, flags: string, text: string): void {
    this.time += 1 + this.random.below(5);
    this.lines.push(`${task.padStart(16)}-${task === 'kworker/1:1' ? 29 : task === 'kcompactd0' ? 31 : 812} [001] ${flags} ${Math.floor(this.time / 1e6)}.${String(this.time % 1e6).padStart(6, '0')}: ${text}`);
  }

  private mark(): void {
    const free = Array.from({ length: this.top + 1 }, () => 0);
    const reported = [...free];
    const inFlight = [...free];
    for (const block of this.free.values()) {
      free[block.order]++;
      if (block.reported) reported[block.order]++;
    }
    for (const order of this.out.values()) inFlight[order]++;
    this.truths.push({ line: this.lines.length - 1, free, reported, inFlight });
  }

  snapshot(): void {
    const counts = Array.from({ length: this.top + 1 }, (_, order) => [...this.free.values()].filter(block => block.order === order).length);
    this.lines.push(`# buddyscope: buddyinfo Node 0, zone Normal ${counts.join(' ')}`);
    this.mark();
  }

  /** Smallest block that fits, of those that begin from `from` on; splits it. */
  private take(order: number, from = 0, end = this.pages): number {
    for (let size = order; size <= this.top; size++) {
      const fitting = [...this.free].filter(([start, block]) => block.order === size && start >= from && start < end);
      if (fitting.length === 0) continue;
      return this.split(this.random.pick(fitting)[0], order);
    }
    return -1;
  }

  private split(start: number, order: number): number {
    const size = this.free.get(start)?.order ?? order;
    this.free.delete(start);
    for (let half = size - 1; half >= order; half--) this.free.set(start + 2 ** half, { order: half, reported: false });
    return start;
  }

  private takeUnseen(order: number): void {
    const pfn = this.take(order);
    if (pfn >= 0) this.allocated.set(pfn, order);
  }

  /** __free_one_page(): the order of the result. */
  private insert(pfn: number, order: number): { start: number; order: number } {
    let start = pfn;
    let size = order;
    for (; size < this.top; size++) {
      const buddy = start ^ 2 ** size;
      if (this.free.get(buddy)?.order !== size) break;
      this.free.delete(buddy);
      start = Math.min(start, buddy);
    }
    this.free.set(start, { order: size, reported: false });
    return { start, order: size };
  }

  private notify(task: string, order: number): void {
    if (this.options.notifies && order >= this.options.order) this.say(task, 'd..3.', 'pr_notify: (__page_reporting_notify+0x0/0x50) state=1');
  }

  private removed(task: string, order: number): number {
    if (this.options.fallback !== undefined && this.random.below(3) === 0) return this.removedByFallback(task, order);
    const pfn = this.take(order);
    if (pfn >= 0) this.sayRemoved(task, pfn, order);
    return pfn;
  }

  private sayRemoved(task: string, pfn: number, order: number): void {
    this.say(task, 'd..3.', `mm_page_alloc_zone_locked: page=00000000c6d3f0df pfn=0x${pfn.toString(16)} order=${order} migratetype=1 percpu_refill=1`);
  }

  /** Of the largest free block, or, where a pageblock is taken over, of the smallest in it. */
  private removedByFallback(task: string, order: number): number {
    const sizes = [...this.free.values()].map(block => block.order).filter(size => size >= order);
    const size = this.random.below(2) === 0 ? Math.max(...sizes) : this.random.pick(sizes.length > 0 ? sizes : [-1]);
    const candidates = [...this.free].filter(([, block]) => block.order === size);
    if (candidates.length === 0) return -1;
    const [candidate] = this.random.pick(candidates);
    const from = candidate - (candidate % 2 ** this.pageblock);
    const isTakenOver = size < this.pageblock && (this.options.fallback === 'shown' || this.random.below(2) === 0);
    const extfrag = (pfn: number): void => this.say(task, 'd..3.', `mm_page_alloc_extfrag: page=00000000c6d3f0df pfn=0x${pfn.toString(16)} alloc_order=${order} fallback_order=${size} pageblock_order=${this.pageblock} alloc_migratetype=2 fallback_migratetype=1 fragmenting=${size < this.pageblock ? 1 : 0} change_ownership=${isTakenOver ? 1 : 0}`);
    if (this.options.fallback === 'shown') extfrag(candidate);
    const pfn = isTakenOver ? this.take(order, from, from + 2 ** this.pageblock) : this.split(candidate, order);
    if (isTakenOver || this.options.fallback === 'shown') this.sayRemoved(task, pfn, order);
    if (this.options.fallback === 'taken') extfrag(pfn);
    this.mark();
    return pfn;
  }

  private handedOut(task: string, pfn: number, order: number): void {
    this.allocated.set(pfn, order);
    this.say(task, '.....', `mm_page_alloc: page=00000000c6d3f0df pfn=0x${pfn.toString(16)} order=${order} migratetype=1 gfp_flags=GFP_KERNEL`);
  }

  private viaPerCpu(order: number): boolean {
    return order <= PCP_ORDERS || order === this.pageblock;
  }

  private allocate(): void {
    const order = this.random.pick([0, 0, 0, 1, 3, 4, 5, 6]);
    if (!this.viaPerCpu(order)) {
      const pfn = this.removed('stress', order);
      if (pfn >= 0) this.handedOut('stress', pfn, order);
      return this.mark();
    }
    if (!this.perCpu.some(page => page.order === order)) {
      for (let i = 0; i < (order === 0 ? 6 : 1); i++) {
        const pfn = this.removed('stress', order);
        if (pfn >= 0) this.perCpu.push({ pfn, order });
      }
      this.mark();
    }
    const at = this.perCpu.findIndex(page => page.order === order);
    if (at < 0) return;
    const [page] = this.perCpu.splice(at, 1);
    this.handedOut('stress', page.pfn, order);
    this.mark();
  }

  private freeSome(): void {
    const entries = [...this.allocated];
    if (entries.length === 0) return;
    // Neighbours go together, so that blocks merge.
    const [first] = this.random.pick(entries);
    for (const [pfn, order] of entries.filter(([start]) => start >= first && start < first + 64)) {
      this.allocated.delete(pfn);
      this.say('stress', '.....', `mm_page_free: page=00000000c6d3f0df pfn=0x${pfn.toString(16)} order=${order}`);
      if (this.viaPerCpu(order)) this.perCpu.push({ pfn, order });
      else this.notify('stress', this.insert(pfn, order).order);
      this.mark();
    }
    if (this.perCpu.length > 20) this.drain(this.perCpu.length - 8);
  }

  private drain(count: number): void {
    for (let i = 0; i < count; i++) {
      const [page] = this.perCpu.splice(this.random.below(this.perCpu.length), 1);
      this.notify('stress', this.insert(page.pfn, page.order).order);
      this.say('stress', 'd..3.', `mm_page_pcpu_drain: page=00000000c6d3f0df pfn=0x${page.pfn.toString(16)} order=${page.order} migratetype=1`);
    }
    this.mark();
  }

  private isolates(task: string, pfn: number, order: number, ok: boolean): void {
    this.say(task, 'd..1.', `isolate: (__isolate_free_page+0x0/0x2b0) pfn=0x${pfn.toString(16)} order=${order} flags=0xfffffc0000000`);
    this.say(task, 'd..1.', `isolate_ret: (caller+0x2a1/0x570 <- __isolate_free_page) ret=${ok ? 2 ** order : 0}`);
  }

  /** Takes a free block of any order, and frees its pages one by one later. */
  private compact(): void {
    const blocks = [...this.free];
    if (blocks.length === 0) return;
    const [pfn, { order }] = this.random.pick(blocks);
    const refused = this.random.below(5) === 0;
    if (!refused) {
      this.free.delete(pfn);
      for (let i = 0; i < 2 ** order; i++) this.allocated.set(pfn + i, 0);
    }
    this.isolates('kcompactd0', pfn, order, !refused);
    this.mark();
  }

  private worker(text: string, flags = '.....'): void {
    this.say('kworker/1:1', flags, text);
  }

  /** page_reporting_process(), with other tasks at work wherever it has dropped the lock. */
  run(busy: boolean): void {
    this.worker('pr_process: (page_reporting_process+0x0/0x570) state=1');
    this.worker('wmark_ok: (zone_watermark_ok+0x0/0x20) zone=0xff00000000001000 order=0 mark=30240 hidx=0');
    const passes = this.random.below(8) !== 0;
    this.worker(`wmark_ok_ret: (page_reporting_process+0x9a/0x570 <- zone_watermark_ok) ret=${passes ? 1 : 0}`);
    this.mark();
    if (passes) this.visit(busy);
    this.worker('wmark_ok: (zone_watermark_ok+0x0/0x20) zone=0xff00000000002000 order=0 mark=16384 hidx=0');
    this.worker('wmark_ok_ret: (page_reporting_process+0x9a/0x570 <- zone_watermark_ok) ret=0');
    this.worker('pr_process_ret: (process_one_work+0x1c7/0x380 <- page_reporting_process)');
    this.mark();
  }

  private visit(busy: boolean): void {
    const batch: { pfn: number; order: number }[] = [];
    for (let order = this.options.order; order <= this.top; order++) {
      let budget = Math.ceil([...this.free.values()].filter(block => block.order === order).length / (16 * CAPACITY));
      for (;;) {
        const next = [...this.free].find(([, block]) => block.order === order && !block.reported);
        if (next === undefined) break;
        if (budget < 0) break;
        if (batch.length < CAPACITY) {
          const refused = this.random.below(40) === 0;
          if (!refused) {
            this.free.delete(next[0]);
            this.out.set(next[0], order);
            batch.push({ pfn: next[0], order });
          }
          this.isolates('kworker/1:1', next[0], order, !refused);
          if (refused) break;
          continue;
        }
        this.mark();
        budget--;
        if (!this.report(batch, busy)) return;
      }
      this.mark();
      if (busy) this.work();
    }
    if (batch.length > 0) this.report(batch, busy);
  }

  private report(batch: { pfn: number; order: number }[], busy: boolean): boolean {
    const ok = this.random.below(12) !== 0;
    this.worker(`vb_report: (virtballoon_free_page_report+0x0/0x120 [virtio_balloon]) nents=${batch.length}`);
    if (busy) for (let i = this.random.below(4); i > 0; i--) this.work();
    this.worker(`vb_report_ret: (page_reporting_process+0x237/0x570 <- virtballoon_free_page_report) ret=${ok ? 0 : -5}`);
    this.worker(`pr_drain: (page_reporting_drain+0x0/0xd0) nents=${batch.length}`, 'd..1.');
    for (const { pfn, order } of batch.splice(0).reverse()) {
      this.worker(`putback: (__putback_isolated_page+0x0/0x50) pfn=0x${pfn.toString(16)} order=${order} mt=1`, 'd..1.');
      this.out.delete(pfn);
      const result = this.insert(pfn, order);
      if (ok && result.order === order) this.free.set(result.start, { order, reported: true });
    }
    this.mark();
    return ok;
  }

  /** Something that other tasks do. */
  work(): void {
    const what = this.random.below(20);
    if (what < 9) this.allocate();
    else if (what < 17) this.freeSome();
    else if (what < 18 && this.perCpu.length > 0) this.drain(this.perCpu.length);
    else if (what < 19) this.compact();
  }
}
