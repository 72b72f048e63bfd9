import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'cycle-below-watermark',
  severity: 'error',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['I', 'P'],
  summary: 'Blocks are pulled from a zone that is short of memory',
  docs: {
    what: 'Reports work in a zone that the watermark check of this visit has refused, or had to: the line of the visit states fewer free pages than the watermark.',
    why: 'A batch takes up to 32 blocks off the free lists: in a zone near its low watermark that means reclaim, or an allocation that fails.',
    fix: 'Skip the zone when zone_watermark_ok() returns false.',
    needs: 'The return of zone_watermark_ok() in the worker, or page_reporting_process_zone with ok=, or with watermark= and free=.',
    source: 'page_reporting_process_zone(), mm/page_reporting.c: low watermark plus a batch of the lowest order.',
  },
  observes: 'zone-below-watermark',
  evidence: ['probe', 'event'],
  message: () => 'The worker takes blocks from this zone although too little was free when it looked at the watermark. Skip the zone until more memory is free.',
  related: o => [{ id: o.data.refusedId, message: 'the zone is below its watermark here' }],
});
