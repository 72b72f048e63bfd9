import { defineRule } from './defineRule.js';
import type { Shortage } from '../engine/shortage.js';
import { blocks, zoneText } from './ruleText.js';

const signs: Readonly<Record<Shortage, string>> = { kswapd: 'kswapd is woken', reclaim: 'A task must reclaim pages itself', failure: 'An allocation fails' };

export default defineRule({
  id: 'below-watermark',
  severity: 'warning',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['F', 'I', 'P'],
  summary: 'A batch is pulled although the zone is short of free pages',
  docs: {
    what: 'Reports a fill, or in mainline the report of a batch, at which the free pages of the zone are below its low watermark. With page reporting v5 and hinting v2 also what shows that memory is short while a batch is out: kswapd of the node is woken by an allocation, a task reclaims itself, an allocation fails that a pulled block would have served. Once for a batch, whichever comes first.',
    why: 'The pulled blocks are missing until the hypervisor has answered. Below the low watermark allocations start reclaim, or fail, for the sake of reporting.',
    fix: 'Skip a zone whose free pages would fall below the low watermark plus the size of a batch.',
    needs: 'low= on the zone line, known counts of all orders, and page_reporting_fill; in mainline the zone that is visited, and the report. Or get_unreported_page with mm_vmscan_wakeup_kswapd, mm_vmscan_direct_reclaim_begin or mm_page_alloc and their gfp_flags=; the last two do not name their nodes and count only where all zones of the trace are of one. In mainline these prove nothing: its worker has tested the watermark, and what others take since then is not its doing.',
    source: 'page reporting v5 has no such check; mainline tests the low watermark plus the capacity in blocks before a zone is processed.',
  },
  observes: 'below-watermark',
  isConsequence: o => o.data.repeats,
  message: (o, text) => {
    const { blocks: n, sign } = o.data;
    if (sign !== undefined) return `${signs[sign]} while ${blocks(n)} of ${zoneText(o.data.zone, text)} ${n === 1 ? 'is' : 'are'} out for reporting: ${n === 1 ? 'it is' : 'they are'} missing until the hypervisor has answered. Skip zones without enough free pages for a batch.`;
    return `With this batch pulled, ${zoneText(o.data.zone, text)} has ${o.data.free} free pages, fewer than its low watermark of ${o.data.low}: allocations go into reclaim until the hypervisor has answered. Skip zones without enough free pages for a batch.`;
  },
  related: o => [{ id: o.data.fillId, message: 'the batch was pulled here' }],
});
