/** `zone->lock` and the spellings of it that lockdep prints; old kernels named the macro's argument. */
export const isZoneLockName = (name: string): boolean => name === 'zone->lock' || name === '&zone->lock' || name === 'zone' || name === '&(&zone->lock)->rlock';
/** The mutex of startup and shutdown; another one, or one known by its address only, says nothing of it. */
export const isReportingMutexName = (name: string): boolean => /^&?page_(?:reporting|hinting)_mutex$/.test(name);
