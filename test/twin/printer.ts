/** Prints lines of the trace language; time goes on by less than a microsecond a line. */
import type { Random } from '../support/random.js';
import type { Actor } from './actor.js';
import { settingsLines, type Shape } from './shape.js';

export type Value = string | number;
export type Arguments = Readonly<Record<string, Value | undefined>>;

/** Names, keys and bits of hinting v2. */
const hinting = (text: string): string => text
  .replace('unreported', 'unhinted').replace('REPORTING', 'HINTING').replace('Reported', 'Hinted')
  .replace('reporting', 'hinting').replace(/reported/, 'hinted').replace(/^report(?=$|__return$)/, 'react');

export class Printer {
  readonly lines: string[];
  now = 100_000_000_000;
  private readonly v2: boolean;

  constructor(private readonly shape: Shape, private readonly random: Random) {
    this.lines = settingsLines(shape);
    this.v2 = shape.interface === 'hinting-v2';
  }

  /** Line of the next event, 0-based. */
  get next(): number {
    return this.lines.length;
  }

  /** Returns the event's line, 0-based. */
  event(by: Actor, name: string, args: Arguments = {}): number {
    this.now += this.random.below(500);
    const dialect = (text: string): string => (this.v2 ? hinting(text) : text);
    const shown = Object.entries(args).filter(([, value]) => value !== undefined)
      .map(([key, value]) => ` ${dialect(key)}=${['pfn', 'pfn2', 'addr', 'before'].includes(key) ? pointer(value) : dialect(String(value))}`);
    this.raw(by, `${dialect(name)}:${shown.join('')}`);
    return this.next - 1;
  }

  raw(by: Actor, body: string): void {
    const task = `${by.comm.padStart(16)}-${String(by.pid).padEnd(7)}`;
    this.lines.push(`${task} [${String(by.cpu).padStart(3, '0')}] ${by.flags} ${this.time()}: ${body}`);
  }

  private time(): string {
    const seconds = String(Math.floor(this.now / 1e9)).padStart(5);
    const rest = String(this.now % 1e9).padStart(9, '0');
    return `${seconds}.${this.shape.nanoseconds ? rest : rest.slice(0, 6)}`;
  }
}

const pointer = (value: Value | undefined): string => (typeof value === 'number' ? `0x${value.toString(16)}` : String(value));
