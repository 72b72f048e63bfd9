/** What may stand on a `buddyscope:` line, in words for hovers and completions. */
export type Words = Readonly<Record<string, string>>;

export const meaningOf = (words: Words, word: string): string | undefined => (Object.hasOwn(words, word) ? words[word] : undefined);

/** First words of lines that are not `key=value` from the start. */
export const lineWords = {
  event: 'A private event or probe with the meaning of a known one: `event my_probe as get_unreported_page pfn=p order=o zone=z`. Behind the known event stand its keys, each with the name that the private one prints.',
  free: 'The blocks of one free list, front of the list first: `free zone=Normal order=10 migratetype=1 pfn=0x400,0x800`. `*` behind a block says that it is reported.',
  buddyinfo: 'A line of /proc/buddyinfo: the free blocks of each order at this line.',
  pagetypeinfo: 'A line of /proc/pagetypeinfo: the free blocks of one type by order.',
  zoneinfo: 'A line of /proc/zoneinfo.',
  'disable-next-line': 'Rules whose findings about the next line are left out.',
} as const satisfies Words;

export const optionWords = {
  interface: 'What the trace speaks, where its events do not tell.',
  kernel: 'The kernel\'s version. Before 4.4 Reclaimable is migratetype 1 and Movable 2.',
  page_shift: 'Bits of a page\'s size: 12 for 4 KiB.',
  max_order: 'Number of orders: 11 for orders 0 to 10.',
  pageblock_order: 'Order of a pageblock.',
  page_reporting_order: 'Lowest order that is reported.',
  capacity: 'Entries of one batch.',
  hwm: 'High water mark in blocks: free blocks above the reported ones from which on a report is requested.',
  hz: 'Jiffies in a second.',
  section_limit: 'Callbacks in one section of a walk that are accepted.',
  lock_limit_us: 'Microseconds for which a zone lock may be held (1000).',
  batch_lock_limit_us: 'The same of a section in which blocks are pulled for a report, or put back; as lock_limit_us where it is missing.',
  preempt_rt: '1 for a PREEMPT_RT kernel: the zone lock sleeps and interrupts stay on.',
  migrate_types: 'Names of the migratetypes in number order, separated by commas.',
  vmemmap: 'Address of the first struct page, in hex.',
  page_struct: 'Bytes of a struct page.',
} as const satisfies Words;

export const zoneWords = {
  zone: 'Name of the zone.',
  node: 'The zone\'s node; 0 where it is missing.',
  start_pfn: 'First page frame number of the zone.',
  end_pfn: 'Page frame number behind the zone\'s last.',
  free: '`none`: all free lists of the zone are empty at this line, so that its counts are exact from here on.',
  lock: 'Address of the zone\'s lock, as probes print it.',
  addr: 'Address of the zone, as probes print it.',
  present: 'Pages of the zone that are there.',
  managed: 'Pages of the zone that the allocator manages.',
  min: 'The min watermark, in pages.',
  low: 'The low watermark, in pages.',
  high: 'The high watermark, in pages.',
} as const satisfies Words;

export const freeWords = {
  zone: zoneWords.zone,
  node: zoneWords.node,
  order: 'Order of the blocks.',
  migratetype: 'Type of the list, as number or name.',
  pfn: 'First page frame numbers of the blocks, front of the list first; `none` for an empty list.',
} as const satisfies Words;
