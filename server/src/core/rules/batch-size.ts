import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'batch-size',
  severity: 'error',
  group: 'mainline',
  interfaces: ['mainline'],
  visibleIn: ['I', 'K'],
  summary: 'A batch that is not full is followed by another one of the same zone, or a batch is empty',
  docs: {
    what: 'Reports a batch of fewer than 32 entries that is not the last of its zone, and a batch of none.',
    why: 'The scatterlist is filled from its end: a short batch in the middle hands over the wrong entries, and every report costs a round trip to the hypervisor.',
    fix: 'Report only when the list is full, and what is left once, after the last list of the zone.',
    needs: 'The report with its number of entries, and where each zone begins (zone_watermark_ok() or page_reporting_process_zone()).',
    source: 'page_reporting_cycle() and page_reporting_process_zone() in mm/page_reporting.c.',
  },
  observes: 'batch-size',
  evidence: ['probe', 'event'],
  at: () => ({ key: 'nents' }),
  message: o => (o.data.nents === 0
    ? 'An empty batch is reported: a round trip to the hypervisor for nothing. Report what is left only if there is something left.'
    : `This batch has ${o.data.nents} of ${o.data.capacity} entries, but it is not the last of its zone. Only what is left at the end of a zone may be less than a full batch.`),
  related: o => [{ id: o.data.nextId, message: 'the next batch of the zone' }],
});
