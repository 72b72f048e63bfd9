/** Prints lines of the trace language; time goes on by less than a microsecond a line. */
import type { Random } from '../support/random.js';
import type { Actor } from './actor.js';
import type { Recording } from './kernel.js';
import { probeBody } from './probes.js';
import { settingsLines, type Shape } from './shape.js';

export type Value = string | number;
/** By key; the key `text` is printed as it stands, without a key. */
export type Arguments = Readonly<Record<string, Value | undefined>>;

/** Names, keys and bits of hinting v2. */
const hinting = (text: string): string => text
  .replace('unreported', 'unhinted').replace('REPORTING', 'HINTING').replace('Reported', 'Hinted')
  .replace('reporting', 'hinting').replace(/reported/, 'hinted').replace(/^report(?=$|__return$)/, 'react');

/** The driver's own function is what mainline calls. */
const virtio = (text: string): string => text.replace(/^report(?=$|__return$)/, 'virtballoon_free_page_report');

const plain = (text: string): string => text;

export class Printer {
  readonly lines: string[];
  now = 100_000_000_000;
  private readonly dialect: (text: string) => string;

  constructor(private readonly shape: Shape, private readonly random: Random, private readonly recording: Recording) {
    const lines = settingsLines(shape, recording.unknownStart === true);
    this.lines = recording.head?.(lines) ?? lines;
    this.dialect = shape.interface === 'hinting-v2' ? hinting : shape.interface === 'mainline' && shape.extras ? virtio : plain;
  }

  /** Line of the next event, 0-based. */
  get next(): number {
    return this.lines.length;
  }

  /** Returns the event's line, 0-based; undefined where the recording does not have such events. */
  event(by: Actor, name: string, args: Arguments = {}): number | undefined {
    this.now += this.random.below(500);
    const body = this.shape.mainline?.probes === true ? probeBody(this.shape, name, args) : this.body(name, args);
    if (body === undefined) return undefined;
    this.raw(by, body);
    return this.next - 1;
  }

  private body(name: string, args: Arguments): string {
    const shown = Object.entries(args).filter(([, value]) => value !== undefined)
      .map(([key, value]) => (key === 'text' ? ` ${value}` : ` ${this.dialect(key)}=${['pfn', 'pfn2', 'addr', 'before'].includes(key) ? pointer(value) : this.dialect(String(value))}`));
    return `${this.dialect(name)}:${shown.join('')}`;
  }

  raw(by: Actor, body: string): void {
    const task = `${by.comm.padStart(16)}-${String(by.pid).padEnd(7)}`;
    this.lines.push(`${task} [${String(by.cpu).padStart(3, '0')}] ${this.recording.noFlags === true ? '' : `${by.flags} `}${this.time()}: ${body}`);
  }

  private time(): string {
    const seconds = String(Math.floor(this.now / 1e9)).padStart(5);
    const rest = String(this.now % 1e9).padStart(9, '0');
    return `${seconds}.${this.shape.nanoseconds ? rest : rest.slice(0, 6)}`;
  }
}

const pointer = (value: Value | undefined): string => (typeof value === 'number' ? `0x${value.toString(16)}` : String(value));
