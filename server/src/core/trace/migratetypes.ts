/** The default numbering (Linux 4.4 and later, with CMA and isolation), TRACE_LANGUAGE section 2. */
export const defaultMigrateTypes: readonly string[] = ['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate'];

/** Free lists kept for each order; more types than any kernel has. */
export const MAX_MIGRATETYPES = 8;
/** Orders kept for each zone; the largest that a kernel configuration has is 13. */
export const MAX_ORDERS = 16;
