/** A task or an interrupt handler: who prints a line, on which CPU and in what context. */

/** Runs until it yields: after each line, and while it waits. */
export type Steps<T = void> = Generator<undefined, T, undefined>;

export class Actor {
  irqsOff = false;
  depth = 0;
  /** Spins for a lock: neither switched away nor interrupted. */
  spinning = false;
  /** Interrupt state to go back to, by lock taken. */
  readonly saved: boolean[] = [];

  constructor(public comm: string, public pid: number, readonly cpu: number, readonly hardirq = false) {
    this.irqsOff = hardirq;
  }

  get atomic(): boolean {
    return this.irqsOff || this.depth > 0 || this.spinning || this.hardirq;
  }

  /** As the views name it. */
  get task(): string {
    return this.hardirq ? `interrupt on CPU ${this.cpu}` : `${this.comm}-${this.pid}`;
  }

  get flags(): string {
    return `${this.irqsOff ? 'd' : '.'}.${this.hardirq ? 'h' : '.'}${this.depth === 0 ? '.' : this.depth.toString(16)}.`;
  }
}
