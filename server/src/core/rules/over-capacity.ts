import { defineRule } from './defineRule.js';

export default defineRule({
  id: 'over-capacity',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I'],
  summary: 'A batch is larger than the driver\'s capacity, or the capacity is zero',
  docs: {
    what: 'Reports a report of more entries than the capacity that the driver registered with (32 in mainline), and a startup with capacity 0.',
    why: 'The scatterlist has capacity entries: one more is written behind its end. With capacity 0 the list has no end mark and the fill never finds it full.',
    fix: 'Stop the fill at the capacity, and refuse a device whose capacity is 0.',
    needs: 'report with nents=, and capacity= of page_reporting_startup or of the settings line.',
    source: 'page_reporting_startup() of page reporting v5 does not check the capacity; version 7 of the series refuses 0.',
  },
  observes: 'batch-over-capacity',
  at: o => ({ key: o.data.capacity === 0 && o.data.nents === 0 ? 'capacity' : 'nents' }),
  message: o => {
    if (o.data.nents === 0) return 'The driver registers with capacity 0: the scatterlist has no entry, its end mark is written in front of it, and the fill never finds it full. Refuse a device without capacity.';
    return `The batch has ${o.data.nents} entries, but the capacity is ${o.data.capacity}: the fill wrote behind the end of the scatterlist. Stop the fill when the capacity is reached.`;
  },
  related: o => [{ id: o.data.nents === 0 ? 0 : o.data.startupId, message: 'the capacity is set here' }],
});
