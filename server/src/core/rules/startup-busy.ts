import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'startup-busy',
  severity: 'info',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2', 'mainline'],
  visibleIn: ['I', 'K'],
  summary: 'A second device registers',
  docs: {
    what: 'States that a startup or register returns -16 (EBUSY) because a device is set. It is an error where it returns 0 although one is.',
    why: 'There is one device pointer: a second device that gets in replaces the first, whose scatterlist is lost and whose shutdown does nothing.',
    fix: 'Return -EBUSY while the pointer is set; test it under the mutex.',
    needs: 'The return value of both startups.',
    source: 'page_reporting_startup() of page reporting v5, page_reporting_register() in mainline.',
  },
  observes: 'startup-while-set',
  raise: o => (o.data.ret === 0 ? 'error' : undefined),
  at: () => ({ key: 'ret' }),
  message: o => (o.data.ret === 0 ? `${eventName(o)} returns 0 although a device is set: the new one replaces it, and the first can neither report nor leave. Return -EBUSY while the pointer is set.` : `${eventName(o)} returns -16 (EBUSY): another device reports already, and this one has to do without.`),
  related: o => [{ id: o.data.deviceId, message: 'the device was set here' }],
});
