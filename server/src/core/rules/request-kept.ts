import { defineRule } from './defineRule.js';
import { zoneText } from './ruleText.js';

export default defineRule({
  id: 'request-kept',
  severity: 'error',
  group: 'lifecycle',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The fill\'s end and the REQUESTED flag disagree',
  docs: {
    what: 'Reports a fill that ran dry (fewer entries than the capacity) with REQUESTED still set, and a full one that cleared it.',
    why: 'Kept, the worker fills the same empty lists again without end; cleared too early, the blocks that did not fit are forgotten.',
    fix: 'Clear REQUESTED, and count down, exactly where the fill has gone through all lists without reaching the capacity.',
    needs: 'page_reporting_fill with nents=, the capacity, and the flag events.',
    source: 'page_reporting_fill() of page reporting v5.',
  },
  observes: 'request-bit-wrong',
  at: () => ({ key: 'nents' }),
  message: (o, text) => {
    const { nents, capacity, kept } = o.data;
    if (kept) return `The fill of ${zoneText(o.data.zone, text)} ran dry with ${nents} of ${capacity} entries, but REQUESTED is still set: the worker will fill the same empty lists again and again. Clear the flag where all lists have been read.`;
    return `The fill of ${zoneText(o.data.zone, text)} is full with ${nents} of ${capacity} entries, but REQUESTED was cleared: blocks that did not fit are forgotten. Clear the flag only where the fill ran dry.`;
  },
  related: o => [{ id: o.data.lastId, message: o.data.kept ? 'requested here' : 'cleared here' }],
});
