import { defineRule } from './defineRule.js';
import { eventName } from './ruleText.js';

export default defineRule({
  id: 'static-key-imbalance',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The notify key does not follow the device',
  docs: {
    what: 'Reports a startup that succeeds with a count of the notify key other than 1, and a shutdown that returns with one other than 0.',
    why: 'With the key off no free is looked at and nothing is reported; with it on and no device every free pays for nothing.',
    fix: 'Increment the key once, at the end of a startup that succeeds, and decrement it once, at the begin of the shutdown.',
    needs: 'static_key events with count=.',
    source: 'page_reporting_startup() and page_reporting_shutdown() of page reporting v5.',
  },
  observes: 'key-count-wrong',
  message: o => `${eventName(o)} returns with the notify key at ${o.data.count}, but it should be ${o.data.expected}: ${o.data.expected === 1 ? 'the free path hook does not match the device' : 'frees are still looked at although no device is left'}. Change the key once for each startup and shutdown.`,
  related: o => [{ id: o.data.keyId, message: 'the key was changed here' }],
});
