/**
 * The executable model of the allocator's free lists, locks and reporting state. `step` moves it by one parsed line.
 * It has no input but the lines: the same lines give the same words and the same observations.
 */
import type { Columns } from '../trace/columns.js';
import { Ctx, LineKind, Origin, Slot, contextOf, dialectOf, irqOf, isReturn, originOf, preemptDepthOf } from '../trace/columns.js';
import type { Names } from '../trace/names.js';
import { handlers } from './handlers.js';
import { checkTime, eventSeen, flagsOfProbe } from './inputSeen.js';
import { checkFlags } from './locks.js';
import { G, MAX_ZONES, c, g, l, t } from './layout.js';
import { type MissingEvents, bufferStarts, loseEvents } from './lost.js';
import { beyondLimits } from './pageLimits.js';
import type { Observation, ObservationKind, Observations } from './observation.js';
import { applySetting } from './settings.js';
import { type PageLimits, Store } from './store.js';
import { zoneSeen } from './zones.js';

const VALUES = Slot.A | Slot.B | Slot.C | Slot.D;

export class Machine {
  readonly store: Store;

  // The line that is being stepped; see Columns for the units.
  line = 0;
  kind = 0;
  event = 0;
  form = 0;
  cpu = -1;
  task = -1;
  who = -1;
  flags = 0;
  sec = -1;
  nsec = -1;
  has = 0;
  zone = -1;
  pfn = 0;
  order = 0;
  migratetype = 0;
  a = 0;
  b = 0;
  c = 0;
  d = 0;
  s = -1;
  isReturn = false;
  origin = 0;
  dialect = 0;

  /** The user has named the interface: the trace's own word does not count. */
  interfaceFixed = false;

  /** (zone << 4 | order) whose counts may have changed at this line. */
  readonly touched: number[] = [];
  private valuesSet = false;
  private observe: (o: Observation) => void = () => undefined;

  constructor(readonly names: Names, limits?: PageLimits) {
    const store = this.store = new Store((a, b) => names.compareZones(a, b), limits);
    store.onFull = kind => { beyondLimits(this, kind); };
    store.set(G + g.pageShift, 12);
    store.set(G + g.maxOrder, 11);
    store.set(G + g.pageblockOrder, 9);
    store.set(G + g.hwm, 32);
    store.set(G + g.hz, 250);
    store.set(G + g.migratetypes, 6);
    store.set(G + g.cma, 5);
    store.set(G + g.isolate, 6);
  }

  /** Where observations go. */
  onObservation(observe: (o: Observation) => void): void {
    this.observe = observe;
  }

  /** Told of lines about which a finding may be made only later; for sources that do not keep their text. */
  onRemember: ((line: number) => void) | undefined;

  /** The present line may be found fault with at a later one. */
  remember(): void {
    this.onRemember?.(this.line);
  }

  /** Told at a line that says that events are missing. */
  onMissing: ((missing: MissingEvents) => void) | undefined;

  note<K extends ObservationKind>(kind: K, data: Observations[K], line = this.line): void {
    this.observe({ kind, line, at: this.line, data, event: this.event, form: this.form, zone: this.zone, who: this.who, cpu: this.cpu });
  }

  touch(zone: number, order: number): void {
    this.touched.push((zone << 4) | order);
  }

  /** Steps line `i` of `columns`; `line` is its id. */
  step(columns: Columns, i: number, line: number): void {
    this.line = line;
    this.kind = columns.kind[i];
    if (this.touched.length > 0) this.touched.length = 0;
    switch (this.kind) {
      case LineKind.Event: this.stepEvent(columns, i); break;
      case LineKind.Setting:
      case LineKind.Header: {
        this.clearRow();
        if (this.kind === LineKind.Setting) this.seenOn(columns.cpu[i]);
        const setting = columns.settings.get(i);
        if (setting !== undefined) applySetting(this, setting);
        break;
      }
      case LineKind.Lost:
        this.clearRow();
        this.cpu = columns.cpu[i];
        loseEvents(this, this.cpu, columns.a[i]);
        break;
      // What is found at the line has nothing to do with the event before it.
      default:
        this.clearRow();
        this.seenOn(columns.cpu[i]);
    }
  }

  /** The line is one of this CPU, if it is of any. */
  private seenOn(cpu: number): void {
    if (cpu < 0) return;
    const base = this.store.cpu(cpu);
    if (this.store.read(base + c.lastId) === 0 && this.global(g.overwrittenId) !== 0) bufferStarts(this, cpu);
    this.store.set(base + c.lastId, this.line);
  }

  /** For notes about the trace as a whole: no event, at the line of this id. */
  standAt(line: number): void {
    this.line = line;
    this.clearRow();
  }

  private clearRow(): void {
    this.event = 0; this.form = 0; this.who = -1; this.zone = -1; this.cpu = -1; this.task = -1; this.has = 0;
  }

  private stepEvent(columns: Columns, i: number): void {
    const form = columns.form[i];
    const cpu = columns.cpu[i];
    this.event = columns.event[i];
    this.form = form;
    this.isReturn = isReturn(form);
    this.origin = originOf(form);
    const flags = this.origin === Origin.Probe ? flagsOfProbe(this, columns.flags[i]) : columns.flags[i];
    this.dialect = dialectOf(form);
    this.cpu = cpu;
    this.task = columns.task[i];
    this.flags = flags;
    this.sec = columns.sec[i];
    this.nsec = columns.nsec[i];
    this.has = columns.has[i];
    this.zone = columns.zone[i];
    if (this.zone > MAX_ZONES) this.zone = -1;
    this.pfn = columns.pfn[i];
    this.order = columns.order[i];
    this.migratetype = columns.migratetype[i];
    if ((this.has & VALUES) !== 0 || this.valuesSet) this.setValues(columns, i);
    this.s = columns.s[i];
    if (this.zone >= 0) zoneSeen(this, this.zone);
    this.who = this.whoOf(this.task, cpu, flags);
    if (cpu >= 0) {
      const base = this.store.cpu(cpu);
      this.store.set(base + c.task, this.task + 1);
      this.store.set(base + c.flags, flags);
      this.seenOn(cpu);
      if (this.sec >= 0) checkTime(this, base);
    }
    eventSeen(this);
    if (this.who >= 0) checkFlags(this);
    const handler = handlers[this.event];
    if (handler !== undefined) handler(this);
  }

  /** Most lines have none of them: then they stay as they are, 0. */
  private setValues(columns: Columns, i: number): void {
    this.a = columns.a[i];
    this.b = columns.b[i];
    this.c = columns.c[i];
    this.d = columns.d[i];
    this.valuesSet = this.a !== 0 || this.b !== 0 || this.c !== 0 || this.d !== 0;
  }

  /** Tasks are even numbers, the interrupts of one kind on one CPU odd ones; -1 where the line says neither. */
  private whoOf(task: number, cpu: number, flags: number): number {
    const context = contextOf(flags);
    if (context > Ctx.Process && cpu >= 0) return (cpu * 8 + context) * 2 + 1;
    if (task >= 0) return task * 2;
    return cpu >= 0 ? (cpu * 8 + 7) * 2 + 1 : -1;
  }

  whoLabel(who: number): string {
    if (who < 0) return 'unknown task';
    if ((who & 1) === 0) return this.names.taskLabel(who >> 1);
    const cpu = who >> 4;
    const names = ['', '', 'softirq', 'interrupt', 'NMI'];
    return `${names[(who >> 1) & 7] ?? 'a task'} on CPU ${cpu}`;
  }

  get inProcess(): boolean {
    const context = contextOf(this.flags);
    return context === Ctx.Process || context === Ctx.Unknown;
  }

  /** The flags column shows that no interrupt prints this line: without it the line may be one of an interrupt of the task. */
  get surelyProcess(): boolean { return contextOf(this.flags) === Ctx.Process; }

  get irqs(): number { return irqOf(this.flags); }
  get preemptDepth(): number { return preemptDepthOf(this.flags); }
  /** Printed where its definition says, not at a function's entry or return. */
  get exact(): boolean { return this.origin === Origin.Tracepoint; }

  /** Address of the block of this line's who, or 0. */
  whoBase(): number {
    return this.who < 0 ? 0 : this.store.who(this.who);
  }

  /** Address of a zone lock that this line's who holds, 0 for none. */
  heldZoneLock(): number {
    if (this.who < 0) return 0;
    return this.store.read(this.store.who(this.who) + t.held0);
  }

  zoneOfLock(lock: number): number {
    return lock === 0 ? -1 : this.store.read(lock + l.zone) - 1;
  }

  /** The zone that the line names, else that of the lock that its who holds; -1 if neither. */
  zoneHere(): number {
    if (this.zone >= 0) return this.zone;
    return this.zoneOfLock(this.heldZoneLock());
  }

  word(address: number): number {
    return this.store.read(address);
  }

  global(field: number): number {
    return this.store.read(G + field);
  }

  setGlobal(field: number, value: number): void {
    this.store.set(G + field, value);
  }
}
