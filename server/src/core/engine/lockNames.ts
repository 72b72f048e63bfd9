/** `zone->lock` and the spellings of it that lockdep prints. */
export const isZoneLockName = (name: string): boolean => name === 'zone->lock' || name === '&zone->lock' || name === 'zone';
