import type { Bounds, SeriesResult, ZoneCounts } from '../../server/src/protocol/messages.js';

/** A count: `value` where the trace determines it, else what it is not below and not above; null where nothing is known. */
export interface Range { readonly value: number | null; readonly low: number | null; readonly high: number | null }

type Counts = readonly (number | null)[];

function rangeOf(values: Counts, low: Counts | undefined, high: Counts | undefined, at: number): Range {
  const value = values[at] ?? null;
  return { value, low: value ?? low?.[at] ?? null, high: value ?? high?.[at] ?? null };
}

interface Counted { readonly nrFree: Counts; readonly reported: Counts; readonly bounds?: Bounds }

const freeAt = ({ nrFree, bounds }: Counted, at: number): Range => rangeOf(nrFree, bounds?.nrFreeAtLeast, bounds?.nrFreeAtMost, at);
const reportedAt = ({ reported, bounds }: Counted, at: number): Range => rangeOf(reported, bounds?.reportedAtLeast, bounds?.reportedAtMost, at);

/** By order, as many as there are orders. */
export const freeOf = (zone: ZoneCounts): readonly Range[] => zone.nrFree.map((_, order) => freeAt(zone, order));
export const reportedOf = (zone: ZoneCounts): readonly Range[] => zone.nrFree.map((_, order) => reportedAt(zone, order));
/** By row. */
export const freeRows = (series: SeriesResult): readonly Range[] => series.lines.map((_, row) => freeAt(series, row));
export const reportedRows = (series: SeriesResult): readonly Range[] => series.lines.map((_, row) => reportedAt(series, row));

export const isBounded = ({ value, low, high }: Range): boolean => value === null && (low !== null || high !== null);
/** The greatest number that the chart must have room for. */
export const greatest = (ranges: readonly Range[]): number => Math.max(0, ...ranges.map(({ low, high }) => high ?? low ?? 0));
