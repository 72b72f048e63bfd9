/** Pages, first pages and buddies of blocks; orders are below MAX_ORDERS. `2 ** order` is a call of Math.pow(), which costs as much as all the rest of a step. */

export const pagesOf = (order: number): number => 1 << order;

/** First page of the block of the order that the page lies in. */
export const blockStart = (pfn: number, order: number): number => pfn - (pfn % pagesOf(order));

export const isAligned = (pfn: number, order: number): boolean => pfn % pagesOf(order) === 0;

/** First page of the other half of the block of the next order. */
export const buddyOf = (start: number, order: number): number => (isAligned(start, order + 1) ? start + pagesOf(order) : start - pagesOf(order));
