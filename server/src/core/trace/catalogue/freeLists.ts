import { define } from './define.js';

/** The free-list layer: helpers of the reporting patches, and the stock page events. */
export const freeListEvents = [
  define('add_to_free_list', 'zone pfn order mt nr_free?=a:uint', 'add_to_free_list(): the block goes to the head of free_area[order].free_list[migratetype]; nr_free++.'),
  define('add_to_free_list_tail', 'zone pfn order mt before?=b:pfn nr_free?=a:uint', 'add_to_free_list_tail(): the block goes to the tail of the list; while the zone is ACTIVE, directly in front of the boundary. nr_free++.'),
  define('move_to_free_list', 'zone pfn order mt old_migratetype?=a:migratetype', 'move_to_free_list(): the block goes to the head of another type\'s list (steal, isolation); a reported block loses its flag first.'),
  define('del_page_from_free_list', 'zone pfn order mt? reported?=b:uint nr_free?=a:uint', 'del_page_from_free_list(): the block leaves its list; a reported block loses its flag first. nr_free--.'),
  define('list_del', 'zone pfn order mt?', 'list_del(): the block is unlinked from its list, with none of the accounting that del_page_from_free_list() does.'),
  define('__free_one_page', 'zone pfn order mt reported?=a:uint merged_order?=b:uint', '__free_one_page(): entry. Merges the block with its free buddies and puts the result on a list.'),
  define('__rmqueue_smallest', 'zone order mt pfn', '__rmqueue_smallest(): takes the smallest block that fits from the head of its list, and splits it.'),
  define('__isolate_free_page', 'zone? pfn? order mt? page?=a:pointer ret?=d:int', '__isolate_free_page(): takes a block out of its free list. Reporting and compaction use it.'),
  define('__putback_isolated_page', 'zone? pfn? order mt? page?=a:pointer', '__putback_isolated_page(): returns an isolated block to the tail of the free list without a new request.'),
  define('expand', 'zone mt pfn low=a:uint high=b:uint', 'expand(): splits a block of order high; the upper halves go to the heads of the lists down to order low.'),
  define('set_pageblock_migratetype', 'zone pfn old?=a:migratetype new=b:migratetype', 'set_pageblock_migratetype(): the pageblock changes its type; blocks already listed stay where they are.'),
  define('list_swap', 'zone order pfn pfn2=a:pfn', 'The shuffler swaps two blocks of one list (shuffle_zone()), unaware of flags and boundary.'),
  define('list_rotate_to_front', 'zone order mt pfn', 'list_rotate_to_front(): the list is turned until this block is its first entry; the order of the blocks in the ring stays.'),
  define('online_pages', 'zone start_pfn=a:uint nr_pages=b:uint populated?=c:uint', 'online_pages(): memory is added to the zone.'),
  define('offline_pages', 'zone start_pfn=a:uint nr_pages=b:uint populated?=c:uint', '__offline_pages(): memory is taken from the zone.'),
  define('zone_free', 'zone order nr_free?=a:uint reported?=b:int hinted?=b:int', 'States nr_free (and the reported counter) of one order of the zone at this moment; the model compares.'),
  define('mm_page_alloc', 'pfn order mt? gfp_flags?=s:text', 'A page was allocated. It may come from a per-CPU list; this is not yet a free-list event.'),
  define('mm_page_free', 'pfn order', 'A page is being freed. It may go to a per-CPU list first.'),
  define('mm_page_free_batched', 'pfn order?=order:uint', 'Repeats a page of a batch that already had its mm_page_free.'),
  define('mm_page_alloc_zone_locked', 'pfn order mt? percpu_refill?=a:uint', 'A block leaves a free list, under the zone lock; the mm_page_alloc of the same page follows.'),
  define('mm_page_pcpu_drain', 'pfn order mt?', 'A page goes from a per-CPU list back to the zone, under the zone lock.'),
  define('mm_page_alloc_extfrag', 'pfn alloc_order?=a:uint fallback_order?=b:uint pageblock_order?=c:uint', 'An allocation falls back to another migratetype, under the zone lock.'),
  define('kmalloc', 'call_site?=s:text', 'kmalloc(): an allocation from a slab.'),
  define('kmem_cache_alloc', 'call_site?=s:text', 'kmem_cache_alloc(): an allocation from a slab.'),
];
