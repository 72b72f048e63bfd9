/** Fewer points, with every bucket's extremes kept: a one-event spike is what one looks for. */
import type { SeriesRow } from '../api.js';

/** At most `points` rows (at least 4): first and last, and of each bucket the rows with the least and greatest nr_free and reported. */
export function thin(rows: readonly SeriesRow[], points: number): readonly SeriesRow[] {
  const limit = Math.max(4, Math.floor(points));
  if (rows.length <= limit) return rows;
  const buckets = Math.max(1, Math.floor((limit - 2) / 4));
  const kept: SeriesRow[] = [rows[0]];
  const inner = rows.length - 2;
  for (let b = 0; b < buckets; b++) {
    const from = 1 + Math.floor((b * inner) / buckets);
    const to = 1 + Math.floor(((b + 1) * inner) / buckets);
    for (const i of extremes(rows, from, to)) kept.push(rows[i]);
  }
  kept.push(rows[rows.length - 1]);
  return kept;
}

function extremes(rows: readonly SeriesRow[], from: number, to: number): number[] {
  if (from >= to) return [];
  let [lowFree, highFree, lowReported, highReported] = [from, from, from, from];
  for (let i = from + 1; i < to; i++) {
    if ((rows[i].nrFree ?? -1) < (rows[lowFree].nrFree ?? -1)) lowFree = i;
    if ((rows[i].nrFree ?? -1) > (rows[highFree].nrFree ?? -1)) highFree = i;
    if ((rows[i].reported ?? -1) < (rows[lowReported].reported ?? -1)) lowReported = i;
    if ((rows[i].reported ?? -1) > (rows[highReported].reported ?? -1)) highReported = i;
  }
  return [...new Set([lowFree, highFree, lowReported, highReported])].sort((a, b) => a - b);
}
