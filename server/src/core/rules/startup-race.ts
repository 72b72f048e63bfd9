import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'startup-race',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['hinting-v2'],
  visibleIn: ['I'],
  summary: 'Two startups, or two shutdowns, of hinting overlap',
  docs: {
    what: 'Reports a page_hinting_startup() that begins while that of another task has not returned, and a page_hinting_shutdown() likewise.',
    why: 'Both startups see no device yet: both allocate and register, the first scatterlist is lost and the static key is counted twice. Both shutdowns see the device: both count the key down and free the scatterlist.',
    fix: 'Serialise startup and shutdown with a mutex.',
    needs: 'Begin and return of page_hinting_startup or page_hinting_shutdown.',
    source: 'page_hinting_startup() of page hinting v2 has no lock; version 4 of the series added a mutex.',
  },
  observes: 'startup-overlaps',
  holds: o => o.data.hinting,
  message: (o, text) => `${text.who(o.who)} enters ${eventName(o)} while ${text.who(o.data.other)} is still inside: ${o.data.shutdown
    ? 'both see the device, so its scatterlist is freed twice and the key is counted down twice'
    : 'both see no device and both register, so one scatterlist is lost and the key is counted twice'}. Serialise startup and shutdown with a mutex.`,
  related: o => [{ id: o.data.beginId, message: `the other ${o.data.shutdown ? 'shutdown' : 'startup'} begins here` }],
});
