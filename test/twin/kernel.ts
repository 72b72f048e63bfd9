/** What all actors share: zones, the device, the clock, the seed, and the one fault of this history. */
import { Random } from '../support/random.js';
import type { Actor, Steps } from './actor.js';
import { Printer, type Arguments } from './printer.js';
import { drawShape, zoneKey, type Interface, type Shape } from './shape.js';
import { TwinZone, type Delimiter } from './zone.js';

/** The n-th time (from 0) that the code comes to a place where this fault can be put in. */
export interface Plan { readonly site: string; readonly at: number }

export interface Device { readonly capacity: number; refcnt: number; workDue: number | null }

export class Kernel {
  readonly random: Random;
  readonly shape: Shape;
  readonly printer: Printer;
  readonly zones: readonly TwinZone[];
  /** Global in the posted code: valid for the zone that is ACTIVE. By order and type; undefined was never set. */
  readonly boundary: (Delimiter | undefined)[][];
  device: Device | null = null;
  keyOn = false;
  /** Requests that a CPU is in the middle of. */
  requesting = 0;
  workerBusy = false;
  allocated: { readonly zone: TwinZone; readonly pfn: number; readonly order: number }[] = [];
  /** Times that each place was come to. */
  readonly visits = new Map<string, number>();
  /** Line that the fault makes wrong, 0-based. */
  wrongLine: number | null = null;
  /** Why the fault cannot be decided from this trace. */
  undecided: string | null = null;
  faultDone = false;

  constructor(seed: number, name: Interface, private readonly plan: Plan | null) {
    this.random = new Random(seed);
    for (let i = 0; i < 4; i++) this.random.next();
    this.shape = drawShape(this.random, name);
    this.printer = new Printer(this.shape, this.random);
    this.zones = this.shape.zones.map(place => new TwinZone(this.shape, place, zoneKey(this.shape, place)));
    this.boundary = Array.from({ length: this.shape.orders }, () => []);
  }

  chance(oneIn: number): boolean {
    return this.random.below(oneIn) === 0;
  }

  *print(by: Actor, name: string, args: Arguments = {}): Steps<number> {
    const line = this.printer.event(by, name, args);
    yield;
    return line;
  }

  /** Whether the history's fault happens here and now. */
  fault(site: string): boolean {
    const visit = this.visits.get(site) ?? 0;
    this.visits.set(site, visit + 1);
    if (this.plan === null || this.plan.site !== site || this.plan.at !== visit) return false;
    this.faultDone = true;
    return true;
  }

  /** The fault shows at this line. */
  wrong(line: number): void {
    this.wrongLine ??= line;
  }

  skip(reason: string): void {
    this.undecided = reason;
  }
}
