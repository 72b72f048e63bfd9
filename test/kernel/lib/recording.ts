/** A recording, read by its text alone: what the kernel printed, for comparison with what Buddyscope makes of it. */

export interface RecordedEvent {
  readonly line: number;
  readonly task: string;
  /** Microseconds. */
  readonly time: number;
  readonly name: string;
  /** Function of a probe line; '' elsewhere. */
  readonly function: string;
  readonly isReturn: boolean;
  readonly args: ReadonlyMap<string, string>;
  readonly text: string;
}

const event = /^ *(.*-\d+) +\[\d+\] \S+ +(\d+)\.(\d{6}): (\w+): (?:\((\S+)(?: <- (\S+?))?(?: \[\w+\])?\) ?)?(.*)$/;

export function eventsOf(text: string): readonly RecordedEvent[] {
  return text.split('\n').flatMap((line, i) => {
    const match = event.exec(line);
    if (line.startsWith('#') || match === null) return [];
    const [, task, seconds, micros, name, at = '', returned, rest] = match;
    const args = new Map([...rest.matchAll(/(\w+)=(\{[^}]*\}|\S*)/g)].map(([, key, value]) => [key, value]));
    return [{ line: i, task, time: Number(seconds) * 1e6 + Number(micros), name, function: (returned ?? at).replace(/[+.].*/, ''), isReturn: returned !== undefined, args, text: rest }];
  });
}

/** `key=` of the settings lines that hold `word`. */
export function settingOf(text: string, key: string, word = ''): string | undefined {
  return text.split('\n').filter(line => line.startsWith('# buddyscope: ') && line.includes(word)).map(line => new RegExp(`[ ]${key}=(\\S+)`).exec(line)?.[1]).find(value => value !== undefined);
}

export const order = (found: RecordedEvent): number => Number(found.args.get('order'));

/** Page frame of the `page=` of a probe. */
export const frames = (text: string) => (page: string): number => {
  const base = settingOf(text, 'vmemmap');
  const size = settingOf(text, 'page_struct');
  if (base === undefined || size === undefined) throw new Error('the recording has no vmemmap');
  const far = BigInt(page) - BigInt(base);
  if (far % BigInt(size) !== 0n) throw new Error(`${page} is not the address of a struct page`);
  return Number(far / BigInt(size));
};

/** Page frames of a scatterlist: page_link has two flags in its lowest bits. */
export function scatterlist(report: RecordedEvent, frame: (page: string) => number): readonly number[] {
  const words = ['sg', 'sg16'].flatMap(key => report.args.get(key)?.slice(1, -1).split(',') ?? []);
  return words.filter((_, i) => i % 4 === 0).map(word => frame(`0x${(BigInt(word) & ~3n).toString(16)}`));
}

export interface PageBalance {
  /** Pages that the buddy lists gained between the two snapshots, by the snapshots. */
  readonly snapshots: number;
  /** The same by the events between them; a range, because the file of a snapshot was read some moments before it was written into the trace. */
  readonly least: number;
  readonly most: number;
}

/** What the events say of the buddy lists, after Linux 5.14: per-CPU lists are filled and drained by events of their own, larger blocks go to the lists at once. */
export function pageBalance(events: readonly RecordedEvent[], slackMicros: number): PageBalance {
  const isSnapshot = (found: RecordedEvent): boolean => found.name === 'tracing_mark_write' && found.text.startsWith('buddyscope: buddyinfo ');
  const marks = events.flatMap((found, i) => (isSnapshot(found) ? [i] : []));
  const half = marks.length / 2;
  const totals = [marks.slice(0, half), marks.slice(half)].map(rows => rows.reduce((sum, i) => sum + pagesOf(events[i].text), 0));
  let balance = 0;
  const between = { least: 0, most: 0 };
  const [first, second] = [marks[0], marks[half]];
  const near = (at: number, i: number): boolean => events[at].time - events[i].time < slackMicros;
  for (let i = 0; i < second; i++) {
    const change = changeOf(events[i]);
    if (change === 0) continue;
    // Close before a snapshot's line: its file may have been read before or after.
    if (i < first && !near(first, i)) continue;
    if (i > first && !near(second, i)) balance += change;
    else if (change > 0) between.most += change;
    else between.least += change;
  }
  return { snapshots: totals[1] - totals[0], least: balance + between.least, most: balance + between.most };
}

const pagesOf = (row: string): number => row.replace(/^.*zone\s+\w+/, '').trim().split(/\s+/).reduce((sum, count, index) => sum + Number(count) * 2 ** index, 0);

/** PAGE_ALLOC_COSTLY_ORDER: the largest order of the per-CPU lists, but for huge pages of order 9. */
const COSTLY = 3;
const HUGE = 9;

function changeOf(found: RecordedEvent): number {
  const pages = 2 ** order(found);
  switch (found.name) {
    case 'mm_page_pcpu_drain': return pages;
    case 'mm_page_alloc_zone_locked': return -pages;
    case 'mm_page_free': return order(found) > COSTLY && order(found) !== HUGE ? pages : 0;
    case 'putback': return pages;
    case 'isolate': return -pages;
    default: return 0;
  }
}
