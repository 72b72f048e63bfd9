/** What a `buddyscope:` line, a header line or a /proc line inside the trace states. */
export const interfaceNames = [
  'walk-v29', 'hint-list-v33', 'wilcox-buffer', 'torvalds-alloc', 'hinting-v2', 'reporting-v5', 'mainline',
] as const;
export type InterfaceName = (typeof interfaceNames)[number];
export const isInterfaceName = (name: string): name is InterfaceName =>
  (interfaceNames as readonly string[]).includes(name);

/** Keys of `# buddyscope: interface=... page_shift=...`; only those that the line has. */
export interface TraceOptions {
  readonly interface?: InterfaceName;
  readonly kernel?: string;
  readonly pageShift?: number;
  /** Number of orders (11: orders 0 to 10), as before Linux 6.4. */
  readonly maxOrder?: number;
  readonly pageblockOrder?: number;
  readonly pageReportingOrder?: number;
  /** Entries in one batch. */
  readonly capacity?: number;
  /** Blocks. */
  readonly hwm?: number;
  readonly hz?: number;
  /** Callbacks of a walk in one section that are still thought harmless. */
  readonly sectionLimit?: number;
  /** Microseconds for which a zone lock may be held. */
  readonly lockLimit?: number;
  /** The same of a section in which blocks are pulled for a report, or put back. */
  readonly batchLockLimit?: number;
  readonly preemptRt?: boolean;
  /** In number order. */
  readonly migrateTypes?: readonly string[];
  /** `0x...` text of the vmemmap base, as written. */
  readonly vmemmap?: string;
  /** Bytes of a struct page. */
  readonly pageStruct?: number;
}

export interface ZoneSetting {
  /** Id in `Names.zones`. */
  readonly zone: number;
  readonly startPfn?: number;
  /** Exclusive. */
  readonly endPfn?: number;
  /** `free=none`: every free list of the zone is empty at this line. */
  readonly freeNone: boolean;
  /** Id in `Names.strings` of the lock's address. */
  readonly lock?: number;
  /** Id in `Names.zones` that lines get which name the zone by its address. */
  readonly addr?: number;
  readonly present?: number;
  readonly managed?: number;
  readonly min?: number;
  readonly low?: number;
  readonly high?: number;
}

/** A private event or probe with the meaning of a known one. */
export interface EventAlias {
  readonly name: string;
  /** A name of the catalogue, in any of its spellings. */
  readonly as: string;
  /** Canonical key -> key as the trace prints it. */
  readonly keys: ReadonlyMap<string, string>;
  readonly fromSettings?: true;
}

/** A fault in a settings line; columns are 0-based UTF-16 units within the line, `end` exclusive. */
export interface SettingProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

export type Setting = (
  | { readonly type: 'options'; readonly options: TraceOptions }
  | { readonly type: 'zone'; readonly zone: ZoneSetting }
  /** The blocks of one free list, front of the list first. */
  | { readonly type: 'free'; readonly zone: number; readonly order: number; readonly migratetype: number; readonly pfns: readonly number[]; readonly reported: readonly boolean[] }
  /** Blocks of each order, order 0 first. */
  | { readonly type: 'buddyinfo'; readonly zone: number; readonly counts: readonly number[] }
  /** `atLeast[order]`: the kernel stopped counting (`>100000`). */
  | { readonly type: 'pagetypeinfo'; readonly zone: number; readonly migratetype: number; readonly counts: readonly number[]; readonly atLeast: readonly boolean[] }
  /** The zone that this line and those behind it speak of, -1 where it names none; NR_FREE_PAGES in base pages. */
  | { readonly type: 'zoneinfo'; readonly zone: number; readonly freePages?: number }
  | { readonly type: 'disable-next-line'; readonly rules: readonly string[] }
  /** `event my_probe as get_unreported_page pfn=p order=o`: canonical key -> own key. */
  | ({ readonly type: 'event-alias' } & EventAlias)
  /** `# entries-in-buffer/entries-written: 30/50   #P:2`; `cpus` 0 where the line does not say. */
  | { readonly type: 'buffer'; readonly entries: number; readonly written: number; readonly cpus: number }
  /** `##### CPU 1 buffer started ####`: earlier events of the CPU were overwritten. */
  | { readonly type: 'buffer-start'; readonly cpu: number }
  /** `# tracer: nop`, `# irqsoff latency trace ...`. */
  /** The latency format tells the kernel's version, too. */
  | { readonly type: 'tracer'; readonly name: string; readonly kernel?: string }
  /** `_-----=> irqs-off`: the header's legend names a column of the flags, which has a bar in the ruler below. */
  | { readonly type: 'flags-legend'; readonly first: boolean; readonly preemptRt: boolean }
  /** `TASK-PID     CPU#  |||||  TIMESTAMP`: so many columns of flags. */
  | { readonly type: 'flags-ruler'; readonly columns: number }
  /** Only problems: nothing of the line could be used. */
  | { readonly type: 'invalid' }
) & { readonly problems?: readonly SettingProblem[] };
