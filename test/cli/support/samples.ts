/** A zone lock taken with interrupts on, on line 8; two blocks come and one goes. */
export const faulty = `# tracer: nop
# buddyscope: interface=reporting-v5 page_shift=12 max_order=11 pageblock_order=9 capacity=16 hwm=32 hz=1000 migrate_types=Unmovable,Movable,Reclaimable,HighAtomic,CMA,Isolate
# buddyscope: zone=Normal node=0 start_pfn=0x10000 end_pfn=0x40000 free=none
          stress-812     [001] d..1.   100.000005: spin_lock_irqsave: lock=zone->lock zone=Normal
          stress-812     [001] d..1.   100.000008: __free_one_page: zone=Normal pfn=0x10000 order=10 migratetype=1 reported=0
          stress-812     [001] d..1.   100.000010: add_to_free_list: zone=Normal pfn=0x10000 order=10 migratetype=1
          stress-812     [001] d..1.   100.000020: spin_unlock_irqrestore: lock=zone->lock zone=Normal
          stress-812     [001] ...1.   100.000030: spin_lock: lock=zone->lock zone=Normal
          stress-812     [001] ...1.   100.000031: __free_one_page: zone=Normal pfn=0x10400 order=10 migratetype=1 reported=0
          stress-812     [001] ...1.   100.000032: add_to_free_list: zone=Normal pfn=0x10400 order=10 migratetype=1
          stress-812     [001] ...1.   100.000033: spin_unlock: lock=zone->lock zone=Normal
          stress-812     [001] d..1.   100.000040: spin_lock_irqsave: lock=zone->lock zone=Normal
          stress-812     [001] d..1.   100.000041: del_page_from_free_list: zone=Normal pfn=0x10400 order=10
          stress-812     [001] d..1.   100.000042: __rmqueue_smallest: zone=Normal order=10 migratetype=1 pfn=0x10400
          stress-812     [001] d..1.   100.000043: spin_unlock_irqrestore: lock=zone->lock zone=Normal
`;
export const faultLine = 8;

/** The same with interrupts off throughout. */
export const healthy = faulty.replaceAll('...1.', 'd..1.').replaceAll(' spin_lock:', ' spin_lock_irqsave:').replaceAll(' spin_unlock:', ' spin_unlock_irqrestore:');
