/** A task or an interrupt handler: who prints a line, on which CPU and in what context. */
import type { TwinZone } from './zone.js';

/** Runs until it yields: after each line, and while it waits. */
export type Steps<T = void> = Generator<undefined, T, undefined>;

export class Actor {
  irqsOff = false;
  depth = 0;
  /** Spins for a lock: neither switched away nor interrupted. */
  spinning = false;
  /** Migration is disabled this deep: what a section is on PREEMPT_RT. */
  pinned = 0;
  /** Zone locks taken: what the line said, and the interrupt state to go back to. */
  readonly sections: { irqsOff: boolean; shown: TwinZone; variant: 'irq' | 'irqsave' | 'plain' | 'rt' | 'none' }[] = [];

  constructor(public comm: string, public pid: number, readonly cpu: number, public hardirq = false) {
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
    return `${this.irqsOff ? 'd' : '.'}.${this.hardirq ? 'h' : '.'}${this.depth === 0 ? '.' : this.depth.toString(16)}${this.pinned === 0 ? '.' : this.pinned.toString(16)}`;
  }
}
