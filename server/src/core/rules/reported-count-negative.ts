import { defineRule } from './defineRule.js';
import { pfnText, zoneText } from './ruleText.js';

export default defineRule({
  id: 'reported-count-negative',
  severity: 'error',
  group: 'accounting',
  interfaces: ['reporting-v5', 'hinting-v2'],
  visibleIn: ['I'],
  summary: 'The count of reported blocks goes below zero',
  docs: {
    what: 'Reports a clear of the reported flag while no block of that order is reported.',
    why: 'The counter is unsigned: below zero it becomes a huge number, and free memory of this order is never reported again.',
    fix: 'Test the flag before it is cleared and counted down, and keep set and clear in pairs.',
    needs: 'The flag events, and a zone whose counts are known from the start.',
    source: 'clear_page_reported() of page reporting v5 counts reported_pages[] down.',
  },
  observes: 'count-negative',
  at: () => ({ key: 'pfn' }),
  message: (o, text) => `Block ${pfnText(o.data.pfn)} loses a reported flag, but no block of order ${o.data.order} in ${zoneText(o.data.zone, text)} is reported: reported_pages goes below zero and wraps to a huge number. Count down only where the flag was set.`,
});
