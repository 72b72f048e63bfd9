/** Pages of the buddy lists: how many the snapshots of a recording say they have gained, and how many its events. */
import { type RecordedEvent, order } from './recording.js';

export interface PageBalance {
  /** Pages that the buddy lists gained between the two snapshots, by the snapshots. */
  readonly snapshots: number;
  /** The same by the events between them; a range where the events do not tell. */
  readonly least: number;
  readonly most: number;
}

interface Change { readonly least: number; readonly most: number }
/** Events between which the kernel has counted. */
interface Moment { readonly from: number; readonly to: number }

/** `fallbackTakes`: see below. */
export function pageBalance(events: readonly RecordedEvent[], fallbackTakes: boolean): PageBalance {
  const isSnapshot = (found: RecordedEvent): boolean => found.name === 'tracing_mark_write' && found.text.startsWith('buddyscope: buddyinfo ');
  const marks = events.flatMap((found, i) => (isSnapshot(found) ? [i] : []));
  const half = marks.length / 2;
  const totals = [marks.slice(0, half), marks.slice(half)].map(rows => rows.reduce((sum, i) => sum + pagesOf(events[i].text), 0));
  const [first, second] = [momentOf(events, marks[0]), momentOf(events, marks[half])];
  let least = 0;
  let most = 0;
  for (const [i, change] of changesOf(events.slice(0, second.to), fallbackTakes)) {
    if (i < first.from) continue;
    const isSure = i > first.to && i < second.from;
    least += isSure ? change.least : Math.min(0, change.least);
    most += isSure ? change.most : Math.max(0, change.most);
  }
  return { snapshots: totals[1] - totals[0], least, most };
}

/** What an emulated machine may need from the counting to the writing of a snapshot's line, where no zone lock shows the counting (frag_show()). */
const SLACK_MICROS = 20_000;

function momentOf(events: readonly RecordedEvent[], mark: number): Moment {
  const { task, time } = events[mark];
  const isCounting = (found: RecordedEvent): boolean => found.task === task && found.caller === 'frag_show';
  const to = events.slice(0, mark).findLastIndex(isCounting);
  let from = to;
  for (let i = to; i >= 0 && events[to].time - events[i].time < SLACK_MICROS; i--) if (isCounting(events[i])) from = i;
  return to < 0 ? { from: events.findIndex(found => time - found.time < SLACK_MICROS), to: mark } : { from, to };
}

const pagesOf = (row: string): number => row.replace(/^.*zone\s+\w+/, '').trim().split(/\s+/).reduce((sum, count, index) => sum + Number(count) * 2 ** index, 0);

/** PAGE_ALLOC_COSTLY_ORDER: the largest order of the per-CPU lists, but for huge pages of order 9. */
const COSTLY = 3;
const HUGE = 9;
const isListed = (found: RecordedEvent): boolean => order(found) <= COSTLY || order(found) === HUGE;

/** Frees of one interrupt: whom it has interrupted holds the per-CPU list's lock or not, so all go one way. Where that is shows when one of the pages turns up again. */
interface Batch { past?: boolean }
interface FreedPage { readonly at: number; readonly pages: number; readonly batch: Batch | undefined }

/**
 * What each event adds to the buddy lists, after Linux 5.14: per-CPU lists are filled and drained by events of their own, larger blocks go to the lists at
 * once. `fallbackTakes`: since Linux 6.10 a fallback to another migratetype takes the page itself, without mm_page_alloc_zone_locked (__rmqueue_fallback()).
 *
 * A free that finds the per-CPU list locked goes to the buddy lists at once (free_unref_page()): so does an interrupt's while the list is worked on, and on
 * PREEMPT_RT any task's. The zone lock of free_one_page() shows it. Without probes on locks, a page shows it that comes from the buddy lists later and was
 * never drained to them.
 */
function changesOf(events: readonly RecordedEvent[], fallbackTakes: boolean): ReadonlyMap<number, Change> {
  const changes = new Map<number, Change>();
  const sure = (at: number, pages: number): void => { changes.set(at, { least: pages, most: pages }); };
  const last = new Map<string, RecordedEvent>();
  const freed = new Map<number, FreedPage>();
  const freedBy = new Map<string, FreedPage>();
  const batches = new Map<string, Batch>();
  const showsLocks = events.some(takesZoneLock);
  const turnsUp = (frame: number, past: boolean): void => {
    const page = freed.get(frame);
    freed.delete(frame);
    if (page?.batch !== undefined) page.batch.past = past;
    if (page !== undefined && past && !showsLocks) sure(page.at, page.pages);
  };
  events.forEach((found, i) => {
    const pages = 2 ** order(found);
    const each = (visit: (frame: number) => void): void => { for (let frame = Number(found.args.get('pfn')), k = 0; k < pages; k++) visit(frame + k); };
    switch (found.name) {
      case 'softirq_entry': case 'irq_handler_entry': batches.set(found.task, {}); break;
      case 'mm_page_pcpu_drain':
        sure(i, pages);
        each(frame => { turnsUp(frame, false); });
        break;
      case 'mm_page_alloc': each(frame => { turnsUp(frame, false); }); break;
      case 'mm_page_alloc_zone_locked':
        sure(i, -pages);
        each(frame => { turnsUp(frame, true); });
        break;
      case 'mm_page_free': {
        if (!isListed(found)) { sure(i, pages); break; }
        const page = { at: i, pages, batch: isInInterrupt(found) ? batches.get(found.task) ?? {} : undefined };
        freedBy.set(found.task, page);
        each(frame => { freed.set(frame, page); });
        break;
      }
      case 'mm_page_alloc_extfrag': {
        const before = last.get(found.task);
        const wasTold = before?.name === 'mm_page_alloc_zone_locked' && before.args.get('pfn') === found.args.get('pfn');
        if (!fallbackTakes || wasTold) break;
        const taken = 2 ** Number(found.args.get('alloc_order'));
        sure(i, -taken);
        for (let k = 0; k < taken; k++) turnsUp(Number(found.args.get('pfn')) + k, true);
        break;
      }
      case 'isolate': sure(i, -pages); break;
      case 'putback': sure(i, pages); break;
      default: {
        const page = freedBy.get(found.task);
        if (page === undefined || !takesZoneLock(found) || found.caller !== 'free_one_page') break;
        freedBy.delete(found.task);
        sure(page.at, page.pages);
      }
    }
    last.set(found.task, found);
  });
  if (showsLocks) return changes;
  for (const { at, pages, batch } of freed.values()) {
    if (batch !== undefined && batch.past !== false && !changes.has(at)) changes.set(at, { least: batch.past ? pages : 0, most: pages });
  }
  return changes;
}

const isInInterrupt = ({ flags }: RecordedEvent): boolean => /[hHsZz]/.test(flags);

const takesZoneLock = ({ function: name, isReturn, args }: RecordedEvent): boolean =>
  /^(_raw|rt)_spin_(try)?lock/.test(name) && (!isReturn || args.get('ret') !== '0');
