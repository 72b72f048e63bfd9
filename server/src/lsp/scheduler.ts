/**
 * Runs the job of a key as soon as nothing more is queued for the process: no fixed delay, and what arrives together is
 * done once. A key that is asked for while its job runs is done again afterwards, so the last state always gets its turn.
 */
export class Scheduler {
  private readonly due = new Set<string>();
  private requests = 0;
  private seen = -1;
  private turning = false;

  /** `job` must not reject. */
  constructor(private readonly defer: (work: () => void) => void, private readonly job: (key: string) => Promise<void>) {}

  request(key: string): void {
    this.requests++;
    this.due.add(key);
    if (this.turning) return;
    this.turning = true;
    this.seen = -1;
    this.defer(() => { this.turn(); });
  }

  forget(key: string): void {
    this.due.delete(key);
  }

  private turn(): void {
    // Messages are dispatched one a turn of the event loop: a whole turn without a new request means that none is queued.
    if (this.seen !== this.requests) {
      this.seen = this.requests;
      this.defer(() => { this.turn(); });
      return;
    }
    const next = this.due.values().next();
    if (next.done === true) {
      this.turning = false;
      return;
    }
    this.due.delete(next.value);
    void this.job(next.value).then(() => { this.defer(() => { this.turn(); }); });
  }
}
