import type { Bounds, Counts, ZoneSummary } from '../api.js';

/** A count, or what it is not below and not above: `13`, `13..202`, `13..`, `-` where nothing is known. */
export function countText(count: number | null, atLeast: number | null, atMost: number | null): string {
  if (count !== null) return String(count);
  if (atLeast === null && atMost === null) return '-';
  return `${atLeast ?? 0}..${atMost ?? ''}`;
}

/** The extra keys of a zone in JSON, where a count is bounded that is not determined. */
export const boundsObject = ({ bounds }: ZoneSummary): Partial<Bounds<Counts>> => (bounds === undefined ? {} : {
  nrFreeAtLeast: bounds.nrFreeAtLeast, nrFreeAtMost: bounds.nrFreeAtMost, reportedAtLeast: bounds.reportedAtLeast, reportedAtMost: bounds.reportedAtMost,
});
