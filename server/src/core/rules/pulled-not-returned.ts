import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'pulled-not-returned',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'Blocks that were pulled for reporting are not put back',
  docs: {
    what: 'Reports a cycle, or a run of the worker, that ends while blocks that it pulled from the free lists have not been put back.',
    why: 'Nobody owns these blocks any more: the memory is lost until reboot.',
    fix: 'Drain the whole scatterlist, up to the entry that is marked as its end, on every path, also after a failed report.',
    needs: 'get_unreported_page, put_reported_page and the end of the cycle.',
    source: 'page_reporting_drain() of page reporting v5 puts back every entry of the batch.',
  },
  observes: 'in-flight-at-end',
  message: (o, text) => `The cycle of ${zoneText(o.data.zone, text)} ends, but ${blocks(o.data.blocks)} that it pulled ${o.data.blocks === 1 ? 'was' : 'were'} never put back: that memory is lost. Drain every entry of the batch, also after an error.`,
  related: o => [{ id: o.data.fillId, message: 'the last batch was filled here' }],
});
