/** The default numbering (Linux 4.4 and later, with CMA and isolation), TRACE_LANGUAGE section 2. */
export const defaultMigrateTypes: readonly string[] = ['Unmovable', 'Movable', 'Reclaimable', 'HighAtomic', 'CMA', 'Isolate'];

/** Before Linux 4.4: MIGRATE_RECLAIMABLE stood in front of MIGRATE_MOVABLE, and MIGRATE_RESERVE where HighAtomic is now. */
const oldMigrateTypes: readonly string[] = ['Unmovable', 'Reclaimable', 'Movable', 'Reserve', 'CMA', 'Isolate'];

/** What a kernel of this version (`3.10.0-1160`) prints where the trace does not list its types; undefined is a recent one. */
export function migrateTypesOf(kernel: string | undefined): readonly string[] {
  const version = /^(\d{1,3})\.(\d{1,3})/.exec(kernel ?? '');
  return version !== null && (Number(version[1]) < 4 || (Number(version[1]) === 4 && Number(version[2]) < 4)) ? oldMigrateTypes : defaultMigrateTypes;
}

/** Free lists kept for each order; more types than any kernel has. */
export const MAX_MIGRATETYPES = 8;
/** Orders kept for each zone; the largest that a kernel configuration has is 13. */
export const MAX_ORDERS = 16;
