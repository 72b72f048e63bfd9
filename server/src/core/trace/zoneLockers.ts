/**
 * Functions of mm/page_alloc.c, mm/page_reporting.c and mm/vmstat.c that take no spinlock but a zone's: one that they have taken
 * is a zone lock. Not in the list: functions that may take another one as well, as compact_lock_irqsave().
 */
export const zoneLockers: readonly string[] = [
  'rmqueue_bulk', '__rmqueue_pcplist', 'free_pcppages_bulk', 'free_one_page', '__free_pages_ok',
  'page_reporting_process', 'page_reporting_process_zone', 'page_reporting_cycle',
  'pagetypeinfo_show', 'pagetypeinfo_showfree_print', 'frag_show', 'walk_zones_in_node',
];
