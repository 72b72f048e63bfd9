/** Bits of zone->flags, by their number in the posted patches (v5: enum zone_flags after ZONE_BOOSTED_WATERMARK). */
export const ZoneBit = { Boosted: 0, Requested: 1, Active: 2 } as const;
export type ZoneBit = (typeof ZoneBit)[keyof typeof ZoneBit];

const words: readonly (readonly [string, ZoneBit])[] = [['REQUESTED', ZoneBit.Requested], ['ACTIVE', ZoneBit.Active], ['BOOSTED', ZoneBit.Boosted]];

/** `ZONE_PAGE_REPORTING_ACTIVE`, `ZONE_PAGE_HINTING_ACTIVE`, `ZONE_BOOSTED_WATERMARK`, `ACTIVE`; -1 for anything else. */
export function zoneBit(text: string): number {
  const short = text.replace(/^ZONE_/, '').replace(/^PAGE_(REPORTING|HINTING)_/, '').replace(/_WATERMARK$/, '');
  const found = words.find(([word]) => word === short);
  return found ? found[1] : -1;
}
