const crashesAllowed = 4;
const windowMs = 3 * 60 * 1000;

/** Ends crash loops: a server that ends again and again within minutes is not worth another start. */
export class CrashLimit {
  private times: number[] = [];

  /** Call at each crash. */
  mayRestart(nowMs: number): boolean {
    this.times = this.times.filter(time => nowMs - time < windowMs);
    this.times.push(nowMs);
    return this.times.length <= crashesAllowed;
  }

  forget(): void {
    this.times = [];
  }
}
