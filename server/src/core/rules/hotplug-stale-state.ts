import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'hotplug-stale-state',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A zone loses its memory while it is requested',
  docs: {
    what: 'Reports page_reporting_reset(), or an offline_pages() that leaves the zone without a page, of a zone whose REQUESTED flag is set.',
    why: 'The request stays counted, but once the zone\'s node is offline no cycle reaches it: the worker spins, and a shutdown waits for it for ever.',
    fix: 'Clear REQUESTED under the zone lock and count down when the zone becomes unpopulated.',
    needs: 'The REQUESTED flag events, and page_reporting_reset or offline_pages with populated=0.',
    source: 'page_reporting_reset() of page reporting v5 frees the counters only; it is called when memory goes offline.',
  },
  observes: 'reset-while-requested',
  message: (o, text) => `Zone ${text.zone(o.data.zone)} ${o.data.reset ? 'is reset because it has' : 'has'} no memory left, but its REQUESTED flag stays set and counted: if the node goes offline, the worker never gets to it and spins. Clear the flag and count down first.`,
  related: o => [{ id: o.data.requestId, message: 'requested here' }],
});
