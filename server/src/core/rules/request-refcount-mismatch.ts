import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'request-refcount-mismatch',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The request count differs from the number of requested zones',
  docs: {
    what: 'Reports a refcnt that a line states, at the end of a fill or of the worker, where the model has another number of zones with the REQUESTED flag.',
    why: 'The worker runs while the count is not zero. Too low, and a requested zone is never served; too high, and the worker spins.',
    fix: 'Clear REQUESTED and count down together, also in shutdown and when a zone goes offline; count up only where the flag was clear before.',
    needs: 'refcnt= on page_reporting_fill or page_reporting_process, and the flag events. A count that is too high also needs the zones as settings lines, or the startup.',
    source: 'page reporting v5: shutdown and page_reporting_reset() leave the REQUESTED flag set while the count starts again at 0 in the next startup.',
  },
  observes: 'refcount-differs',
  at: () => ({ key: 'refcnt' }),
  message: o => {
    const { refcnt, requested, unknown } = o.data;
    if (refcnt < requested) return `refcnt is ${refcnt}, but ${zones(requested)} REQUESTED: a requested zone will not be served. ${together}`;
    return `refcnt is ${refcnt}, but ${unknown > 0 ? 'at most ' : ''}${zones(requested + unknown)} REQUESTED: the worker will look for a request that is not there. ${together}`;
  },
});

const zones = (count: number): string => (count === 1 ? '1 zone is' : `${count} zones are`);
const together = 'Set and count, clear and count down must go together.';
