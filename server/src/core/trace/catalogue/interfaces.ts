import { define } from './define.js';

/** walk_free_mem_block (v29) and get_from_free_page_list (v33). */
export const walkEvents = [
  define('walk_free_mem_block', 'min_order?=a:int ret?', 'walk_free_mem_block(): visits every free list of every populated zone, highest order first, and hands each block to the callback.'),
  define('walk_free_page_list', 'zone order mt ret?', 'walk_free_page_list(): entry, before the lock. Walks one list from head to tail under the zone lock.'),
  define('report_pfn_range', 'pfn nr_pages?=a:uint num?=a:uint ret?', 'The walk\'s callback has seen this block. It must not sleep nor allocate; a value other than 0 ends the walk.'),
  define('get_from_free_page_list', 'order?=order:int size?=a:uint ret?', 'get_from_free_page_list(): writes the addresses of the free blocks of one order into the caller\'s array.'),
  define('free_page_hint_use', 'pfn num?=b:uint nr_pages?=b:uint', 'The consumer uses a range that was handed out as a hint, or sends it to the hypervisor. It may have been allocated since.'),
  define('free_page_hint', 'index=a:uint addr=b:wide zone? mt?', 'One address has been written to the hint array (physical, little endian in memory).'),
];

/** Workqueue and power events that place the worker. */
export const stockEvents = [
  define('workqueue_execute_start', '', 'A work item begins to run.', 'workqueue'),
  define('workqueue_execute_end', '', 'A work item has ended.', 'workqueue'),
  define('workqueue_queue_work', '', 'A work item is queued; for delayed work when its timer expires.', 'workqueue'),
  define('suspend_resume', '', 'A step of suspend or resume begins or ends; from freeze_processes to thaw_processes tasks and freezable workqueues stand still.', 'suspend'),
  define('zone_watermark_ok', 'zone? order?=order:uint mark?=a:uint ret?=d:int', 'zone_watermark_ok(): is enough memory free? Reporting skips a zone that is short.'),
  define('start_isolate_page_range', 'start_pfn?=a:uint end_pfn?=b:uint', 'start_isolate_page_range(): the pageblocks of the range become MIGRATE_ISOLATE, for offlining or a contiguous allocation; their free blocks move to other lists.'),
  define('undo_isolate_page_range', 'start_pfn?=a:uint end_pfn?=b:uint', 'undo_isolate_page_range(): the pageblocks get an ordinary migratetype again.'),
  define('mm_vmscan_wakeup_kswapd', 'nid?=a:uint order?=order:uint gfp_flags?=s:text', 'kswapd is woken: no zone of the node has enough free pages, or (gfp_flags=none) a zone is fragmented.'),
  define('mm_vmscan_direct_reclaim_begin', 'order?=order:uint gfp_flags?=s:text', 'A task that wants to allocate reclaims pages itself: all zones that it may use are below the min watermark.'),
  define('wakeup_kswapd', 'zone? order?', 'wakeup_kswapd(): kswapd is woken for this zone.'),
  define('alloc_failed', 'zone order?', 'An allocation of this order has found no block in the zone.'),
];
