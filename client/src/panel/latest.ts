/**
 * Does jobs of one kind, where only the newest matters: one runs at a time, and of those that come meanwhile only the last is kept.
 * The one that runs is not cancelled, so that a steady stream of jobs still shows progress. At most one starts in `intervalMs`, the first at once.
 */
export class Latest<T> {
  private waiting: { readonly job: T } | undefined;
  private running = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly run: (job: T) => Promise<void>, private readonly intervalMs: number) {}

  push(job: T): void {
    this.waiting = { job };
    this.next();
  }

  /** Forgets the job that waits. */
  clear(): void {
    this.waiting = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private next(): void {
    if (this.running || this.timer !== undefined || this.waiting === undefined) return;
    const { job } = this.waiting;
    this.waiting = undefined;
    this.running = true;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.next();
    }, this.intervalMs);
    const done = (): void => {
      this.running = false;
      this.next();
    };
    // The job reports its own failures; whatever it does, the next one gets its turn.
    this.run(job).then(done, done);
  }
}
