import { defineRule } from './defineRule.js';
import { blockText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'boundary-null',
  severity: 'error',
  group: 'boundary',
  interfaces: ['reporting-v5'],
  visibleIn: ['I'],
  summary: 'A block goes to the tail of a list whose boundary is NULL',
  docs: {
    what: 'Reports a tail insertion, or a put, of a reportable block into a list of the ACTIVE zone whose boundary was not set since the metadata was populated: CMA and Isolate in v5.',
    why: 'The insertion point of an ACTIVE zone is its boundary. Inserting before NULL reads memory near address 0: the kernel crashes with the zone lock held and interrupts off.',
    fix: 'Reset the boundary of every migratetype that a tail insertion can meet, not only of those that are filled; or use the list head for the types that are left out.',
    needs: 'populate_metadata, the ACTIVE flag and put_reported_page, __free_one_page or the insertion. Happens when a pageblock is isolated while one of its blocks is being reported.',
    source: 'The loop over migratetypes of page reporting v5 skips CMA and Isolate for the fill, and page_reporting_populate_metadata() uses the same loop; version 6 of the series reworked this.',
  },
  observes: 'insertion-at-null-boundary',
  at: () => ({ key: 'migratetype' }),
  message: (o, text) => `${blockText(o.data)} goes to the tail of migratetype ${text.migratetype(o.data.migratetype)} while ${zoneText(o.data.zone, text)} is ACTIVE, but the boundary of that list was never set, so the kernel inserts before NULL and crashes. Reset the boundaries of all migratetypes when the cycle begins.`,
  related: o => [{ id: o.data.activeId, message: 'the zone becomes ACTIVE' }, { id: o.data.pullId, message: 'the block is put back' }],
});
