/**
 * What the machine notices: plain facts about one event against the state before it, made only where something does
 * not fit the usual course. Rules decide which of them are findings. Line ids in `...Id` fields are 0 where unknown.
 */
import type { ScopeObservations } from './scopeObservations.js';
import type { Shortage } from './shortage.js';

export interface Block { readonly pfn: number; readonly order: number; readonly migratetype: number }

/** What has shown the acquisition of a lock: a probe on the lock function, or a lock event (lockdep's, or a semantic one). */
export type SeenBy = 'probe' | 'lock';

export interface PreemptDepths { readonly before: number; readonly after: number }

export interface Observations extends ScopeObservations {
  /** A zone lock is taken, or work that needs it is done, with interrupts shown on. `acquired`: at the acquisition. */
  'irqs-on': { readonly zone: number; readonly acquired: boolean; readonly variant: number; readonly rtShown: boolean; readonly scopeId: number; readonly by: SeenBy | undefined };
  /** The holder's line shows interrupts on in a section that began with them off. */
  'irqs-enabled': { readonly zone: number; readonly acquireId: number; readonly by: SeenBy };
  /** An interrupt on the holder's CPU wants the lock that the interrupted code holds. */
  'irq-reentry': { readonly zone: number; readonly acquireId: number; readonly by: SeenBy };
  'taken-while-held': { readonly zone: number; readonly same: boolean; readonly acquireId: number; readonly holder: number; readonly presumed: boolean; readonly by: SeenBy };
  'released-not-held': { readonly zone: number; readonly holder: number; readonly acquireId: number };
  'variant-differs': { readonly zone: number; readonly taken: number; readonly released: number; readonly acquireId: number };
  /** `repeats`: an inner function has returned with the same lock held before. */
  'held-at-return': { readonly zone: number; readonly acquireId: number; readonly beginId: number; readonly repeats: boolean; readonly by: SeenBy };
  'held-at-end': { readonly zone: number; readonly acquireId: number; readonly holder: number };
  /** A free-list or batch operation without the zone's lock. `otherZone` >= 0: under the lock of that zone only. */
  'list-op-without-lock': { readonly zone: number; readonly otherZone: number; readonly acquireId: number; readonly otherId: number };
  'flag-op-without-lock': { readonly zone: number; readonly acquireId: number };
  'second-zone-lock': { readonly zone: number; readonly other: number; readonly acquireId: number };
  'report-in-atomic': { readonly zone: number; readonly acquireId: number; readonly irqsOff: boolean; readonly preemptDepth: number; readonly by: SeenBy | undefined };
  'sleep-in-atomic': { readonly zone: number; readonly acquireId: number; readonly irqsOff: boolean; readonly preemptDepth: number; readonly caller: number };
  'sleep-in-callback': { readonly zone: number; readonly acquireId: number; readonly listId: number; readonly caller: number };
  'allocation-under-lock': { readonly zone: number; readonly acquireId: number };
  /** `atEnd`: found before, and still so where the trace ends. `depth`: no event of RCU shows it, but preemption stays off. */
  'reader-left-open': { readonly beginId: number; readonly requestId: number; readonly atEnd: boolean; readonly depth: PreemptDepths | undefined };
  'mutex-taken-twice': { readonly acquireId: number };
  /** `acquireId` 0: no lock event shows the section, but the callbacks before and after do. */
  'allocation-in-callback': { readonly zone: number; readonly acquireId: number; readonly listId: number };
  'callback-without-lock': { readonly zone: number; readonly otherZone: number; readonly acquireId: number; readonly otherId: number; readonly listId: number };
  'walk-in-atomic': { readonly interrupt: boolean; readonly irqsOff: boolean; readonly preemptDepth: number };
  'bad-min-order': { readonly minOrder: number; readonly maxOrder: number };
  'walk-return-differs': { readonly ret: number; readonly value: number; readonly rangeId: number; readonly beginId: number };
  /** `repeats`: the range is of a list that was below the minimum itself. */
  'walk-below-minimum': { readonly zone: number; readonly order: number; readonly minimum: number; readonly walkId: number; readonly repeats: boolean };
  'walk-out-of-order': {
    readonly zone: number; readonly order: number; readonly migratetype: number;
    readonly previous: number; readonly previousOrder: number; readonly previousType: number; readonly previousId: number;
  };
  /** The first of the lists that are missing; `atEnd`: no list follows them. */
  'walk-list-missing': { readonly zone: number; readonly order: number; readonly migratetype: number; readonly lists: number; readonly previousId: number; readonly atEnd: boolean };
  /** Numbers of pages, -1 where the trace does not say. */
  'zone-unpopulated': { readonly zone: number; readonly present: number; readonly managed: number };
  'walk-section-long': { readonly zone: number; readonly limit: number; readonly sectionId: number };
  'walk-changes-list': { readonly zone: number; readonly acquireId: number; readonly listId: number };
  /** `order` of the list, -1 where not known. */
  'range-malformed': { readonly pfn: number; readonly pages: number; readonly order: number; readonly listId: number };
  'range-not-listed': Block & { readonly zone: number; readonly lastId: number };
  /** `changeId`: what put the block where it is now. */
  'range-twice': { readonly pfn: number; readonly order: number; readonly earlierId: number; readonly changeId: number };
  'stale-hint': { readonly pfn: number; readonly order: number; readonly reportId: number; readonly allocId: number };
  'isolated-handed-out': Block & { readonly zone: number };
  'hint-list-in-atomic': { readonly interrupt: boolean; readonly irqsOff: boolean; readonly preemptDepth: number };
  'bad-hint-order': { readonly order: number; readonly maxOrder: number };
  'hint-list-full': { readonly size: number; readonly beginId: number };
  'hint-unaligned': { readonly address: string; readonly order: number; readonly unit: number };
  /** Addresses as `0x...`, exact. */
  'hint-swapped': { readonly address: string; readonly swapped: number; readonly order: number };
  'hint-truncated': { readonly address: number; readonly pfn: number; readonly order: number };
  'hint-not-listed': { readonly zone: number; readonly pfn: number; readonly order: number; readonly lastId: number };
  'hint-repeated': { readonly address: string; readonly earlierId: number };
  /** A second section of the zone in one call, or (`other` >= 0) a block of that zone in the section of `zone`. */
  'hint-sections': { readonly zone: number; readonly other: number; readonly sectionId: number };
  'block-plucked': { readonly zone: number; readonly pfn: number; readonly order: number; readonly lastId: number };
  /** `missing`: a mask of `balloonFlags`. */
  'balloon-flags-missing': { readonly missing: number; readonly order: number };
  /** Blocks of the top order left (-1 not known), free pages where they are below the low watermark (-1 otherwise). */
  'top-order-depleted': { readonly zone: number; readonly order: number; readonly blocks: number; readonly pages: number; readonly low: number; readonly taken: number; readonly firstId: number };
  'walk-after-stop': { readonly stopId: number; readonly ret: number };
  'hint-return': { readonly ret: number; readonly size: number; readonly entries: number; readonly highest: number; readonly beginId: number };

  /** A tail insertion into a list whose boundary was never set, while the zone is ACTIVE. */
  'insertion-at-null-boundary': Block & { readonly zone: number; readonly activeId: number; readonly pullId: number };
  /** A block of a put goes elsewhere than directly before the boundary. pfn -2 is the list head. */
  'put-misplaced': Block & { readonly zone: number; readonly expected: number; readonly found: number; readonly putId: number };
  /** An unreported block lies behind the boundary. */
  'unreported-behind-boundary': Block & { readonly zone: number; readonly boundary: number; readonly activeId: number };
  'boundary-off-list': Block & { readonly zone: number };
  'boundary-removed': Block & { readonly zone: number; readonly lastId: number };
  'boundary-not-reset': { readonly zone: number; readonly order: number; readonly migratetype: number; readonly populatedId: number };
  'boundary-inactive': Block & { readonly zone: number };
  'boundary-foreign': Block & { readonly zone: number; readonly active: number };
  'boundary-not-advanced': Block & { readonly zone: number; readonly putId: number };
  'boundary-not-first': Block & { readonly zone: number; readonly first: number };
  'picked-elsewhere': Block & { readonly zone: number };
  /** `inFlight`: it is being reported at this moment. */
  'picked-reported': Block & { readonly zone: number; readonly lastId: number; readonly inFlight: boolean };
  'stranded': { readonly zone: number; readonly order: number; readonly migratetype: number; readonly blocks: number };
  'list-split': { readonly zone: number; readonly order: number; readonly migratetype: number; readonly runs: number };
  'order-below-minimum': { readonly zone: number; readonly order: number; readonly minimum: number };

  'count-differs': { readonly zone: number; readonly order: number; readonly claimed: number; readonly flagged: number; readonly repeats: boolean };
  'count-negative': { readonly zone: number; readonly order: number; readonly pfn: number };
  /** `migratetype` -1: of all types. */
  'free-count-differs': { readonly zone: number; readonly order: number; readonly claimed: number; readonly model: number; readonly snapshot: boolean; readonly migratetype: number; readonly atLeast: boolean };
  'flag-set-on-merged': { readonly zone: number; readonly pfn: number; readonly order: number; readonly putOrder: number; readonly putId: number };
  'flag-set-unreported': { readonly zone: number; readonly pfn: number; readonly failed: boolean; readonly reportId: number };
  'flag-kept': Block & { readonly zone: number; readonly lastId: number };
  'flag-without-counters': { readonly zone: number; readonly pfn: number; readonly resetId: number };
  'in-flight-at-end': { readonly zone: number; readonly blocks: number; readonly fillId: number };
  'put-not-in-flight': Block & { readonly zone: number; readonly lastId: number };
  'batch-differs': { readonly zone: number; readonly stated: number; readonly counted: number; readonly step: 'fill' | 'report' | 'drain'; readonly fillId: number };
  'batch-over-capacity': { readonly nents: number; readonly capacity: number; readonly startupId: number };
  'pulled-type': Block & { readonly zone: number; readonly hinting: boolean; readonly cma: boolean };
  'drift': { readonly zone: number; readonly claimed: number; readonly model: number; readonly change: number };
  'flags-word-differs': { readonly zone: number; readonly old: number; readonly expected: number };
  'reset-with-reported': { readonly zone: number; readonly blocks: number };
  'block-overlaps': Block & { readonly zone: number; readonly state: number; readonly lastId: number };
  'in-flight-used': { readonly pfn: number; readonly zone: number; readonly lastId: number };

  /** `unknown`: zones of which it is not known whether they are requested. */
  'refcount-differs': { readonly refcnt: number; readonly requested: number; readonly unknown: number };
  'refcount-negative': { readonly refcnt: number };
  'starved': { readonly zone: number; readonly requestId: number };
  'two-active': { readonly zone: number; readonly other: number; readonly activeId: number };
  'active-at-return': { readonly zone: number; readonly activeId: number };
  /** The fill's end and REQUESTED disagree: kept although it ran dry, or cleared although it was full. */
  'request-bit-wrong': { readonly zone: number; readonly nents: number; readonly capacity: number; readonly kept: boolean; readonly lastId: number };
  'requested-twice': { readonly zone: number; readonly requestId: number };
  'populate-failed-again': { readonly zone: number; readonly times: number; readonly workerId: number };
  'empty-run': { readonly zone: number; readonly times: number; readonly order: number; readonly excess: number; readonly firstId: number };
  'request-served-early': { readonly zone: number; readonly elapsedNs: number; readonly delayMs: number; readonly requestId: number };
  'startup-overlaps': { readonly beginId: number; readonly other: number; readonly hinting: boolean; readonly shutdown: boolean };
  'reset-while-requested': { readonly zone: number; readonly requestId: number; readonly reset: boolean };
  /** By the counts (`sign` undefined), or by what the kernel does while `blocks` are out; then `free` and `low` are -1. */
  'below-watermark': { readonly zone: number; readonly free: number; readonly low: number; readonly blocks: number; readonly sign: Shortage | undefined; readonly repeats: boolean; readonly fillId: number };

  /** `wanted`: where the step that the line names leads to, else `to`. */
  'state-changed': { readonly from: number; readonly to: number; readonly by: string; readonly wanted: number };
  'batch-size': { readonly nents: number; readonly capacity: number; readonly nextId: number };
  'over-budget': { readonly reports: number; readonly budget: number; readonly order: number; readonly migratetype: number };
  'list-out-of-order': { readonly order: number; readonly migratetype: number; readonly lastOrder: number; readonly lastType: number; readonly isolate: boolean };
  'zone-below-watermark': { readonly refusedId: number };
  'run-too-early': { readonly elapsedNs: number; readonly lastId: number };
  'notify-in-drain': { readonly drainId: number };
  'report-unregistered': { readonly unregisterId: number };
  'type-changed': Block & { readonly zone: number; readonly pulledType: number; readonly lastId: number };

  'bad-order': { readonly order: number; readonly maxOrder: number };
  /** `name`: the one that stands behind the number and is that of another, with their place; '' where the number is too large. */
  'bad-migratetype': { readonly migratetype: number; readonly count: number; readonly name: string; readonly start: number; readonly end: number };
  'misaligned': { readonly pfn: number; readonly order: number };
  /** `pfn` -1: no zone line states the zone that the line names, though others are stated, and the kernel has none of this name. */
  'outside-zone': { readonly zone: number; readonly pfn: number };
  /** `sinceId`: the CPU's last line before. */
  'lost': { readonly count: number; readonly cpu: number; readonly sinceId: number };
  'unrecognised': Record<never, never>;
  /** Raw data instead of an event's text: so many lines of the file, or (`lines` 0) the raw fields of this line's event, with their place. */
  'raw-output': { readonly lines: number; readonly start: number; readonly end: number };
  /** A known event or a settings line has an argument that cannot be used; columns 0-based in the line. */
  'bad-argument': { readonly start: number; readonly end: number; readonly text: string };
}

export type ObservationKind = keyof Observations;

/** An observation at a line: its data and the event that the line shows. */
export interface Observation<K extends ObservationKind = ObservationKind> {
  readonly kind: K;
  readonly line: number;
  /** The line that showed it, which may be a later one. */
  readonly at: number;
  readonly data: Observations[K];
  readonly event: number;
  readonly form: number;
  readonly zone: number;
  readonly who: number;
  readonly cpu: number;
}
