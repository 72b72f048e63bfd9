/**
 * The parsed form of a run of lines: one entry a line in each array, no object a line.
 * What a slot means for an event is fixed by the event's definition in `events.ts`.
 */
import type { Setting } from './settings.js';

/** What a line of the file is. Everything but `Unrecognised` counts as understood. */
export const LineKind = {
  Blank: 0,
  /** `# ...` without a meaning for the analysis. */
  Comment: 1,
  /** A line of an HTML page (systrace) that is not of the trace in it. */
  Markup: 2,
  /** `# tracer:`, `cpus=2`, `entries-in-buffer/entries-written`, latency rulers: may carry a setting. */
  Header: 3,
  /** `buddyscope:` line, as comment or marker; a /proc line in a marker. Always has an entry in `settings`. */
  Setting: 4,
  /** A line with an event of the catalogue (`event` != 0) or of its own name (`event` == 0, `s` is the name). */
  Event: 5,
  /** `CPU:1 [LOST 3 EVENTS]`, DROPPED, PERF_RECORD_LOST; `a` is the count, -1 when the line does not say. */
  Lost: 6,
  /** A line of a stack trace or callchain. */
  Stack: 7,
  /** function_graph text that carries no event (`}`, durations, arrows, context switches). */
  GraphArt: 8,
  /** Output of the raw, hex or bin options: no event can be read from it. */
  Raw: 9,
  Unrecognised: 10,
} as const;
export type LineKind = (typeof LineKind)[keyof typeof LineKind];

/** Larger numbers are no CPU. */
export const MAX_CPU = 0x7fff;

/** Bits of `has` (key present and well-formed) and `bad` (key present, value unusable). */
export const Slot = {
  Zone: 1, Pfn: 2, Order: 4, Migratetype: 8, A: 16, B: 32, C: 64, D: 128, S: 256,
} as const;

/** All bits of `Slot`. */
export const SLOTS = 511;

/** Further bits of `has`, of the events that belong to the worker only: what the task's name says. None where the name is not known (`<...>`). */
export const TaskName = { Worker: 512, Other: 1024 } as const;

/** Further bits of `bad`: what is odd about an event's line as a whole. */
export const Odd = {
  /** trace-cmd printed `[FAILED TO PARSE]` and the raw fields. */
  Unformatted: 512,
  /** The text in front of the body can be split into task, pid and CPU in more than one way. */
  ManySplits: 1024,
  /** A migratetype's number and name do not belong together: `5(MOVABLE)`. */
  TypeConflict: 2048,
} as const;

/** Where an event line came from; decides what it proves (see engine/locks.ts). */
export const Origin = {
  /** Tracepoint, trace_printk or marker line: printed at the place that the event's definition says. */
  Tracepoint: 0,
  /** kprobe, kretprobe, fprobe: printed at function entry or return. */
  Probe: 1,
  /** function tracer or function_graph line. */
  Function: 2,
} as const;
export type Origin = (typeof Origin)[keyof typeof Origin];

/** Which vocabulary an event name belongs to. */
export const Dialect = { Neutral: 0, Reporting: 1, Hinting: 2 } as const;
export type Dialect = (typeof Dialect)[keyof typeof Dialect];

/** `form` packs: bit 0 return (function exit), bits 1-2 `Origin`, bits 3-4 `Dialect`. */
export const packForm = (isReturn: boolean, origin: Origin, dialect: Dialect): number =>
  (isReturn ? 1 : 0) | (origin << 1) | (dialect << 3);
export const isReturn = (form: number): boolean => (form & 1) !== 0;
export const originOf = (form: number): number => (form >> 1) & 3;
export const dialectOf = (form: number): number => (form >> 3) & 3;

/**
 * The flags column (irq-info), decoded. 0 in a field means that the line does not say.
 * bits 0-1 irqs (1 on, 2 off), bit 2 bottom halves off, bits 3-5 context (1 process, 2 softirq, 3 hardirq, 4 NMI),
 * bits 6-10 preempt depth + 1, bits 11-15 migrate-disable depth + 1, bits 16-18 `FlagsShape`.
 */
export const Irq = { Unknown: 0, On: 1, Off: 2 } as const;
export const Ctx = { Unknown: 0, Process: 1, Softirq: 2, Hardirq: 3, Nmi: 4 } as const;
export const irqOf = (flags: number): number => flags & 3;
export const contextOf = (flags: number): number => (flags >> 3) & 7;
/** Preempt depth, or -1 where the line does not say. */
export const preemptDepthOf = (flags: number): number => ((flags >> 6) & 31) - 1;
export const migrateDepthOf = (flags: number): number => ((flags >> 11) & 31) - 1;
/** How the column was printed. `None`: not as a column of letters. `Odd`: of a width, or with a character, that no kernel prints. */
export const FlagsShape = { None: 0, Four: 1, Five: 2, Seven: 3, Odd: 4 } as const;
export const flagsShapeOf = (flags: number): number => flags >>> 16;
/** What the column says, without its shape. */
export const FLAGS_MEANING = 0xffff;

/** Special values of a pfn slot. */
export const PFN_NONE = -1; // `pfn=none`: no page
export const PFN_HEAD = -2; // `before=head`, `boundary=head`: the list head itself

/** The columns of values, the wide ones first. */
export const columnNames = [
  'sec', 'pfn', 'a', 'b', 'c', 'd', 'flags', 'task', 'nsec', 'order', 'migratetype', 's', 'event', 'cpu', 'has', 'bad', 'zone', 'kind', 'form',
] as const;
export type ColumnName = (typeof columnNames)[number];

/** Parsed lines to look at, wherever they are kept. */
export interface Rows extends Readonly<Record<ColumnName, ArrayLike<number>>> {
  readonly length: number;
  readonly settings: ReadonlyMap<number, Setting>;
}

export class Columns implements Rows {
  /** Lines in use. */
  length = 0;
  readonly kind: Uint8Array;
  /** `Ev` id, 0 for an event that the catalogue does not know. */
  readonly event: Uint16Array;
  readonly form: Uint8Array;
  /** CPU number, -1 unknown. */
  readonly cpu: Int16Array;
  readonly flags: Uint32Array;
  /** Id in `Names.tasks`, -1 unknown. */
  readonly task: Int32Array;
  /** Whole seconds (or raw counts for a clock without a point); -1 where the line has no time. */
  readonly sec: Float64Array;
  /** Nanoseconds within the second; -1 where the clock is not one of time. */
  readonly nsec: Int32Array;
  /** Bits of `Slot` and `TaskName`. */
  readonly has: Uint16Array;
  /** Bits of `Slot` and `Odd`. */
  readonly bad: Uint16Array;
  /** Id in `Names.zones`, -1 absent. */
  readonly zone: Int16Array;
  readonly pfn: Float64Array;
  readonly order: Int32Array;
  readonly migratetype: Int32Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
  readonly d: Float64Array;
  /** Id in `Names.strings`, -1 absent. */
  readonly s: Int32Array;
  /** Byte offset of the line's first byte, relative to the bytes that were parsed. */
  readonly offset: Uint32Array;
  /** The bytes of all columns. */
  readonly memory: Uint8Array;
  /** Settings by index of line. */
  readonly settings = new Map<number, Setting>();

  /** All columns lie in `memory` from `at` on, `Columns.size` bytes of it; the wide ones first, so that each is aligned. */
  constructor(readonly capacity: number, memory: ArrayBufferLike = new ArrayBuffer(Columns.size(capacity)), at = 0) {
    const n = capacity;
    let place = at;
    const next = (bytes: number): number => {
      const from = place;
      place += n * bytes;
      return from;
    };
    this.sec = new Float64Array(memory, next(8), n);
    this.pfn = new Float64Array(memory, next(8), n);
    this.a = new Float64Array(memory, next(8), n);
    this.b = new Float64Array(memory, next(8), n);
    this.c = new Float64Array(memory, next(8), n);
    this.d = new Float64Array(memory, next(8), n);
    this.flags = new Uint32Array(memory, next(4), n);
    this.task = new Int32Array(memory, next(4), n);
    this.nsec = new Int32Array(memory, next(4), n);
    this.order = new Int32Array(memory, next(4), n);
    this.migratetype = new Int32Array(memory, next(4), n);
    this.s = new Int32Array(memory, next(4), n);
    this.offset = new Uint32Array(memory, next(4), n + 1);
    place += 4;
    this.event = new Uint16Array(memory, next(2), n);
    this.cpu = new Int16Array(memory, next(2), n);
    this.has = new Uint16Array(memory, next(2), n);
    this.bad = new Uint16Array(memory, next(2), n);
    this.zone = new Int16Array(memory, next(2), n);
    this.kind = new Uint8Array(memory, next(1), n);
    this.form = new Uint8Array(memory, next(1), n);
    this.memory = new Uint8Array(memory, at, place - at);
  }

  /** Bytes of the columns of so many lines. */
  static size(capacity: number): number {
    return 88 * capacity + 4;
  }

  clear(): void {
    this.length = 0;
    this.settings.clear();
  }
}
