/** Runs a history: picks who goes on, line by line, and writes down what is true after each line. */
import { Actor, type Steps } from './actor.js';
import { balloon } from './balloon.js';
import { bufferCaller } from './buffer.js';
import { caller } from './callers.js';
import { driver } from './device.js';
import { mainlineDriver } from './mainline/device.js';
import { sleeper } from './mainline/suspend.js';
import { mainlineWorker } from './mainline/worker.js';
import { Kernel, type Fault, type Plan, type Recording } from './kernel.js';
import { reports, type Interface } from './shape.js';
import { boot, busy, interrupt } from './tasks.js';
import { countChanges, emptyCounts, snapshot, type CountChange, type Snapshot } from './truth.js';
import { worker } from './worker.js';

export interface Request {
  readonly seed: number;
  readonly interface: Interface;
  readonly lines: number;
  readonly plan?: Plan;
  /** Faults whose sites are counted. */
  readonly counted?: readonly Fault[];
  /** Lines after the fault that are still printed. */
  readonly after?: number;
  /** State is written down about every so many lines; 0 is never. */
  readonly sampleEvery?: number;
  readonly recording?: Recording;
  /** Every change of a count is written down. */
  readonly counts?: boolean;
}

export interface History {
  readonly kernel: Kernel;
  readonly text: string;
  readonly lines: number;
  readonly changes: readonly CountChange[];
  readonly snapshots: readonly Snapshot[];
}

interface Thread { readonly actor: Actor; readonly steps: Steps }

function threads(k: Kernel): Thread[][] {
  const thread = (actor: Actor, code: (kernel: Kernel, by: Actor) => Steps): Thread => ({ actor, steps: code(k, actor) });
  const first = [thread(new Actor('stress', 811, 0), busy)];
  const second = [thread(new Actor('stress', 812, 1), busy), thread(new Actor('cc1', 900, 1), busy)];
  if (reports(k.shape)) {
    first.push(thread(new Actor('kworker/0:1', 29, 0), worker));
    second.push(thread(new Actor('modprobe', 401, 1), driver));
  } else if (k.shape.mainline !== null) {
    first.push(thread(new Actor('kworker/0:1', 29, 0), mainlineWorker));
    second.push(thread(new Actor('modprobe', 401, 1), mainlineDriver));
    if (k.shape.mainline.suspends) second.push(thread(new Actor('systemd-sleep', 1377, 1), sleeper));
  } else {
    const code = k.shape.interface === 'torvalds-alloc' ? balloon : k.shape.interface === 'wilcox-buffer' ? bufferCaller : caller;
    first.push(thread(new Actor('kworker/u4:2', 77, 0), code));
  }
  return [first, second];
}

/** A task stands still while the system is suspended; not in the middle of a section, nor who suspends it. */
const freezes = (actor: Actor): boolean => !actor.atomic && !['kworker/0:1', 'systemd-sleep'].includes(actor.comm);

class Scheduler {
  private readonly threads: Thread[][];
  private readonly current: Thread[];
  private readonly interrupts: (Thread | undefined)[] = [undefined, undefined];

  constructor(private readonly k: Kernel) {
    this.threads = threads(k);
    this.current = this.threads.map(list => list[0]);
  }

  step(): void {
    const { k } = this;
    const cpu = k.random.below(2);
    let running = this.interrupts[cpu];
    if (running === undefined) {
      const task = this.current[cpu];
      if (k.frozen && freezes(task.actor)) {
        const awake = this.threads[cpu].find(({ actor }) => !freezes(actor));
        if (awake !== undefined) this.switchTo(cpu, awake);
        return;
      }
      if (!task.actor.atomic) {
        if (k.recording.rt !== true && k.chance(150)) {
          const actor = new Actor(task.actor.comm, task.actor.pid, cpu, true);
          this.interrupts[cpu] = { actor, steps: interrupt(k, actor) };
        } else if (k.chance(12)) {
          this.switchTo(cpu, k.random.pick(this.threads[cpu]));
          return;
        }
      }
      running = this.interrupts[cpu] ?? this.current[cpu];
    }
    if (running.steps.next().done === true && running === this.interrupts[cpu]) this.interrupts[cpu] = undefined;
  }

  private switchTo(cpu: number, next: Thread): void {
    const before = this.current[cpu].actor;
    if (next.actor === before) return;
    this.current[cpu] = next;
    if (!this.k.shape.switches) return;
    before.irqsOff = true;
    before.depth = 2;
    this.k.printer.raw(before, `sched_switch: prev_comm=${before.comm} prev_pid=${before.pid} prev_prio=120 prev_state=R ==> next_comm=${next.actor.comm} next_pid=${next.actor.pid} next_prio=120`);
    before.irqsOff = false;
    before.depth = 0;
  }
}

export function runHistory(request: Request): History {
  const k = new Kernel(request.seed, request.interface, request.plan ?? null, request.counted, request.recording);
  const { lines } = k.printer;
  const start = lines.length;
  const counts = emptyCounts(k);
  const changes: CountChange[] = [];
  const snapshots: Snapshot[] = [];
  const sampler = { left: request.sampleEvery ?? 0 };
  const advance = (step: () => void): void => {
    const before = lines.length;
    step();
    if (lines.length === before) return;
    if (lines.length > before + 1) throw new Error(`twin: two lines in one step: ${lines.slice(before).join('\n')}`);
    if (request.counts === true) changes.push(...countChanges(k, counts, before));
    if (request.sampleEvery !== undefined && --sampler.left <= 0) {
      snapshots.push(snapshot(k, before));
      sampler.left = 1 + k.printer.lines.length % (2 * request.sampleEvery);
    }
  };
  const first = boot(k, new Actor('swapper/0', 0, 0));
  for (let done = false; !done && !k.halted;) advance(() => { done = first.next().done === true; });
  const scheduler = new Scheduler(k);
  let end = start + request.lines;
  let quiet = 0;
  for (let idle = 0; lines.length < end && !k.halted && quiet < 5_000; idle++) {
    const length = lines.length;
    advance(() => { scheduler.step(); });
    quiet = lines.length === length ? quiet + 1 : 0;
    if (k.undecided) break;
    if (k.wrongLine !== null) end = Math.min(end, k.wrongLine + 1 + (request.after ?? 60));
    if (idle % 41 === 0 && k.zones.every(zone => zone.holder === null && zone.waiters === 0)) k.printer.now += k.random.below(k.shape.mainline === null ? 20_000_000 : 400_000_000);
  }
  return { kernel: k, text: `${lines.join('\n')}\n`, lines: lines.length, changes, snapshots };
}
