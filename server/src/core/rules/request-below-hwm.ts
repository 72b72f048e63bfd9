import { defineRule } from './defineRule.js';
import { blocks, zoneText } from './ruleText.js';

export default defineRule({
  id: 'request-below-hwm',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'A request is made although its screen was not met',
  docs: {
    what: 'Reports a request that follows a page_reporting_notify_free() with fewer free blocks than reported ones plus the high water mark, of an order below the minimum, or in a section that began after the notify key was switched off.',
    why: 'The screen keeps the worker from running for a handful of blocks; without it each free may start a run.',
    fix: 'Return from page_reporting_notify_free() unless nr_free has reached the reported count plus PAGE_REPORTING_HWM.',
    needs: 'page_reporting_notify_free with nr_free= and nr_reported=, or counts that are known; `hwm=` where it is not 32. For the key: static_key and lock events.',
    source: 'page_reporting_notify_free() of page reporting v5.',
  },
  observes: 'request-unscreened',
  message: (o, text) => {
    const { keyId, order, minimum, nrFree, nrReported, hwm } = o.data;
    const fault = keyId !== 0 ? 'page_reporting_notify_enabled is off' : order < minimum ? `order ${order} is below the minimum of ${minimum}`
      : `order ${order} has ${blocks(nrFree)} free${nrReported > 0 ? ` and ${nrReported} reported` : ''}, but needs ${Math.max(0, nrReported) + hwm}`;
    return `A run is requested for ${zoneText(o.data.zone, text)} although ${fault}: the worker starts for ${keyId !== 0 ? 'nobody' : 'too little'}. Screen the free before the request.`;
  },
  related: o => [{ id: o.data.notifyId, message: 'the free that asks' }, { id: o.data.keyId, message: 'the key is off' }],
});
