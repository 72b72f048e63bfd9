import { defineRule } from './defineRule.js';
import { interfaceNames } from '../trace/settings.js';

export default defineRule({
  id: 'order-out-of-range',
  severity: 'error',
  group: 'input',
  interfaces: interfaceNames,
  visibleIn: ['F', 'I'],
  summary: 'An order that the kernel configuration does not have',
  docs: {
    what: 'Reports an event with an order that is not below max_order. The line changes nothing in the model.',
    why: 'free_area[] has no such entry: the kernel has read or written beside it, or the trace was made with another configuration than its settings line says.',
    fix: 'Set max_order= (the number of orders, 11 by default) on the settings line if the kernel has more orders; else look for the code that made up the order.',
    needs: 'An event with order=.',
    source: 'MAX_ORDER of the kernel configuration.',
  },
  observes: 'bad-order',
  standsAlone: true,
  at: () => ({ key: 'order' }),
  message: o => `Order ${o.data.order} does not exist: this kernel has orders 0 to ${o.data.maxOrder - 1}, so free_area[] has no such entry. If it has more, write max_order= on the settings line.`,
});
