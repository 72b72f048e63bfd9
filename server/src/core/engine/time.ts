import type { Machine } from './machine.js';

/** Nanoseconds from the given moment to this line; undefined where the trace's clock is not one of time. */
export function elapsedNs(m: Machine, sec: number, nsec: number): number | undefined {
  if (m.nsec < 0 || nsec < 0 || m.sec < 0) return undefined;
  return (m.sec - sec) * 1e9 + (m.nsec - nsec);
}
