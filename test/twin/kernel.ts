/** What all actors share: zones, the device, the clock, the seed, and the one fault of this history. */
import { Random } from '../support/random.js';
import { Actor, type Steps } from './actor.js';
import { Printer, type Arguments } from './printer.js';
import { drawShape, zoneKey, type Interface, type Shape } from './shape.js';
import { TwinZone, type Delimiter } from './zone.js';

export interface Place { readonly by: Actor; readonly zone: TwinZone; readonly order?: number; readonly pfn?: number; readonly index?: number }

/** `kept`: only who has allocated the block frees it. */
export interface Allocated { readonly zone: TwinZone; readonly pfn: number; readonly order: number; readonly line: number; readonly kept?: boolean }

/** What a line after the fault says of it. `here`: this line is wrong if a later one says `wrong`. */
export type Verdict = 'wrong' | 'here' | 'undecided' | 'not yet';

/** How a trace was recorded, and of what kernel. */
export interface Recording {
  /** PREEMPT_RT: the zone lock is a sleeping lock. */
  readonly rt?: boolean;
  /** Without the flags column. */
  readonly noFlags?: boolean;
  /** What the lists hold at the start is not told. */
  readonly unknownStart?: boolean;
  /** The lines before the first event. */
  readonly head?: (lines: readonly string[]) => string[];
}

/** One fault: a branch of the code that goes wrong, something that happens at a place, or (site `event`) a line that says something else. */
export interface Fault {
  readonly site: string;
  readonly when?: (k: Kernel, place: Place) => boolean;
  readonly act?: (k: Kernel, place: Place) => Steps;
  /** What an event says instead; undefined where it does not apply. Asked often: it must not draw from the seed. */
  readonly change?: (k: Kernel, name: string, args: Arguments) => Arguments | undefined;
  /** Asked for each later event of the actor, until it is wrong; without it, the next event is. */
  readonly judge?: (name: string, args: Arguments, k: Kernel) => Verdict;
  /** The whole trace is of this kind; the line that tells it, where it is not an event's. */
  readonly recording?: Recording;
  readonly headLine?: number;
  /** The events of all actors are judged. */
  readonly everyone?: boolean;
}

/** The fault happens the n-th time (from 0) that the code comes to its site; never for -1. */
export interface Plan { readonly fault: Fault; readonly at: number }

export interface Device { readonly capacity: number; refcnt: number; workDue: number | null }

/** struct page_reporting_dev_info of the merged code. */
export interface ReportingDevice {
  readonly capacity: number;
  state: 'IDLE' | 'REQUESTED' | 'ACTIVE';
  workDue: number | null;
  /** pr_dev_info points to it: notifications reach it. */
  published: boolean;
}

export class Kernel {
  readonly random: Random;
  private readonly faults = new Map<string, readonly Fault[]>();
  readonly shape: Shape;
  readonly printer: Printer;
  readonly zones: readonly TwinZone[];
  /** Global in the posted code: valid for the zone that is ACTIVE. By order and type; undefined was never set. */
  readonly boundary: (Delimiter | undefined)[][];
  device: Device | null = null;
  /** The device of mainline, until its unregistration has returned. */
  reporting: ReportingDevice | null = null;
  /** When the worker of mainline began last. */
  lastRun: number | null = null;
  /** From the end of freeze_processes to thaw_processes only kernel threads run, and no freezable work. */
  frozen = false;
  keyOn = false;
  /** Requests that a CPU is in the middle of. */
  requesting = 0;
  workerBusy = false;
  allocated: Allocated[] = [];
  /** Line of the first mm_page_free. */
  firstFree: number | null = null;
  /** Blocks that mm_page_free has given back and no mm_page_alloc has taken since. */
  freed: { readonly pfn: number; readonly order: number }[] = [];
  /** A task is in the middle of /proc/zoneinfo. */
  zoneinfoOpen = false;
  /** synchronize_rcu() waits for a reader that never ends. */
  readerLeaked = false;
  /** How many blocks are on the list that a walk comes to. */
  ahead = 0;
  /** Ranges that the last walk or hint list gave out. */
  hinted: { readonly pfn: number; readonly order: number; readonly line: number }[] = [];
  /** What is right but worth a finding: `LINE RULE`, lines 0-based. */
  readonly remarks: string[] = [];
  private readonly remarked = new Set<string>();
  /** Times that the sites of faults were come to: of the plan's, or of all that are counted. */
  readonly visits = new Map<Fault, number>();
  faultActor: Actor | null = null;
  /** Line that the fault makes wrong, 0-based. */
  wrongLine: number | null = null;
  private noted: number | undefined;
  /** What a fault's judge has to remember. */
  memo = 0;
  /** A block that goes back to the type that its pageblock had before. */
  stale: { readonly pfn: number; readonly type: number } | null = null;
  undecided = false;
  /** The kernel of the history is dead: nothing more is printed. */
  halted = false;
  /** The zone for which the worker gets no memory, and how often it still does not. */
  failing: { readonly zone: TwinZone; left: number } | null = null;

  readonly recording: Recording;

  constructor(seed: number, name: Interface, private readonly plan: Plan | null, counted: readonly Fault[] = [], recording: Recording = {}) {
    for (const fault of plan === null ? counted : [plan.fault]) {
      this.faults.set(fault.site, [...this.faults.get(fault.site) ?? [], fault]);
      if (fault.recording !== undefined) this.visits.set(fault, 1);
    }
    this.recording = plan?.fault.recording ?? recording;
    this.random = new Random(seed);
    for (let i = 0; i < 4; i++) this.random.next();
    this.shape = drawShape(this.random, name);
    this.printer = new Printer(this.shape, this.random, this.recording);
    if (plan?.fault.recording !== undefined) {
      this.faultActor = new Actor('swapper/0', 0, 0);
      this.wrongLine = plan.fault.headLine ?? null;
    }
    this.zones = this.shape.zones.map(place => new TwinZone(this.shape, place, zoneKey(this.shape, place)));
    this.boundary = Array.from({ length: this.shape.orders }, () => []);
  }

  chance(oneIn: number): boolean {
    return this.random.below(oneIn) === 0;
  }

  /** Returns the event's line, 0-based; the next one, where the recording does not have the event. */
  event(by: Actor, name: string, right: Arguments = {}): number {
    const args = this.changed(by, name, right);
    const line = this.printer.event(by, name, args);
    if (line === undefined) {
      this.undecided ||= args !== right;
      return this.printer.next;
    }
    if (this.plan !== null && (by === this.faultActor || (this.plan.fault.everyone === true && this.faultActor !== null)) && this.wrongLine === null && !this.undecided) {
      const verdict = this.plan.fault.judge?.(name, args, this) ?? 'wrong';
      if (verdict === 'here') this.noted ??= line;
      else if (verdict === 'wrong') this.wrongLine = this.noted ?? line;
      else if (verdict === 'undecided') this.undecided = true;
    }
    return line;
  }

  private changed(by: Actor, name: string, args: Arguments): Arguments {
    const faults = this.faults.get('event')?.filter(fault => fault.change?.(this, name, args) !== undefined) ?? [];
    return this.come(faults, by) ? faults[0].change?.(this, name, args) ?? args : args;
  }

  /** At the next event. `once` makes it the only one of its kind. */
  remark(rule: string, once?: string): void {
    const key = `${rule} ${once ?? this.printer.next}`;
    if (!this.remarked.has(key)) this.remarks.push(`${this.printer.next} ${rule}`);
    this.remarked.add(key);
  }

  *print(by: Actor, name: string, args: Arguments = {}): Steps {
    this.event(by, name, args);
    yield;
  }

  /** Whether the history's fault happens here and now. Conditions of faults are asked where the zone is given. */
  fault(site: string, by: Actor, zone?: TwinZone): boolean {
    const faults = this.faults.get(site) ?? [];
    return this.come(zone === undefined ? faults : faults.filter(fault => fault.when?.(this, { by, zone }) !== false), by);
  }

  /** A place where something may happen that should not. */
  *place(site: string, place: Place): Steps {
    const faults = this.faults.get(site)?.filter(fault => fault.when?.(this, place) !== false) ?? [];
    if (this.come(faults, place.by) && this.plan?.fault.act !== undefined) yield* this.plan.fault.act(this, place);
  }

  private come(faults: readonly Fault[], by: Actor): boolean {
    let now = false;
    for (const fault of faults) {
      const visit = this.visits.get(fault) ?? 0;
      this.visits.set(fault, visit + 1);
      now ||= visit === this.plan?.at;
    }
    if (now) this.faultActor = by;
    return now;
  }
}
