import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'free-pages-drift',
  severity: 'warning',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I', 'P'],
  summary: 'NR_FREE_PAGES moves away from the free lists by whole blocks',
  docs: {
    what: 'Reports a zoneinfo line whose nr_free_pages has moved away from the model since the last one, by a multiple of a reportable block, with reports in between.',
    why: 'The kernel believes that it has less (or more) free memory than is on its lists: watermarks, reclaim and the OOM killer act on a wrong number.',
    fix: 'Look for blocks that were pulled with one migratetype and put back with another, Isolate above all: only one of the two directions is counted.',
    needs: 'At least two zoneinfo lines with nr_free_pages, and a starting state of the whole zone.',
    source: 'get_unhinted_page() of page hinting v2 subtracts isolated blocks from NR_FREE_PAGES, __free_one_page() does not add them again.',
  },
  observes: 'drift',
  evidence: ['snapshot'],
  message: (o, text) => `nr_free_pages of ${zoneText(o.data.zone, text)} is ${o.data.claimed}, the free lists hold ${o.data.model} pages that are not isolated: the difference changed by ${o.data.change} since the last snapshot, whole blocks that were reported in between. Look for blocks pulled from or put to the Isolate list.`,
});
