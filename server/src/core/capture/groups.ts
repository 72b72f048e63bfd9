/** What a recording can hold: groups of events that are chosen together. */

export interface EventGroup {
  readonly name: string;
  /** What it lets Buddyscope tell. */
  readonly gives: string;
  /** What it costs the machine while it is recorded. */
  readonly cost: string;
  /** Tracepoints as `system/event`; one that the kernel does not have is left out. */
  readonly stock: readonly string[];
}

const names = (system: string, events: string): readonly string[] => events.split(' ').map(event => `${system}/${event}`);

export const eventGroups = [
  {
    name: 'reporting',
    gives: 'page reporting runs: blocks isolated, reported, put back; watermark checks',
    cost: 'next to nothing: probes on functions that seldom run',
    stock: [],
  },
  {
    name: 'kmem',
    gives: 'pages: allocations, frees, per-CPU lists, migratetype fallbacks',
    cost: 'one event for each page allocated or freed: the bulk of the file',
    stock: names('kmem', 'mm_page_alloc mm_page_free mm_page_free_batched mm_page_alloc_zone_locked mm_page_pcpu_drain mm_page_alloc_extfrag'),
  },
  {
    name: 'locks',
    gives: 'who takes and releases the zone locks, where, for how long, interrupts on or off',
    cost: 'high: every spinlock operation of the whole machine runs a probe',
    stock: [],
  },
  {
    name: 'irq',
    gives: 'hard and soft interrupts, which may come back to a zone lock',
    cost: 'some hundred to some ten thousand events a second',
    stock: names('irq', 'irq_handler_entry irq_handler_exit softirq_entry softirq_exit'),
  },
  {
    name: 'sched',
    gives: 'task switches: a task that sleeps where it must not',
    cost: 'one event for each task switch',
    stock: names('sched', 'sched_switch'),
  },
  {
    name: 'workqueue',
    gives: 'work items: when the page reporting work is queued and runs',
    cost: 'four events for each work item',
    stock: names('workqueue', 'workqueue_queue_work workqueue_activate_work workqueue_execute_start workqueue_execute_end'),
  },
  {
    name: 'compaction',
    gives: 'compaction and page isolation, which take free blocks without a page event',
    cost: 'next to nothing while no compaction runs',
    stock: [
      ...names('compaction', 'mm_compaction_begin mm_compaction_end mm_compaction_isolate_freepages'),
      ...names('page_isolation', 'test_pages_isolated'), ...names('vmscan', 'mm_vmscan_wakeup_kswapd'),
    ],
  },
] as const satisfies readonly EventGroup[];

export type EventGroupName = (typeof eventGroups)[number]['name'];
export const defaultGroups: readonly EventGroupName[] = ['reporting', 'kmem', 'locks'];

export const isEventGroup = (name: string): name is EventGroupName => eventGroups.some(group => group.name === name);
