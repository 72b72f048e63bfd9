import { defineRule } from './defineRule.js';
import { blockText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'put-twice',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'A block is put back that was not pulled',
  docs: {
    what: 'Reports a put of a block that is not in flight: it was put back before, or never pulled.',
    why: 'The block is freed twice: two owners get the same memory, or the free list becomes a loop.',
    fix: 'Drain each entry of the batch once, and no entry beyond the marked end of the scatterlist.',
    needs: 'get_unreported_page and put_reported_page.',
    source: 'page_reporting_drain() of page reporting v5.',
  },
  observes: 'put-not-in-flight',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `${blockText(o.data)} is put back to ${zoneText(o.data.zone, text)}, but it is not in flight: it is freed a second time, and two owners will get the same memory. Drain each entry of the batch once.`,
  related: o => [{ id: o.data.lastId, message: 'the last line that changed this block' }],
});
