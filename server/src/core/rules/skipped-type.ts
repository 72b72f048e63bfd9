import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'skipped-type',
  severity: 'info',
  group: 'boundary',
  interfaces: ['reporting-v5'],
  visibleIn: ['I'],
  summary: 'Blocks of a type that v5 never reports are left when the lists are dry',
  docs: {
    what: 'States, once for a zone, that a fill has ended because all lists were dry although the CMA list of a reportable order holds blocks.',
    why: 'v5 leaves CMA out of its fill and its boundaries, but counts it for the high water mark: that memory is never given back, and it keeps asking for runs.',
    fix: 'Include CMA as v6 does, or leave its blocks out of the high water test.',
    needs: 'page_reporting_fill with nents=, the capacity, and blocks of type CMA on the lists.',
    source: 'for_each_reporting_migratetype_order() of page reporting v5.',
  },
  observes: 'type-skipped',
  message: (o, text) => `All lists of ${zoneText(o.data.zone, text)} are dry for reporting, but ${blocks(o.data.blocks)} of type ${text.migratetype(o.data.migratetype)} and order ${o.data.order} ${o.data.blocks === 1 ? 'is' : 'are'} free: v5 skips that type, so the memory is never reported. v6 includes it.`,
});
