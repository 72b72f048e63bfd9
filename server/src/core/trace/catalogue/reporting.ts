import { define } from './define.js';

/**
 * Page reporting v5 names. Page hinting v2 has the same events under its own names (see `hintingName`), and mainline
 * shares some; a slot means the same in all.
 */
export const reportingEvents = [
  define('page_reporting_startup', 'capacity?=a:uint ret?', 'page_reporting_startup(): a driver registers; every populated zone is requested under its lock, then the notify key is enabled.'),
  define('page_reporting_shutdown', 'ret?', 'page_reporting_shutdown(): the driver leaves: key off, pointer NULL, synchronize_rcu(), cancel_delayed_work_sync().'),
  define('page_reporting_notify_free', 'zone? order nr_free?=a:uint nr_reported?=b:int nr_hinted?=b:int requested?=c:uint', 'page_reporting_notify_free(): a free of a reportable order has brought nr_free to the high water mark above the reported count; a request follows.'),
  define('__page_reporting_request', 'zone? phdev?=a:uint refcnt?=b:int scheduled?=c:uint', '__page_reporting_request(): under the zone lock and an RCU reader, sets REQUESTED and counts it; only the first request schedules the worker.'),
  define('schedule_delayed_work', 'delay?=a:uint delay_ms?=b:uint queued?=c:uint', 'schedule_delayed_work(): the worker runs after the delay (jiffies).'),
  define('cancel_delayed_work_sync', '', 'cancel_delayed_work_sync(): cancels the work and waits for a running worker; sleeps.'),
  define('page_reporting_process', 'refcnt?=a:int state?=b:uint', 'page_reporting_process(): the worker; runs a cycle for each requested zone until no request is left.'),
  define('page_reporting_process_zone', 'zone? requested?=a:uint watermark?=b:uint free?=c:uint ok?=d:int', 'The worker looks at one zone.'),
  define('page_reporting_cycle', 'zone order? mt? budget?=a:uint offset?=b:uint', 'page_reporting_cycle(): populates the metadata, sets ACTIVE, then fill, report and drain until the zone is no longer requested.'),
  define('page_reporting_populate_metadata', 'zone ret?', 'page_reporting_populate_metadata(): allocates the zone\'s reported counters and resets every boundary. May sleep; no lock is held.'),
  define('page_reporting_reset_boundary', 'zone order mt', 'page_reporting_reset_boundary(): the boundary of this list is the list head again: nothing is delimited as reported.'),
  define('set_bit', 'bit=a:bit zone? old?=b:uint new?=c:uint', 'set_bit(): sets a zone flag, atomically.'),
  define('clear_bit', 'bit=a:bit zone? old?=b:uint new?=c:uint', 'clear_bit(): clears a zone flag, atomically.'),
  define('__set_bit', 'bit=a:bit zone? old?=b:uint new?=c:uint', '__set_bit(): sets a zone flag, not atomically; the zone lock must be held.'),
  define('__clear_bit', 'bit=a:bit zone? old?=b:uint new?=c:uint', '__clear_bit(): clears a zone flag, not atomically; the zone lock must be held.'),
  define('get_unreported_page', 'zone order mt? pfn from?=s:text nr_free?=a:uint boundary?=b:pfn', 'get_unreported_page(): pulls one unreported block from the list: from above the boundary, else from the head. The block is in flight until it is put back.'),
  define('page_reporting_fill', 'zone nents=a:uint capacity?=b:uint exhausted?=c:uint refcnt?=d:int', 'page_reporting_fill(): has filled the scatterlist, highest order first; fewer entries than the capacity mean that all lists are dry and REQUESTED is cleared.'),
  define('report', 'nents?=a:uint ret?=d:int', 'The driver\'s callback: hands the batch to the hypervisor. Sleeps, so no lock may be held.'),
  define('report_range', 'index?=a:uint pfn nr_pages?=b:uint', 'One entry of the batch that is being reported.'),
  define('page_reporting_drain', 'zone? nents?=a:uint reported?=b:uint', 'page_reporting_drain(): puts every block of the batch back, under the zone lock.'),
  define('put_reported_page', 'zone pfn order mt merged_order?=a:uint reported?=b:uint reported_pages?=c:uint', 'put_reported_page(): the block returns to its list, directly in front of the boundary, and is marked reported unless it merged.'),
  define('page_reporting_add_to_boundary', 'zone order mt pfn boundary?=b:pfn', 'page_reporting_add_to_boundary(): the boundary of the list is now this block.'),
  define('page_reporting_del_from_boundary', 'zone order mt pfn boundary?=b:pfn', 'page_reporting_del_from_boundary(): a reported block leaves; if it is the boundary, the boundary moves to the next entry.'),
  define('__SetPageReported', 'pfn order? zone? reported_pages?=a:int', '__SetPageReported(): the hypervisor has been told of this block; the zone\'s counter goes up.'),
  define('__ClearPageReported', 'pfn order? zone? reported_pages?=a:int', '__ClearPageReported(): the block is about to leave its list, so it no longer counts as reported.'),
  define('page_reporting_reset', 'zone', 'page_reporting_reset(): the zone became unpopulated; its reported counters are freed.'),
  define('static_key', 'name?=s:text count?=a:int', 'A static key changes; page_reporting_notify_enabled switches the hook in the free path.'),
  define('page_reporting_register', 'order?=order:uint capacity?=a:uint ret?', 'page_reporting_register() (mainline): a driver registers; reporting is requested.'),
  define('page_reporting_unregister', 'ret?', 'page_reporting_unregister() (mainline): the driver leaves.'),
  define('__page_reporting_notify', 'state?=a:uint', '__page_reporting_notify() (mainline): a block of a reportable order was freed; requests a run unless one is pending.'),
  define('page_reporting_state', 'old?=a:uint new?=b:uint by?=s:text', 'The state of the reporting device changes: IDLE, REQUESTED, ACTIVE.'),
];

/** The v2 spelling of a v5 name or key, or undefined where the two are the same. */
export function hintingName(name: string): string | undefined {
  if (name === 'report') return 'react';
  const hinting = name.replace('unreported', 'unhinted').replace('PageReported', 'PageHinted')
    .replace('reporting', 'hinting').replace('reported', 'hinted');
  return hinting === name || name === 'report_range' ? undefined : hinting;
}
