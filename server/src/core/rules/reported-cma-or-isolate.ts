import { defineRule } from './defineRule.js';
import { blockText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'reported-cma-or-isolate',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'A block is pulled from a list that must not be reported',
  docs: {
    what: 'Reports a block pulled from the Isolate list, and in reporting v5 from the CMA list as well.',
    why: 'Isolated blocks are not counted as free. Pulling subtracts one from NR_FREE_PAGES, putting back does not add it again, so the number sinks with each report; memory that is being offlined looks busy meanwhile.',
    fix: 'Skip the Isolate list in the fill (and CMA where the interface leaves it out).',
    needs: 'get_unreported_page with its migratetype. migrate_types= on the settings line where the kernel numbers types differently.',
    source: 'page hinting v2 fills from every migratetype; page reporting v5 leaves out CMA and Isolate, mainline Isolate.',
  },
  observes: 'pulled-type',
  at: () => ({ key: 'migratetype' }),
  message: (o, text) => {
    const type = text.migratetype(o.data.migratetype);
    if (o.data.cma) return `${blockText(o.data)} is pulled from the list of migratetype ${type}, which page reporting v5 leaves out: its boundary is never set, so putting the block back crashes. Skip CMA in the fill.`;
    return `${blockText(o.data)} is pulled from the list of migratetype ${type}: isolated blocks are not counted as free, so NR_FREE_PAGES of ${zoneText(o.data.zone, text)} sinks by ${2 ** o.data.order} pages each time. Skip Isolate in the fill.`;
  },
});
