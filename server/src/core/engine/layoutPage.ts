/** A page's record, and its packed word; conventions as in layout.ts. */

/** A page record, of the first page of a block. */
export const p = { packed: 0, next: 1, prev: 2, lastId: 3, size: 4 } as const;

export const PageState = { Unknown: 0, Listed: 1, /** Off the lists by the trace, owner not known. */ Off: 2, InFlight: 3, /** put_reported_page has begun. */ Returning: 4 } as const;

/** packed: state 3 bits, order 5, migratetype 4, reported 1, zone 7 (+1), epoch 12. */
export const packPage = (state: number, order: number, migratetype: number, reported: number, zone: number, epoch: number): number =>
  state | (order << 3) | (migratetype << 8) | (reported << 12) | ((zone + 1) << 13) | (epoch << 20);
export const pageState = (packed: number): number => packed & 7;
export const pageOrder = (packed: number): number => (packed >> 3) & 31;
export const pageType = (packed: number): number => (packed >> 8) & 15;
export const pageReported = (packed: number): number => (packed >> 12) & 1;
export const pageZone = (packed: number): number => ((packed >> 13) & 127) - 1;
export const pageEpoch = (packed: number): number => packed >>> 20;
export const EPOCHS = 4096;
/** Highest number of a zone that a record can hold; zones beyond are not known. */
export const MAX_ZONES = 126;
